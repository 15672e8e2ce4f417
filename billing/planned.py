"""Which service is planned for clients: treatment days on rosters, those that enrolments will make, and booked appointments."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterator

from django.db.models import DurationField, ExpressionWrapper, F, Max, OuterRef, Subquery, Sum

from billing.rules.authorizations import Planned
from billing.rules.coverage import holds_on
from clients.models import Placement
from iop.core import clock
from scheduling.models import Appointment, Enrolment, EnrolmentPause
from sessions_app.choices import MISSED
from sessions_app.models import Attendance, ProgramSession, SessionComponent

USUAL_MINUTES = 180
"""Of a treatment day whose parts are not made yet: the least that a per diem asks (billing.md §1)."""

Minutes = dict[dt.date, int]
Levels = dict[uuid.UUID, list[Placement]]


def days(
    episode_ids: Collection[uuid.UUID], first: dt.date, last: dt.date, *, with_appointments: bool = False
) -> dict[uuid.UUID, list[Planned]]:
    """Give for each stay the days from ``first`` to ``last`` on which service is planned, with its minutes and the level then.

    Treatment days stand on rosters as far as they are made; after that the weekdays of the enrolment count. Appointments are
    told where asked for, on days without a treatment day. Seven statements at most, whatever the number.
    """
    minutes: dict[uuid.UUID, Minutes] = {episode_id: {} for episode_id in episode_ids}
    for episode_id, on, length in [*_on_rosters(episode_ids, first, last), *_by_enrolment(episode_ids, first, last)]:
        minutes[episode_id].setdefault(on, length)
    treatment = {episode_id: set(found) for episode_id, found in minutes.items()}
    if with_appointments:
        for episode_id, on, length in _appointments(episode_ids, first, last):
            minutes[episode_id].setdefault(on, length)
    levels = _levels(episode_ids, first, last)
    return {
        episode_id: [
            Planned(on, length, _level_on(levels, episode_id, on), on in treatment[episode_id])
            for on, length in sorted(found.items())
        ]
        for episode_id, found in minutes.items()
    }


def _on_rosters(
    ids: Collection[uuid.UUID], first: dt.date, last: dt.date
) -> list[tuple[uuid.UUID, dt.date, int]]:  # fmt: skip
    parts = SessionComponent.objects.filter(session=OuterRef("session"), counts_as_service=True).order_by()
    length = ExpressionWrapper(F("ends_at") - F("starts_at"), output_field=DurationField())
    service = parts.values("session").annotate(sum=Sum(length)).values("sum")
    lines = Attendance.objects.on_roster().filter(episode__in=ids, session__on__gte=first, session__on__lte=last)
    lines = lines.exclude(status__in=MISSED).exclude(session__status="cancelled")
    rows = lines.order_by("session__on").values_list("episode", "session__on").annotate(service=Subquery(service))
    return [(episode_id, on, _minutes(service)) for episode_id, on, service in rows]


def _by_enrolment(
    ids: Collection[uuid.UUID], first: dt.date, last: dt.date
) -> Iterator[tuple[uuid.UUID, dt.date, int]]:  # fmt: skip
    rows = list(Enrolment.objects.standing().overlapping(first, last).filter(episode__in=ids))
    made = dict(
        ProgramSession.objects.filter(track__in={row.track_id for row in rows})
        .order_by().values_list("track").annotate(last=Max("on"))
    )  # fmt: skip
    pauses: dict[uuid.UUID, list[EnrolmentPause]] = defaultdict(list)
    for pause in EnrolmentPause.objects.overlapping(first, last).filter(enrolment__in=rows, cancelled_at__isnull=True):
        pauses[pause.enrolment_id].append(pause)
    for row in rows:
        begins = max(first, row.starts_on, made.get(row.track_id, first) + dt.timedelta(days=1))
        for on in _weekdays(begins, min(last, row.ends_on or last), row.weekdays):
            if not any(holds_on(on, pause.starts_on, pause.ends_on) for pause in pauses[row.pk]):
                yield row.episode_id, on, USUAL_MINUTES


def _weekdays(first: dt.date, last: dt.date, weekdays: Collection[int]) -> Iterator[dt.date]:
    for number in range(max(0, (last - first).days + 1)):
        on = first + dt.timedelta(days=number)
        if on.weekday() in weekdays:
            yield on


def _appointments(
    ids: Collection[uuid.UUID], first: dt.date, last: dt.date
) -> Iterator[tuple[uuid.UUID, dt.date, int]]:  # fmt: skip
    day = dt.timedelta(days=1)
    start, end = clock.day_bounds(first, "UTC")[0] - day, clock.day_bounds(last, "UTC")[1] + day
    rows = Appointment.objects.standing().between(start, end).filter(episode__in=ids)
    for episode_id, starts_at, ends_at, zone in rows.order_by("starts_at").values_list(
        "episode", "starts_at", "ends_at", "site__time_zone"
    ):
        on = clock.local_date(starts_at, zone)
        if first <= on <= last:
            yield episode_id, on, _minutes(ends_at - starts_at)


def _minutes(length: dt.timedelta | None) -> int:
    return int(length.total_seconds()) // 60 if length else USUAL_MINUTES


def _levels(ids: Collection[uuid.UUID], first: dt.date, last: dt.date) -> Levels:
    found: Levels = defaultdict(list)
    for row in Placement.objects.overlapping(first, last).filter(episode__in=ids):
        found[row.episode_id].append(row)
    return found


def _level_on(levels: Levels, episode_id: uuid.UUID, on: dt.date) -> uuid.UUID | None:
    rows = levels.get(episode_id, ())
    return next((row.level_id for row in rows if holds_on(on, row.starts_on, row.ends_on)), None)
