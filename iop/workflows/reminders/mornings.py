"""The morning message to colleagues: how many things wait for them today, and not a word about whom."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils.module_loading import import_string

from iop.access.actors import Actor
from iop.clinic.models import SiteRole, StaffMember
from iop.core import clock
from iop.core.basis import own_use
from iop.notifications.actions import Draft, queue_many
from iop.notifications.choices import Channel, Priority
from iop.notifications.models import StaffReminderChoice
from iop.notifications.reminders.rules import AS_USUAL_FOR_STAFF, CATCH_UP, NONE, Morning

TEMPLATE = "staff_digest"
EVENING = dt.time(20)
"""By when a morning's message is of no use any more."""


@dataclass(frozen=True)
class Reader:
    """A colleague, how they are reached, where they work and by which clock, and what they chose."""

    staff_id: uuid.UUID
    email: str
    phone: str
    site_id: uuid.UUID
    zone: str
    morning: Morning

    def due_at(self, at: dt.datetime) -> dt.datetime | None:
        """Say when today's message is due; none on a day on which they want none."""
        today = clock.local_date(at, self.zone)
        if self.morning.way == NONE or today.weekday() not in self.morning.weekdays:
            return None
        return clock.at_local(today, dt.time(self.morning.hour), self.zone)

    @property
    def address(self) -> tuple[Channel, str]:
        """Give where it goes: a text where they chose that and have a number, else an e-mail."""
        if self.morning.way == Channel.SMS and self.phone:
            return Channel.SMS, self.phone
        return Channel.EMAIL, self.email


@transaction.atomic
def tell_staff(*, by: Actor, at: dt.datetime) -> int:
    """Write this morning's message to everybody whose hour has come and for whom something waits; say how many are new.

    One a day each, however often it runs. Whoever has nothing to do gets none.
    """
    due = [reader for reader in readers(at) if _is_due(reader, at)]
    counts = {reader.staff_id: counted(reader, found) for reader, found in _found(due, at)}
    drafts = [_draft(reader, sum(counts[reader.staff_id].values()), at) for reader in due if counts[reader.staff_id]]
    return queue_many(by=by, drafts=drafts)


def readers(at: dt.datetime, staff_ids: Collection[uuid.UUID] | None = None) -> list[Reader]:
    """Give the colleagues who work here, or some of them, with a site where they hold a role and what they chose. Two statements."""
    roles = (
        SiteRole.objects.on(at.date()).filter(staff=OuterRef("pk"), site__is_active=True).order_by("site__name", "pk")
    )
    rows = StaffMember.objects.working(at.date()).annotate(
        site=Subquery(roles.values("site_id")[:1]), zone=Subquery(roles.values("site__time_zone")[:1])
    )
    if staff_ids is not None:
        rows = rows.filter(pk__in=list(staff_ids))
    chosen = mornings(staff_ids)
    found = rows.filter(site__isnull=False).order_by("pk").values_list("pk", "user__email", "phone", "site", "zone")
    return [
        Reader(pk, email, str(phone or ""), site_id, zone, chosen.get(pk, AS_USUAL_FOR_STAFF))
        for pk, email, phone, site_id, zone in found
    ]


def mornings(staff_ids: Collection[uuid.UUID] | None = None) -> dict[uuid.UUID, Morning]:
    """Give what colleagues chose; those who never did are left out."""
    rows = StaffReminderChoice.objects.order_by("staff_id", "-since", "-id").distinct("staff_id")
    if staff_ids is not None:
        rows = rows.filter(staff__in=list(staff_ids))
    return {row.staff_id: Morning(row.way, row.hour, tuple(row.weekdays), tuple(row.kinds)) for row in rows}


def waiting(staff_ids: Collection[uuid.UUID], until: dt.datetime) -> dict[uuid.UUID, set[tuple[str, uuid.UUID]]]:
    """Gather what waits for colleagues and is due before ``until``, each thing once. Fixed statements for each app."""
    found: dict[uuid.UUID, set[tuple[str, uuid.UUID]]] = defaultdict(set)
    for path in settings.STAFF_REMINDERS if staff_ids else ():
        for staff_id, kind, thing in import_string(path)(staff_ids, until):
            found[staff_id].add((kind, thing))
    return found


def counted(reader: Reader, found: Iterable[tuple[str, uuid.UUID]]) -> Counter[str]:
    """Count what waits by kind, of the kinds that the colleague wants counted."""
    return Counter(kind for kind, _ in found if kind in reader.morning.kinds)


def end_of_day(zone: str, at: dt.datetime) -> dt.datetime:
    """Say when today ends by the clock of ``zone``."""
    return clock.day_bounds(clock.local_date(at, zone), zone)[1]


def _is_due(reader: Reader, at: dt.datetime) -> bool:
    due_at = reader.due_at(at)
    return due_at is not None and at - CATCH_UP < due_at <= at


def _found(due: Collection[Reader], at: dt.datetime) -> Iterable[tuple[Reader, Collection[tuple[str, uuid.UUID]]]]:
    """One question for each wall clock, so that today ends where the colleague is."""
    for zone in sorted({reader.zone for reader in due}):
        here = [reader for reader in due if reader.zone == zone]
        found: Mapping[uuid.UUID, Collection[tuple[str, uuid.UUID]]] = waiting(
            [reader.staff_id for reader in here], end_of_day(zone, at)
        )
        yield from ((reader, found.get(reader.staff_id, ())) for reader in here)


def _draft(reader: Reader, count: int, at: dt.datetime) -> Draft:
    channel, to = reader.address
    today = clock.local_date(at, reader.zone)
    return Draft(
        channel=channel, to=to, recipient=("staff", reader.staff_id), template=TEMPLATE, language="en",
        context={"count": str(count)}, due_at=at, basis=own_use("staff_reminder"), site_id=reader.site_id,
        dedupe_key=f"{TEMPLATE}:{reader.staff_id}:{today}", priority=Priority.REMINDER,
        expires_at=dt.datetime.combine(today, EVENING, tzinfo=ZoneInfo(reader.zone)),
    )  # fmt: skip
