"""Messages to people whom the gate lets through, and what became of them."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid

from clients import actions
from clients.choices import ContactKind
from clients.models import ContactPoint
from iop.access.actors import SYSTEM
from iop.core import clock
from iop.core.basis import own_use, to_the_client
from iop.notifications.actions import Draft, queue_many
from iop.notifications.models import Message, SinkMessage
from tests.factories.clients import make_client, make_clinic

VALUES = {"when": "Tue 3/10 at 6:00 PM", "phone": "617-555-0100"}
numbers = itertools.count(100)


def make_people(count, *, site=None, at=None):
    """Clients who agreed to texts."""
    place = site or make_clinic().site
    return [reachable(make_client(place), at) for _ in range(count)]


def reachable(client, at=None):
    since = (at or clock.now()) - dt.timedelta(days=9)
    actions.set_channel_permission(by=SYSTEM, client=client, channel="sms", allowed=True, at=since)
    ContactPoint.objects.create(
        client=client, kind=ContactKind.PHONE, value=f"+1617555{next(numbers):04d}", may_leave_message=True
    )
    return client


def address_of(client):
    return ContactPoint.objects.get(client=client, kind=ContactKind.PHONE).value


def drafts(clients, each, due_at, **more):
    """Urgent texts, so that no test depends on the hour at which it runs."""
    known = [(client.pk, address_of(client)) for client in clients]
    return [
        Draft(**{
            "channel": "sms", "to": to, "recipient": ("client", client_id), "template": "session_reminder", "language": "en",
            "context": VALUES, "due_at": due_at, "basis": to_the_client("reminder"), "dedupe_key": str(uuid.uuid4()), "priority": 0, **more,
        })
        for client_id, to in known
        for _ in range(each)
    ]  # fmt: skip


def put(clients, each=1, *, due_at, **more):
    """Queue so many texts for each client; give their ids in the order in which they are due."""
    before = set(Message.objects.values_list("pk", flat=True))
    queue_many(by=SYSTEM, drafts=drafts(clients, each, due_at, **more))
    return [pk for pk in Message.objects.order_by("due_at", "id").values_list("pk", flat=True) if pk not in before]


def put_to_staff(count, *, due_at):
    """Queue so many e-mails to colleagues: they are inside, so the gate has nothing to write down."""
    queue_many(by=SYSTEM, drafts=[
        Draft(
            channel="email", to=f"c{n % 500}@example.org", recipient=("staff", uuid.uuid4()), template="session_reminder",
            language="en", context=VALUES, due_at=due_at, basis=own_use("staff", "schedule"), dedupe_key=f"staff-{n}", priority=0,
        )
        for n in range(count)
    ])  # fmt: skip


def statuses():
    found = list(Message.objects.values_list("status", flat=True))
    return {status: found.count(status) for status in set(found)}


def kept():
    """Keys that the provider has, by how often each was handed to it."""
    return dict(SinkMessage.objects.values_list("key", "hand_overs"))
