"""Who may be drawn at a site on a day, and with which chance: read whole, in a fixed number of statements."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, F, Max, OuterRef, Q

from clients.choices import EpisodeStatus, StayStatus
from clients.models import OutsideStay
from clients.reach import Reach, reachable
from iop.clinic.models import Closure, OpeningHours, Site
from iop.core import clock
from sessions_app.choices import AttendanceMode, SessionStatus
from sessions_app.models import Attendance
from therapy.choices.drug_tests import Instead
from therapy.models.drug_tests import DrugTest, TestExemption, TestPlan
from therapy.rules.drug_tests.drawing import Entry, chance_of

LOOKS_AHEAD = dt.timedelta(days=21)
WEEK = dt.timedelta(days=7)
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Pool:
    """What a draw needs: entries, the plan of each stay, who gives oral fluid instead, how to reach whom."""

    entries: list[Entry]
    plans: Mapping[uuid.UUID, TestPlan]
    oral: frozenset[uuid.UUID]
    reach: Mapping[uuid.UUID, Reach]
    """By client."""


def read_pool(site: Site, on: dt.date) -> Pool:
    """Read everybody at the site who has a plan that day."""
    plans = _plans(site, on)
    ids = [plan.episode_id for plan in plans]
    days = _session_days(ids, on)
    exempt = dict(
        TestExemption.objects.on(on).filter(episode__in=ids).order_by("instead").values_list("episode", "instead")
    )
    reach = reachable({plan.episode.client_id for plan in plans if plan.on_days_off})
    open_days = _open_days(site, on)
    entries = [
        _entry(
            plan, on, days[plan.episode_id], open_days, exempt.get(plan.episode_id, ""), plan.episode.client_id in reach
        )
        for plan in plans
    ]
    return Pool(
        entries=entries,
        plans={plan.episode_id: plan for plan in plans},
        oral=frozenset(pk for pk, instead in exempt.items() if instead == Instead.ORAL_FLUID),
        reach=reach,
    )


def _plans(site: Site, on: dt.date) -> list[TestPlan]:
    tests = DrugTest.objects.filter(episode=OuterRef("episode"))
    start, _end = clock.day_bounds(on, site.time_zone)
    away = OutsideStay.objects.filter(client=OuterRef("episode__client"), status=StayStatus.THERE)
    return list(
        TestPlan.objects.on(on)
        .filter(episode__site=site, episode__status=EpisodeStatus.ADMITTED)
        .select_related("episode__client", "panel", "oral_panel")
        .annotate(
            asked=Exists(tests.waiting().filter(due_on__lte=on)),
            away=Exists(away),
            sampled_at=Max("episode__drug_tests__collected_at", filter=Q(episode__drug_tests__collected_at__lt=start)),
            zone=F("episode__site__time_zone"),
        )
        .order_by("episode")
    )


def _session_days(episode_ids: Collection[uuid.UUID], on: dt.date) -> Mapping[uuid.UUID, list[dt.date]]:
    rows = (
        Attendance.objects.on_roster()
        .filter(
            episode__in=episode_ids, mode=AttendanceMode.IN_PERSON, session__on__gte=on, session__on__lte=on + LOOKS_AHEAD,
        )
        .exclude(session__status=SessionStatus.CANCELLED)
        .order_by("session__on")
        .values_list("episode", "session__on")
    )  # fmt: skip
    found: dict[uuid.UUID, list[dt.date]] = defaultdict(list)
    for episode_id, day in rows:
        if day not in found[episode_id]:
            found[episode_id].append(day)
    return found


def _open_days(site: Site, on: dt.date) -> list[dt.date]:
    """Days from ``on`` to two weeks ahead on which the site is open."""
    weekdays = set(OpeningHours.objects.filter(site=site).values_list("weekday", flat=True))
    last = on + 2 * WEEK
    shut = list(Closure.objects.overlapping(on, last).filter(site=site).values_list("starts_on", "ends_on"))
    days = [on + ONE_DAY * number for number in range((last - on).days)]
    return [
        day
        for day in days
        if day.weekday() in weekdays and not any(first <= day <= (end or first) for first, end in shut)
    ]


def _entry(
    plan: TestPlan, on: dt.date, sessions: list[dt.date], open_days: list[dt.date], exempt: str, can_reach: bool
) -> Entry:
    comes_in_between = plan.on_days_off and can_reach
    possible = sorted({*sessions, *(open_days if comes_in_between else ())})
    this_week = [day for day in possible if day < on + WEEK]
    here = on in sessions
    known: object = plan
    sampled: dt.datetime | None = known.sampled_at  # type: ignore[attr-defined]
    last_on = plan.starts_on - ONE_DAY
    if sampled is not None:
        last_on = max(clock.local_date(sampled, known.zone), last_on)  # type: ignore[attr-defined]
    out = _why_out(
        asked=known.asked, away=known.away, exempt=exempt == Instead.NOTHING, possible=on in possible,  # type: ignore[attr-defined]
    )  # fmt: skip
    return Entry(
        key=str(plan.episode_id), chance=chance_of(Decimal(plan.per_week), len(this_week)), last_on=last_on,
        max_gap_days=plan.max_gap_days, next_on=next((day for day in possible if day > on), None), here=here, out=out,
    )  # fmt: skip


def _why_out(*, asked: bool, away: bool, exempt: bool, possible: bool) -> str:
    reasons = (
        (away, "away"),
        (exempt, "exempt"),
        (asked, "asked"),
        (not possible, "not_here"),
    )
    return next((code for holds, code in reasons if holds), "")
