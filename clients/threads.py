"""Messages between clients and their care team, asked for by pages: what is unread, and when a site answers."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from clients import thread_rules as rules
from clients.models import Client, PortalAccount, ThreadMessage
from clients.thread_choices import THREAD
from iop.clinic import settings
from iop.clinic.models import Closure, OpeningHours, Site
from iop.core import clock
from iop.notifications.models import Message

NOTICE = "something_new"
"""The message that says there is something to read, and nothing else."""
ANSWER_DAYS = "threads.answer_days"


@dataclass(frozen=True)
class Office:
    """When a site answers. ``open_until`` is the end of today's hours while it is open, ``opens_at`` the next opening else.

    ``answer_by`` is when a message that is written now shall have its answer.
    """

    answer_by: dt.datetime
    open_until: dt.datetime | None
    opens_at: dt.datetime | None


def unread_for(client_id: uuid.UUID) -> int:
    """Say how many messages of the care team a client has not read. One statement."""
    return ThreadMessage.objects.unread_by_client().of_client(client_id).count()


def office_of(site: Site, at: dt.datetime) -> Office:
    """Say whether a site is open at ``at``, and by when it answers what is written then."""
    on = clock.local_date(at, site.time_zone)
    hours = hours_of(site, on)
    days = settings.value(ANSWER_DAYS, on=on, site_id=site.pk)
    open_until, opens_at = rules.open_now(hours, at)
    return Office(rules.answer_by(hours, at, site.time_zone, days), open_until, opens_at)


def hours_of(site: Site, on: dt.date) -> list[rules.Stretch]:
    """Give when a site is open from ``on`` for some weeks, its closures left out; office hours of a usual week without any."""
    weekly = list(OpeningHours.objects.filter(site=site).values_list("weekday", "opens", "closes"))
    last = on + rules.LOOKS_AHEAD
    closed = list(Closure.objects.overlapping(on, last).filter(site=site).values_list("starts_on", "ends_on"))
    return rules.stretches(weekly or rules.USUAL_WEEK, closed, on, site.time_zone)


def no_longer_wanted(messages: Sequence[Message], at: dt.datetime) -> set[uuid.UUID]:
    """Name the messages about something new that has been read since, or that nobody can sign in to read any more.

    For the slot ``MESSAGE_STILL_WANTED``; two statements at most.
    """
    notices = [row for row in messages if row.template == NOTICE]
    about = {row.about_id: row.pk for row in notices if row.about_kind == THREAD}
    others = {row.pk: row.recipient_id for row in notices if row.about_kind != THREAD}
    return (_read_since(about) if about else set()) | (_locked_out(others) if others else set())


def _locked_out(notices: Mapping[uuid.UUID, uuid.UUID]) -> set[uuid.UUID]:
    inside = set(Client.objects.filter(signs_in("pk"), pk__in=notices.values()).values_list("pk", flat=True))
    return {pk for pk, client_id in notices.items() if client_id not in inside}


def _read_since(about: Mapping[uuid.UUID | None, uuid.UUID]) -> set[uuid.UUID]:
    new = ThreadMessage.objects.unread_by_client().filter(thread__in=about)
    wanted = set(new.filter(signs_in("thread__client")).order_by().values_list("thread", flat=True).distinct())
    return {pk for thread, pk in about.items() if thread not in wanted}


def signs_in(client: str) -> Exists:
    """Say whether the client at path ``client`` signs in from outside, through their own chart or one that was joined to it."""
    accounts = PortalAccount.objects.filter(ended_at__isnull=True)
    theirs = Q(client=OuterRef(client)) | Q(client__merged_into=OuterRef(client))
    return Exists(accounts.filter(theirs))
