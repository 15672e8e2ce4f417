"""The steps that booking, moving and cancelling an appointment share."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import DateField, DateTimeField, Exists, F, Func, OuterRef, Subquery, Value

from clients.models import Client, Episode
from clients.reach import Reach, phone_words, reach_fields, reach_of, when_words
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic.models import Closure, Site
from iop.core import clock
from iop.core.basis import own_use
from iop.core.errors import Conflict, Invalid, require_current
from iop.core.words import Sentence, day_words, say, sentence
from iop.notifications.actions import Draft, queue_many
from iop.notifications.choices import Channel
from iop.work.models import WorkItem
from scheduling import busy, calendars, colleagues, commitments, family, guests, notices
from scheduling.choices import AppointmentKind, BusySource, StatusReason
from scheduling.colleagues import Colleague
from scheduling.models import Appointment, AppointmentStatusChange, BusyTime, Room
from scheduling.rules.commitments import Bound, in_the_way, says
from scheduling.rules.times import Stretch

CHANGED = say("Somebody else changed this appointment meanwhile. Look at it again; nothing of theirs was overwritten.")
SUBJECT: Final = "scheduling.appointment"
DUE: Final = "scheduling.due_of"
"""What is due of a client's one-to-one care, as work items name it: the id is the client's."""


@dataclass(frozen=True)
class Case:
    """Whom an appointment is for: the stay it belongs to, the site's wall clock, and how the client may be told.

    ``bounds`` are the client's commitments of all dates; ``is_owed`` says that something is on a work list for want of it.
    """

    client: Client
    site: Site
    episode: Episode | None
    reach: Reach | None
    closed_for: str
    bounds: tuple[Bound, ...] = ()
    is_owed: bool = False


def case_of(client_id: uuid.UUID, site_id: uuid.UUID, starts_at: dt.datetime, episode: Episode | None) -> Case:
    """Read in one statement whom an appointment is for: their stay at the site, its clock and closure, how to tell them."""
    stays = Episode.objects.filter(client=client_id, site=site_id)
    if episode is not None:
        stays = stays.filter(pk=episode.pk)
    closure = Closure.objects.filter(
        site=OuterRef("site"), starts_on__lte=OuterRef("day"), ends_on__gte=OuterRef("day")
    )
    row: Any = (
        stays.select_related("client", "site")
        .annotate(**reach_fields("client_id"), day=_day_at_site(starts_at))
        .annotate(closed_for=Subquery(closure.values("reason")[:1]), bound=commitments.along("client"))
        .annotate(owed=Exists(WorkItem.objects.open().filter(subject_kind=DUE, subject_id=OuterRef("client"))))
        .order_by("-opened_on", "-id")
        .first()
    )
    if row is None:
        raise Conflict(say("This client has no stay at this site yet."), code="no_stay", field="client")
    reach = reach_of(client_id, row.client.language, {name: getattr(row, name) for name in reach_fields()})
    return Case(
        row.client, row.site, row, reach, row.closed_for or "", commitments.bounds(row.bound), row.owed
    )  # fmt: skip


def check_staff(staff_id: uuid.UUID, kind: str, case: Case, starts_at: dt.datetime) -> Colleague:
    """Refuse a colleague who is not at the site that day or whose licence does not hold then."""
    on = clock.local_date(starts_at, case.site.time_zone)
    who = colleagues.read([staff_id], site_id=case.site.pk, on=on)[staff_id]
    colleagues.refuse(who, colleagues.why_cannot_meet(who, kind, on))
    return who


def check_kind(kind: str) -> None:
    """Refuse a kind that does not exist."""
    if kind not in AppointmentKind.values:
        raise Invalid(say("Choose a kind of appointment from the list."), field="kind")


def check_room(room: Room | None, site_id: uuid.UUID) -> None:
    """Refuse a room that is not in use at the site."""
    if room is not None and (room.site_id != site_id or not room.is_active):
        raise Invalid(say("This room is not in use at this site."), field="room")


def refuse_closed(case: Case, starts_at: dt.datetime) -> None:
    """Refuse a day on which the site is closed."""
    if case.closed_for:
        on = clock.local_date(starts_at, case.site.time_zone)
        words = say("The site is closed on {day} ({reason}).")
        raise Conflict(sentence(words, day=day_words(on), reason=case.closed_for), code="closed", field="starts_at")


def refuse_commitments(case: Case, times: Sequence[Stretch], *, despite: bool) -> None:
    """Warn of a time at which the client said they cannot come; ``despite`` it when they agreed all the same."""
    for start, end in () if despite else times:
        bound = in_the_way(case.bounds, start, end, case.site.time_zone)
        if bound:
            day = clock.local_date(start, case.site.time_zone)
            raise Conflict(
                sentence(say("{what} Choose another time, or book it all the same if they agreed."), what=says(bound)),
                code="commitment", field="starts_at", detail={"kind": bound.kind, "on": day.isoformat()},
            )  # fmt: skip


def check_link(link: str) -> str:
    """Give a video link as it is kept: a secure web address, or none."""
    kept = link.strip()
    if kept and not kept.lower().startswith("https://"):
        raise Invalid(say("A video link begins with https://."), field="telehealth_link")
    return kept


def hold(rows: Sequence[Appointment]) -> calendars.Calendars:
    """Lock the calendars of everybody and every room that the appointments need."""
    family.know(rows)
    return calendars.ensure(
        clients={row.client_id for row in rows}, staff={row.staff_id for row in rows},
        rooms={row.room_id for row in rows if row.room_id}, people={each for row in rows for each in family.people_of(row)},
        lock=True,
    )  # fmt: skip


def occupy(rows: Sequence[Appointment], held: calendars.Calendars, by: Actor, zone: str) -> None:
    """Take the time of client, colleague and room; inside a treatment day, cut it out of the client's."""
    wanted = [each for row in rows for each in busy_rows(row, held)]
    left = [
        piece
        for row in rows
        if row.during_session and family.expects_client(row)
        for piece in busy.cover(
            calendar_id=held["client", row.client_id],
            appointment_id=row.pk,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
        )
    ]
    busy.take([*wanted, *left], by=by, zone=zone, is_locked=True, around=False)


