"""People to remind: a treatment day whose clients agreed to texts, e-mails, or both."""

from __future__ import annotations

import datetime as dt

from clients.actions import add_contact_point, set_channel_permission
from iop.access.actors import SYSTEM
from iop.notifications.models import Message
from iop.notifications.reminders.rules import PLANNED_AHEAD
from iop.work.actions import open_item
from iop.workflows import reminders
from scheduling import actions as scheduling
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


def book(clinic, client, starts_at, *, minutes=50, at=AT):
    """An appointment of the client's with the clinic's counselor."""
    return scheduling.book_appointment(
        by=clinic.by_director, kind="individual", client=client, staff=clinic.counselor, site_id=clinic.site.pk,
        starts_at=starts_at, ends_at=starts_at + dt.timedelta(minutes=minutes), at=at,
    )  # fmt: skip


def sent(message, at):
    """Let a message have left, as delivery notes it."""
    Message.objects.filter(pk=message.pk).update(status="sent", sent_at=at)


def owe(clinic, staff, *, kind="task", due_at=AT, key="t", client=None):
    """A piece of work of a colleague."""
    return open_item(
        by=SYSTEM, kind=kind, site_id=clinic.site.pk, subject=("clinic.site", clinic.site.pk), summary="Do it", due_at=due_at,
        dedupe_key=key, assignee_id=staff.pk, client_id=client.pk if client else None,
    )  # fmt: skip
