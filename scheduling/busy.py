"""Busy times: taking them, giving them back, and saying what is in the way.

The exclusion constraint is the promise (no double booking, ever). The code here only makes its refusal readable, and keeps
two bookings from dead-locking on it: calendars are locked in one order before a row is written, and a deadlock that comes
about elsewhere is tried again.
"""

from __future__ import annotations

import datetime as dt
import functools
import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import Q
from django.utils.module_loading import import_string

from iop.access.actors import SYSTEM, Actor
from iop.access.choices import Permission
from iop.core import clock
from iop.core.errors import Conflict
from iop.core.words import Sentence, day_words, say, sentence, time_words
from scheduling.choices import AppointmentKind, BusySource
from scheduling.models import Appointment, BusyTime, Calendar, CoveredTime
from scheduling.rules.times import common, joined, without

P = ParamSpec("P")
R = TypeVar("R")

CONSTRAINT = "busy_no_double_booking"
PLAIN: dict[str, Sentence] = {BusySource.BLOCK: say("time blocked"), BusySource.GROUP: say("a group's meeting")}
DEADLOCK = "40P01"
TRIES = 4


def atomic_again(action: Callable[P, R]) -> Callable[P, R]:
    """Run an action in a transaction of its own, and again when the database broke a deadlock by ending it.

    Inside a caller's transaction nothing is tried again: that one is lost as a whole, and its owner decides.
    """

    @functools.wraps(action)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        inside = connection.in_atomic_block
        for left in reversed(range(TRIES)):
            try:
                with transaction.atomic():
                    return action(*args, **kwargs)
            except OperationalError as error:
                if inside or not left or getattr(error.__cause__, "pgcode", "") != DEADLOCK:
                    raise
        raise AssertionError("the last try returns or raises")

    return run


def take(
    rows: Sequence[BusyTime], *, by: Actor = SYSTEM, zone: str = "UTC", is_locked: bool = False, around: bool = True
) -> None:
    """Write busy times, all or none. Raises ``Conflict`` saying who is taken by what and when.

    ``by`` decides whose names the sentence may show, ``zone`` its wall times. ``is_locked`` says that the calendars are
    held already (``calendars.ensure(lock=True)``). ``around``: a client's rows of a session leave out the appointments that
    were booked to lie inside the day.
    """
    if not rows:
        return
    if not is_locked:
        lock({row.calendar_id for row in rows})
    if around and any(row.source == BusySource.SESSION for row in rows):
        rows = _around_appointments(rows)
    ordered = sorted(rows, key=lambda row: (row.calendar_id, row.starts_at))
    try:
        with transaction.atomic():
            BusyTime.objects.bulk_create(ordered, batch_size=2000)
    except IntegrityError as error:
        if CONSTRAINT not in str(error):
            raise
        raise Conflict(clash_sentence(ordered, by=by, zone=zone), code="busy", detail=_clash_detail(ordered)) from error


def lock(calendar_ids: Collection[uuid.UUID]) -> None:
    """Hold calendars until the transaction ends, in one order."""
    list(Calendar.objects.filter(pk__in=calendar_ids).order_by("pk").select_for_update(no_key=True).values_list("pk"))


def release(
    *,
    source_id: uuid.UUID | None = None,
    source_ids: Collection[uuid.UUID] = (),
    calendar_ids: Collection[uuid.UUID] | None = None,
    part_ids: Collection[uuid.UUID] | None = None,
) -> int:
    """Give back what sessions, appointments or blocks took; say how many rows.

    ``calendar_ids`` and ``part_ids`` keep it to some people or rooms, or some parts of a day. What an appointment inside
    the day covers is forgotten with it, so that cancelling the appointment doesn't bring a dead session back.
    """
    which = Q(source_id__in=[*source_ids, *([source_id] if source_id else [])])
    if calendar_ids is not None:
        which &= Q(calendar_id__in=list(calendar_ids))
    if part_ids is not None:
        which &= Q(part_id__in=list(part_ids))
    CoveredTime.objects.filter(which).delete()
    return BusyTime.objects.filter(which).delete()[0]