def busy_rows(row: Appointment, held: calendars.Calendars) -> list[BusyTime]:
    """Give the rows of busy time that an appointment needs."""
    client = [("client", row.client_id)] if family.expects_client(row) else []
    room = [("room", row.room_id)] if row.room_id else []
    people = [("person", each) for each in family.people_of(row)]
    keys = [*client, ("staff", row.staff_id), *room, *people]
    return [
        BusyTime(
            calendar_id=held[key],
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            source=BusySource.APPOINTMENT,
            source_id=row.pk,
        )
        for key in keys
    ]


def give_back(rows: Sequence[Appointment]) -> None:
    """Free the time of appointments, and make whole what they had cut out of a treatment day."""
    busy.release(source_ids=[row.pk for row in rows])
    for row in rows:
        busy.uncover(row.pk)


def write_status(by: Actor, rows: Sequence[Appointment], at: dt.datetime, reason: str, because: str = "") -> None:
    """Write the line of history that a changed status needs, with the reason in words and as a code."""
    who = by.staff_id or by.id
    AppointmentStatusChange.objects.bulk_create(
        AppointmentStatusChange(appointment=row, status=row.status, at=at, by_id=who, reason=reason, because=because)
        for row in rows
    )


def reason_words(reason: str, because: str) -> str:
    """Give the words of a reason: what was typed, else the words of its code. Raises ``Invalid`` for an unknown code."""
    if because and because not in StatusReason.values:
        raise Invalid(say("Choose a reason from the list."), field="because")
    words = reason.strip()[:300]
    if because == StatusReason.OTHER and not words:
        raise Invalid(say("Say in a few words what the reason is."), field="reason")
    return words or (str(StatusReason(because).label) if because else "")


