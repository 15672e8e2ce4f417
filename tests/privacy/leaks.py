"""What names a person must not be written anywhere but into the record. This finds it where it was."""

from __future__ import annotations

import base64
import html
import io
import json
import logging
import logging.config
import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import unquote_plus

import structlog
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from kombu import Connection

from clients.models import Client, ContactPoint, RelatedPerson
from iop.settings.logs import logging_by_structlog
from therapy.models import GroupNote, GroupNoteLine

FIRST, LAST, CALLED = "Zorvalda", "Quenthrix", "Vexmira"
RELATIVE = "Ulfgarda"
NUMBER = "219099371"
PHONE = "+16175559173"
EMAIL = "zorvalda.mark@quenthrix.example"
NOTE = "Plumwhistle told in confidence"
BORN = ("1987-11-23", "11/23/1987", "23 Nov 1987", "Nov. 23, 1987", "November 23, 1987", "23 November 1987")
TYPED = (
    FIRST,
    LAST,
    CALLED,
    RELATIVE,
    NUMBER,
    "219-09-9371",
    "6175559173",
    "617-555-9173",
    "(617) 555-9173",
    EMAIL,
    "Plumwhistle",
    *BORN,
)
"""What the tests type or keep for the marked client; each stands nowhere else in the world."""


class Marks:
    """Everything that must not be found: the marked client's values and what the whole small clinic holds of its people."""

    def __init__(self) -> None:
        # Plain searching: a pattern of a thousand words takes many times as long.
        self.words = {word.lower() for word in (*TYPED, *self._of_the_clinic()) if word}

    def within(self, text: str) -> set[str]:
        """Say which marks stand in a text, however it was escaped for a page or an address."""
        seen = {text.lower(), html.unescape(text).lower(), unquote_plus(html.unescape(text)).lower()}
        return {word for form in seen for word in self.words if word in form}

    def _of_the_clinic(self) -> Iterator[str]:
        for first, last, number in Client.objects.values_list("legal_first_name", "legal_last_name", "record_number"):
            yield from (f"{first} {last}", f"{last}, {first}", number)
        yield from ContactPoint.objects.values_list("value", flat=True)
        for first, last in RelatedPerson.objects.exclude(last_name="").values_list("first_name", "last_name"):
            yield f"{first} {last}"
        for text in (
            *GroupNote.objects.values_list("shared_text", flat=True),
            *GroupNoteLine.objects.values_list("text", flat=True),
        ):
            if len(text) >= 20:
                yield text[:40]


@contextmanager
def logs_as_in_production() -> Iterator[io.StringIO]:
    """Write every logger's lines as production does, into memory; afterwards the tests' own logging is back."""
    stream, config = io.StringIO(), logging_by_structlog(as_json=True, level="INFO")
    config["handlers"]["console"]["stream"] = stream
    config["loggers"].pop("django.server")
    logging.config.dictConfig(config)
    try:
        yield stream
    finally:
        logging_by_structlog()
        logging.config.dictConfig(settings.LOGGING)
        structlog.contextvars.clear_contextvars()


def kept_in_redis() -> Iterator[tuple[str, str]]:
    """Give every key of ours with its value as text: cache, counters, and the queues of background work with their arguments."""
    redis = cache._cache.get_client(write=True)
    for key in redis.scan_iter(f"{settings.CACHES['default']['KEY_PREFIX']}:*"):
        yield key.decode(), repr(redis.get(key) if redis.type(key) == b"string" else "")
    with Connection(settings.CELERY_BROKER_URL) as broker:
        for queue in QUEUES:
            for raw in broker.default_channel.client.lrange(queue, 0, -1):
                yield queue, _opened(raw)


def empty_queues() -> None:
    """Throw away what tests have queued."""
    with Connection(settings.CELERY_BROKER_URL) as broker:
        broker.default_channel.client.delete(*QUEUES)


QUEUES = ("default", "messages", "celery")


def _opened(raw: bytes) -> str:
    message = json.loads(raw)
    return json.dumps(message["headers"]) + base64.b64decode(message["body"]).decode()


def kept_in_sessions() -> Iterator[tuple[str, str]]:
    """Give what each sign-in's session holds."""
    for row in Session.objects.all():
        yield "session", json.dumps(row.get_decoded(), default=str)


ADDRESSES = re.compile(
    r"""\b(?:href|src|action|formaction|data-url|data-autosave|hx-(?:get|post|put|patch|delete|push-url|replace-url))\s*=\s*("[^"]*"|'[^']*')"""
)
CALLS_OUT = ("tel:", "mailto:", "sms:", "data:")
"""Addresses that a person's own telephone or mail program opens; none of our servers sees them."""


def addresses_in(answer) -> Iterator[str]:
    """Give every address that an answer leads to: where it redirects, and what its page links, loads or sends forms to."""
    for header in (
        "Location",
        "HX-Redirect",
        "HX-Location",
        "HX-Push-Url",
        "HX-Replace-Url",
        "Link",
        "Refresh",
        "Content-Disposition",
    ):
        if header in answer:
            yield answer[header]
    if not answer.streaming and "html" in answer.get("Content-Type", ""):
        for found in ADDRESSES.finditer(answer.text):
            address = html.unescape(found.group(1)[1:-1])
            if not address.startswith(CALLS_OUT):
                yield address