def cover(
    *, calendar_id: uuid.UUID, appointment_id: uuid.UUID, starts_at: dt.datetime, ends_at: dt.datetime
) -> list[BusyTime]:
    """Cut an appointment out of the client's treatment day; give the rows that are left of the day, still to be taken.

    One statement: the session's rows go, what the appointment covers of them is remembered. The calendar must be locked.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH cut AS (
                DELETE FROM scheduling_busytime
                WHERE calendar_id = %(calendar)s AND source = 'session'
                    AND starts_at < %(end)s AND starts_at > %(start)s - interval '26 hours' AND ends_at > %(start)s
                RETURNING starts_at, ends_at, source_id, part_id
            ), kept AS (
                INSERT INTO scheduling_coveredtime (calendar_id, starts_at, ends_at, source_id, part_id, covered_by)
                SELECT %(calendar)s, greatest(starts_at, %(start)s), least(ends_at, %(end)s), source_id, part_id, %(by)s
                FROM cut
            )
            SELECT starts_at, ends_at, source_id, part_id FROM cut
            """,
            {"calendar": calendar_id, "start": starts_at, "end": ends_at, "by": appointment_id},
        )
        cut = cursor.fetchall()
    return [
        BusyTime(
            calendar_id=calendar_id, starts_at=piece[0], ends_at=piece[1],
            source=BusySource.SESSION, source_id=source_id, part_id=part_id,
        )
        for start, end, source_id, part_id in cut
        for piece in without((start, end), [(starts_at, ends_at)])
    ]  # fmt: skip


def uncover(appointment_id: uuid.UUID) -> None:
    """Give a treatment day back what an appointment inside it had covered: its rows are whole again.

    The appointment's own rows must be gone and the client's calendar locked.
    """
    covered = list(CoveredTime.objects.filter(covered_by=appointment_id))
    if not covered:
        return
    which = Q(pk__in=[])
    for piece in covered:
        which |= Q(calendar_id=piece.calendar_id, source_id=piece.source_id, part_id=piece.part_id)
    left = list(BusyTime.objects.filter(which, source=BusySource.SESSION))
    stretches = defaultdict(list)
    rows: list[BusyTime | CoveredTime] = [*left, *covered]
    for row in rows:
        stretches[row.calendar_id, row.source_id, row.part_id].append((row.starts_at, row.ends_at))
    BusyTime.objects.filter(pk__in=[row.pk for row in left]).delete()
    CoveredTime.objects.filter(pk__in=[piece.pk for piece in covered]).delete()
    BusyTime.objects.bulk_create(
        BusyTime(
            calendar_id=calendar_id, starts_at=start, ends_at=end,
            source=BusySource.SESSION, source_id=source_id, part_id=part_id,
        )
        for (calendar_id, source_id, part_id), pieces in stretches.items()
        for start, end in joined(pieces)
    )  # fmt: skip


def clashes(rows: Iterable[BusyTime]) -> list[BusyTime]:
    """Read what stands in the way of ``rows``, the earliest first. Rows of the same source don't stand in each other's way."""
    which, own = Q(pk__in=[]), set()
    for row in rows:
        which |= Q(calendar_id=row.calendar_id, starts_at__lt=row.ends_at, ends_at__gt=row.starts_at)
        own.add(row.source_id)
    found = BusyTime.objects.filter(which).exclude(source_id__in=own).order_by("starts_at")
    return list(found.select_related("calendar__client", "calendar__staff", "calendar__room", "calendar__person"))


def clash_sentence(rows: Sequence[BusyTime], *, by: Actor = SYSTEM, zone: str = "UTC") -> Sentence:
    """Say who is taken by what and when, for rows that could not be written. Names show as far as ``by`` may see them."""
    found = clashes(rows)
    if not found:
        # Two of the wanted rows overlap each other, or what was in the way has gone this moment.
        return say("This time is taken. Look again; it may be free now.")
    first = found[0]
    return sentence(
        say("{who} already has {what} from {start} to {end} on {day}."),
        who=_who(first, by),
        # Of a relative it is not said with whose family they meet: they may relate to two clients.
        what=say("another appointment") if first.calendar.person_id else what_of(found, by)[first.source_id],
        day=day_words(_local_day(first.starts_at, zone)),
        start=time_words(first.starts_at, zone),
        end=time_words(first.ends_at, zone),
    )


