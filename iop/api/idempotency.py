"""A POST that may be sent twice: with an ``Idempotency-Key`` it happens once, and is answered alike each time.

Source: draft-ietf-httpapi-idempotency-key-header. Only what succeeded is kept: after a refusal nothing has happened, and the
same key may be tried again once what stood in the way is mended.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import re
from http import HTTPStatus
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from rest_framework.response import Response

from iop.api.models import IdempotentCall
from iop.core.errors import Invalid, Refusal
from iop.core.words import say

HEADER = "Idempotency-Key"
KEPT_HOURS = 24
KEY = re.compile(r"[!-~]{1,255}")
KEPT_HEADERS = ("ETag", "Location", "Redisclosure-Notice", "Consent-Scope", "Content-Disposition")
PAPER = "Paper"
"""The media type of an answer that is a paper and no JSON, kept among its headers."""


class OtherQuestion(Refusal):
    """The key was used for another call."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    code = "idempotency_key_reused"


def key_of(request: HttpRequest) -> str:
    """Read the key of a POST; empty when it has none. Raises ``Invalid`` for one that cannot be."""
    if request.method != "POST" or HEADER not in request.headers:
        return ""
    text = request.headers[HEADER]
    if not KEY.fullmatch(text):
        raise Invalid(say("An Idempotency-Key has 1 to 255 letters, digits or signs, without spaces."))
    return text


def fingerprint_of(request: HttpRequest, body: bytes) -> str:
    """Say what was asked, hashed."""
    told = f"{request.method}\0{request.get_full_path()}\0".encode() + body
    return hashlib.sha256(told).hexdigest()


def kept(caller: str, key: str, fingerprint: str) -> HttpResponse | None:
    """Give the answer this caller had under this key, none when it is new; hold the key until the transaction ends.

    The same call that comes in while the first is under way waits for it. Raises ``OtherQuestion``.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 8))", [f"{caller} {key}"])
    row = IdempotentCall.objects.filter(caller=caller, key=key).first()
    if row is None:
        return None
    if row.fingerprint != fingerprint:
        raise OtherQuestion(say("This Idempotency-Key was used for another call. Send a new one."))
    return _again(row)


def keep(caller: str, key: str, fingerprint: str, answer: HttpResponse) -> None:
    """Keep the answer of a call that succeeded: data, or a paper."""
    headers = {name: answer[name] for name in KEPT_HEADERS if answer.has_header(name)}
    if isinstance(answer, Response):
        text = answer.render().content.decode()
    else:
        text = base64.b64encode(answer.content).decode()
        headers[PAPER] = answer["Content-Type"]
    IdempotentCall.objects.create(
        caller=caller, key=key, fingerprint=fingerprint, status=answer.status_code, answer=text, headers=headers
    )


def forget_old(at: dt.datetime) -> int:
    """Forget the answers that are a day old. Says how many."""
    return IdempotentCall.objects.filter(created_at__lt=at - dt.timedelta(hours=KEPT_HOURS)).delete()[0]


def _again(row: IdempotentCall) -> HttpResponse:
    answer: Any
    headers = {name: text for name, text in row.headers.items() if name != PAPER}
    if PAPER in row.headers:
        content, kind = base64.b64decode(row.answer), row.headers[PAPER]
        answer = HttpResponse(content, status=row.status, content_type=kind, headers=headers)
    else:
        answer = Response(json.loads(row.answer) if row.answer else None, status=row.status, headers=headers)
    answer["Idempotency-Replayed"] = "true"
    made: HttpResponse = answer
    return made
