"""People to remind: a treatment day whose clients agreed to texts, e-mails, or both."""

from __future__ import annotations

import datetime as dt

from clients.actions import add_contact_point, set_channel_permission
from iop.access.actors import SYSTEM
from iop.notifications.models import Message
from iop.notifications.reminders.rules import PLANNED_AHEAD
from iop.workflows import reminders
from tests.factories.days import AT, make_day


def agree(client, *, sms=True, email=False, at=AT):
    """Let a client be reached as they agreed; give the client back."""
    number, mail = f"+1617555{client.pk.int % 10_000:04d}", f"c{client.pk.hex}@example.org"
    add_contact_point(by=SYSTEM, client=client, kind="phone", value=number, at=at, may_leave_message=True)
    add_contact_point(by=SYSTEM, client=client, kind="email", value=mail, at=at)
    for channel, allowed in (("sms", sms), ("email", email)):
        set_channel_permission(by=SYSTEM, client=client, channel=channel, allowed=allowed, at=at)
    return client


def make_expected(*, people=1, **options):
    """A clinic with days made four weeks ahead from Monday 2 March 2026, and everybody on the roster agreed to texts."""
    clinic = make_day(people=people, **options)
    clinic.clients = [agree(line.client) for line in clinic.lines]
    return clinic


def plan(at, *, hours=None):
    """Plan as the task does."""
    ahead = PLANNED_AHEAD if hours is None else dt.timedelta(hours=hours)
    return reminders.plan(by=SYSTEM, first=at, last=at + ahead, at=at)


def waiting():
    return list(Message.objects.filter(status="waiting").order_by("due_at", "pk"))