def tell(
    by: Actor,
    case: Case,
    row: Appointment,
    template: str,
    at: dt.datetime,
    *,
    who: Colleague | None = None,
    **context: dt.datetime,
) -> int:
    """Queue the messages about an appointment: to the client, where they agreed to a channel, and to the colleague.

    Gives their number. ``context`` are instants that the template names (``old_when``), said in each reader's language.
    """
    drafts = [
        draft
        for draft in (_to_client(case, row, template, at, context), _to_staff(by, who, case, row, template, at))
        if draft
    ]
    drafts += guests.drafts(
        row, family.people_of(row), template, at, key=str(row.version), instants=context,
        expires_at=_helps_until(row, at, context.values()),
    )  # fmt: skip
    return queue_many(by=by, drafts=drafts, recorded=True)


def _to_client(
    case: Case, row: Appointment, template: str, at: dt.datetime, instants: Mapping[str, dt.datetime]
) -> Draft | None:
    if case.reach is None or not family.expects_client(row):
        return None
    zone, language = case.site.time_zone, case.reach.language
    said = {name: when_words(each, zone, language) for name, each in {"when": row.starts_at, **instants}.items()}
    return notices.draft(
        reach=case.reach, template=template, about=(SUBJECT, row.pk), key=str(row.version), site_id=case.site.pk, due_at=at,
        expires_at=_helps_until(row, at, instants.values()), phone=phone_words(case.site.phone), **said,
    )  # fmt: skip


def _helps_until(row: Appointment, at: dt.datetime, others: Iterable[dt.datetime]) -> dt.datetime | None:
    """News of an appointment help until it begins, or until it would have begun before it moved."""
    return min((each for each in (row.starts_at, *others) if each > at), default=None)


def _to_staff(
    by: Actor, who: Colleague | None, case: Case, row: Appointment, template: str, at: dt.datetime
) -> Draft | None:
    if who is None or not who.email or who.id == by.staff_id:
        return None
    return Draft(
        channel=Channel.EMAIL, to=who.email, recipient=("staff", who.id), template="staff_session_changed", language="en",
        due_at=at, basis=own_use("schedule_change", "schedule"), dedupe_key=f"staff:{template}:{row.pk}:{row.version}",
        context={"when": when_words(row.starts_at, case.site.time_zone, "en")}, about=(SUBJECT, row.pk),
        site_id=case.site.pk,
    )  # fmt: skip


def _day_at_site(at: dt.datetime) -> Func:
    """The site's own date of an instant, worked out where the site's zone is read."""
    return Func(
        Value(at, output_field=DateTimeField()),
        F("site__time_zone"),
        template="(%(expressions)s)::date",
        arg_joiner=" AT TIME ZONE ",
        output_field=DateField(),
    )


def locked_appointment(appointment: Appointment, version: int | None) -> Appointment:
    """Hold an appointment's row; ``Stale`` when somebody changed it since ``version`` was read."""
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("site", "episode")
    row = rows.get(pk=appointment.pk)
    require_current(row.version, version, CHANGED)
    return row


def record_appointment(by: Actor, verb: str, row: Appointment, detail: dict[str, Any]) -> None:
    """Record what was done with an appointment."""
    record(
        by=by, verb=verb, subject=row, clients=[row.client_id], site_id=row.site_id,
        detail={"kind": str(row.kind), "staff": row.staff_id, **detail},
    )  # fmt: skip


def refuse(reason: Sentence | None, field: str, code: str = "") -> None:
    """Raise the reason: what was typed cannot be, or (with a ``code``) something stands in the way."""
    if reason is not None:
        raise Conflict(reason, code=code, field=field) if code else Invalid(reason, field=field)
