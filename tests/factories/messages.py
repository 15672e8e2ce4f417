"""Messages for tests: put into the outbox as actions do, with providers that note what they were given."""

from __future__ import annotations

import datetime as dt
import threading
import uuid
from collections import Counter

from iop.access.actors import SYSTEM
from iop.core.basis import to_the_client
from iop.notifications.actions import Draft, queue_many
from iop.notifications.channels import Answer
from iop.notifications.models import Message

NOON = dt.datetime(2026, 3, 2, 17, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
HOUR = dt.timedelta(hours=1)
VALUES = {"when": "Tue 3/10 at 6:00 PM", "phone": "617-555-0100"}


def draft(key="k", **more):
    return Draft(**{
        "channel": "email", "to": "ana@example.org", "recipient": ("client", uuid.uuid4()), "template": "session_reminder",
        "language": "en", "context": VALUES, "due_at": NOON, "basis": to_the_client("reminder"), "dedupe_key": key, **more,
    })  # fmt: skip


def put(key="k", **more):
    """Queue one message and give it."""
    queue_many(by=SYSTEM, drafts=[draft(key, **more)])
    return Message.objects.get(dedupe_key=key)


def put_many(n, **more):
    """Queue ``n`` messages with keys 0, 1, 2…, in that order."""
    queue_many(by=SYSTEM, drafts=[draft(str(i), **more) for i in range(n)])


class Recording:
    """A provider that notes which keys it was given, in order, and answers as the test says."""

    given: list[str] = []
    answer = Answer(ok=True, provider_id="p")
    answers: list[Answer] = []
    lock = threading.Lock()
    before = None

    @classmethod
    def begin(cls):
        cls.given, cls.answers, cls.answer, cls.before = [], [], Answer(ok=True, provider_id="p"), None

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        return None

    def send(self, message):
        if self.before:
            self.before(message)
        with self.lock:
            self.given.append(message.key)
            return self.answers.pop(0) if self.answers else self.answer

    @classmethod
    def counted(cls):
        return Counter(cls.given)
