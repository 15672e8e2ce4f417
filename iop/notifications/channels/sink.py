"""A provider for development, demo and tests: it keeps what it takes, in a store of its own, and sends nothing on.

Like a real provider it does not share our transaction: what it took it has, whatever becomes of our note of it. And like
a good one it takes an idempotency key once, however often the key is handed over.
"""

from __future__ import annotations

import json
from typing import Any

import psycopg2
from django.conf import settings
from django.db import connection

from iop.core import clock
from iop.core.ids import uuid7
from iop.notifications.channels import Answer
from iop.notifications.letters import letter_of
from iop.notifications.models import Message

OUTGOING = "sink-reply:"
"""How texts begin their number that somebody typed on the sink's page, as if on that phone."""
TAKE = """
    INSERT INTO notifications_sinkmessage (id, created_at, key, channel, "to", subject, body, headers, taken_at, hand_overs)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, 1)
    ON CONFLICT (key) DO UPDATE SET hand_overs = notifications_sinkmessage.hand_overs + 1
"""


class Sink:
    """Takes every message and sends none. ``settings.SINK_APART`` says whether on a connection of its own."""

    def __enter__(self) -> Sink:
        self._own: Any = None
        return self

    def __exit__(self, *exc: object) -> None:
        if self._own is not None:
            self._own.close()

    def send(self, message: Message) -> Answer:
        """Keep the message under its key, at once and for good."""
        at, letter = clock.now(), letter_of(message, leaving=True)
        values = [
            str(uuid7()), at, message.key, message.channel, message.to, letter.subject, letter.body, json.dumps(letter.headers), at,
        ]  # fmt: skip
        with self._cursor() as cursor:
            cursor.execute(TAKE, values)
        return Answer(ok=True, provider_id=f"sink:{message.key}", said="kept")

    def _cursor(self):  # type: ignore[no-untyped-def]
        if not settings.SINK_APART:
            return connection.cursor()
        if self._own is None:
            self._own = psycopg2.connect(**_where())
            self._own.autocommit = True
        return self._own.cursor()


def is_used() -> bool:
    """Say whether messages of this installation go to the sink: never where a provider sends."""
    return any(path == f"{__name__}.{Sink.__name__}" for path in settings.MESSAGE_CHANNELS.values())


def _where() -> dict[str, object]:
    # The same database by a door of its own; what Django adds for its own connections stays away.
    known = connection.get_connection_params()
    return {name: value for name, value in known.items() if name not in ("cursor_factory", "context")}