def what_of(rows: Sequence[BusyTime], by: Actor) -> Mapping[uuid.UUID, Sentence]:
    """Say what each busy row is, by its source: an appointment's kind (and client, where ``by`` may see them), a session.

    Sessions are named by the app above through the slot ``BUSY_WORDS``: functions of session ids giving words by id.
    """
    words: dict[uuid.UUID, Sentence] = {}
    for row in rows:
        words[row.source_id] = PLAIN.get(row.source, say("a session"))
    meetings = [row.source_id for row in rows if row.source == BusySource.APPOINTMENT]
    if meetings:
        for meeting in Appointment.objects.filter(pk__in=meetings).select_related("client"):
            words[meeting.pk] = _appointment_words(meeting, by)
    days = [row.source_id for row in rows if row.source == BusySource.SESSION]
    for path in getattr(settings, "BUSY_WORDS", ()):
        if days:
            words.update(import_string(path)(days))
    return words


def _around_appointments(rows: Sequence[BusyTime]) -> list[BusyTime]:
    days = [row for row in rows if row.source == BusySource.SESSION]
    inside = Appointment.objects.standing().filter(during_session=True)
    meetings = defaultdict(list)
    found = BusyTime.objects.between(min(row.starts_at for row in days), max(row.ends_at for row in days)).filter(
        calendar_id__in={row.calendar_id for row in days}, calendar__client__isnull=False,
        source=BusySource.APPOINTMENT, source_id__in=inside.values("pk"),
    )  # fmt: skip
    for meeting in found:
        meetings[meeting.calendar_id].append(meeting)
    if not meetings:
        return list(rows)
    result: list[BusyTime] = []
    covered: list[CoveredTime] = []
    for row in rows:
        own = meetings[row.calendar_id] if row.source == BusySource.SESSION else []
        result.extend(_pieces(row, own) if own else [row])
        covered.extend(_covered(row, own))
    CoveredTime.objects.bulk_create(covered)
    return result


def _pieces(row: BusyTime, meetings: Sequence[BusyTime]) -> list[BusyTime]:
    left = without((row.starts_at, row.ends_at), [(meeting.starts_at, meeting.ends_at) for meeting in meetings])
    return [
        BusyTime(
            calendar_id=row.calendar_id,
            starts_at=start,
            ends_at=end,
            source=row.source,
            source_id=row.source_id,
            part_id=row.part_id,
        )
        for start, end in left
    ]


def _covered(row: BusyTime, meetings: Sequence[BusyTime]) -> Iterable[CoveredTime]:
    for meeting in meetings:
        shared = common((row.starts_at, row.ends_at), (meeting.starts_at, meeting.ends_at))
        if shared:
            yield CoveredTime(
                calendar_id=row.calendar_id, starts_at=shared[0], ends_at=shared[1],
                source_id=row.source_id, part_id=row.part_id, covered_by=meeting.source_id,
            )  # fmt: skip


def _who(row: BusyTime, by: Actor) -> Sentence:
    calendar = row.calendar
    if calendar.staff:
        return calendar.staff.name
    if calendar.room:
        return calendar.room.name
    if calendar.client and by.can(Permission.CLIENT_VIEW):
        return calendar.client.short_name
    if calendar.person and by.can(Permission.CLIENT_VIEW):
        return calendar.person.first_name
    return say("This client") if calendar.client else say("This person")


def _appointment_words(meeting: Appointment, by: Actor) -> Sentence:
    kind = AppointmentKind(meeting.kind).label
    if by.can(Permission.CLIENT_VIEW, meeting.site_id):
        return sentence(say("an appointment ({kind}, {client})"), kind=kind, client=meeting.client.short_name)
    return say("an appointment")


def _clash_detail(rows: Sequence[BusyTime]) -> dict[str, str]:
    return {"source": str(rows[0].source), "starts_at": min(row.starts_at for row in rows).isoformat()}


def _local_day(at: dt.datetime, zone: str) -> dt.date:
    return clock.local_date(at, zone)
