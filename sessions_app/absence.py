"""How stays stand about missed days: which policy holds, which misses count, which limits are reached or near.

Set-based: as many statements for one stay as for ten thousand.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery

from clients.models import Episode, Placement
from iop.core import clock
from iop.core.words import Sentence, count_words, say, sentence
from scheduling.models import EnrolmentPause, Track
from sessions_app.absence_choices import MOST_WEEKS
from sessions_app.choices import ATTENDED, MISSED, AttendanceStatus, RosterSource, SessionStatus
from sessions_app.models import AbsenceNotice, AbsencePolicy, Attendance, MakeUp
from sessions_app.rules import absence as rules
from sessions_app.rules.absence import COUNTS, Count, Day, Limit, Terms, Verdict

LOOKS_BACK = dt.timedelta(weeks=MOST_WEEKS)
Judged = Sequence[tuple[Day, Verdict]]


@dataclass(frozen=True)
class AbsenceStanding:
    """How one stay stands: its misses with what each counts for, and each limit of the policy with its count."""

    episode_id: uuid.UUID
    policy: AbsencePolicy | None
    misses: Judged = ()
    counts: Sequence[Count] = field(default_factory=list)

    @property
    def counted(self) -> int:
        """Give how many misses count in the weeks looked back over."""
        return sum(found in COUNTS for _day, found in self.misses)

    @property
    def reached(self) -> list[Count]:
        """List the limits that are reached."""
        return [count for count in self.counts if count.is_reached]

    @property
    def near(self) -> list[Count]:
        """List the limits that one more miss would reach."""
        return [count for count in self.counts if count.is_near]

    @property
    def tone(self) -> str:
        """Say with which tone it is shown."""
        return "bad" if self.reached else "warn" if self.near else "quiet"

    @property
    def says(self) -> Sentence:
        """Say it in one sentence: the gravest limit reached, else the one that is near, else how many misses count."""
        if self.reached:
            return sentence(say("Limit reached: {count}"), count=rules.count_sentence(max(self.reached, key=_grave)))
        if self.near:
            return sentence(say("One more reaches a limit: {count}"), count=rules.count_sentence(self.near[0]))
        if not self.counted:
            return say("No missed day counts.")
        words = count_words("{number} missed day counts.", "{number} missed days count.", self.counted)
        return sentence(words, number=self.counted)


@dataclass(frozen=True)
class Policies:
    """All policies, each with its limits, to be asked for a site, a level and a day."""

    rows: Sequence[AbsencePolicy]

    def holding(self, site_id: uuid.UUID, level_id: uuid.UUID | None, on: dt.date) -> AbsencePolicy | None:
        """Give the policy that holds: for site and level before site, before level, before everywhere; of each the newest begun."""
        begun = [row for row in self.rows if row.valid_from <= on and _covers(row, site_id, level_id)]
        return max(begun, key=lambda row: (_closeness(row), row.valid_from, row.created_at), default=None)


def policies(*, with_steps: bool = False) -> Policies:
    """Read every policy with its limits (two statements), and with its steps (three)."""
    rows = AbsencePolicy.objects.select_related("site", "level")
    return Policies(list(rows.prefetch_related("limits", *(["steps"] if with_steps else []))))


def standing(episode_ids: Collection[uuid.UUID], at: dt.datetime) -> dict[uuid.UUID, AbsenceStanding]:
    """Say how each of these stays stands. Six statements, however many there are.

    Whether a miss counts is decided by the policy of its own day, the limits are those of today's.
    """
    ids = list(episode_ids)
    if not ids:
        return {}
    known = policies()
    stays = list(Episode.objects.filter(pk__in=ids).select_related("site"))
    today = {stay.pk: clock.local_date(at, stay.site.time_zone) for stay in stays}
    if not stays or not known.rows:
        return {stay.pk: AbsenceStanding(stay.pk, None) for stay in stays}
    levels = levels_on(ids, today)
    last_day = max(today.values())
    judged = judge(misses_of(ids, last_day - LOOKS_BACK, last_day, at), known)
    came = last_came(ids, at)
    return {
        stay.pk: stand(
            stay.pk,
            known.holding(stay.site_id, levels.get(stay.pk), today[stay.pk]),
            judged.get(stay.pk, ()),
            came.get(stay.pk),
            today[stay.pk],
        )
        for stay in stays
    }


def stand(
    episode_id: uuid.UUID, policy: AbsencePolicy | None, judged: Judged, came: dt.datetime | None, on: dt.date
) -> AbsenceStanding:
    """Put together how a stay stands on a day; ``came`` is when the client was last here."""
    if policy is None:
        return AbsenceStanding(episode_id, None, judged)
    here = [] if came is None else [(_was_here(came), Verdict.CAME)]
    counts = [rules.counted([*judged, *here], limit, on) for limit in limits_of(policy)]
    return AbsenceStanding(episode_id, policy, judged, counts)


def limits_of(policy: AbsencePolicy) -> list[Limit]:
    """Give a policy's limits as the plain values that rules decide on."""
    return [Limit(row.kind, row.misses, row.weeks, row.consequence) for row in policy.limits.all()]


def terms_of(policy: AbsencePolicy | None) -> Terms:
    """Give what a policy says of counting; without one, excused days do not count and make-ups forgive."""
    return Terms(policy.counts_excused, policy.make_ups_forgive) if policy else Terms()


def judge(rows: Iterable[dict[str, Any]], known: Policies) -> dict[uuid.UUID, list[tuple[Day, Verdict]]]:
    """Say what each roster line is to the policy of its own day, by stay."""
    found: dict[uuid.UUID, list[tuple[Day, Verdict]]] = defaultdict(list)
    terms: dict[tuple[Any, ...], Terms] = {}
    for row in rows:
        key = (row["session__site_id"], row["level"], row["session__on"])
        if key not in terms:
            terms[key] = terms_of(known.holding(*key))
        day = day_of(row)
        found[row["episode_id"]].append((day, rules.verdict(day, terms[key])))
    return found


def misses_of(
    episode_ids: Collection[uuid.UUID], first: dt.date, last: dt.date, at: dt.datetime
) -> Iterable[dict[str, Any]]:
    """Read the missed days of stays between two days, up to the present instant; one statement."""
    return lines_of(episode_ids, first, last, at).filter(status__in=MISSED)


def lines_of(episode_ids: Collection[uuid.UUID], first: dt.date, last: dt.date, at: dt.datetime) -> QuerySet[Any, Any]:
    """Read roster lines of days that have begun and were not cancelled, with all that decides whether a miss counts."""
    notices = AbsenceNotice.objects.filter(attendance=OuterRef("pk")).order_by("-created_at")
    pauses = EnrolmentPause.objects.filter(enrolment=OuterRef("enrolment"), cancelled_at__isnull=True)
    mended = MakeUp.objects.filter(missed=OuterRef("pk"), cancelled_at__isnull=True, line__status__in=ATTENDED)
    rows = (
        Attendance.objects.filter(
            episode__in=episode_ids, session__on__gte=first, session__on__lte=last, session__starts_at__lte=at
        )
        .on_roster()
        .exclude(session__status=SessionStatus.CANCELLED)
        .annotate(
            level=F("session__track__program__level_id"),
            is_short=Subquery(notices.annotate(late=Q(is_short=True, is_excused=False)).values("late")[:1]),
            is_paused=Exists(
                pauses.filter(starts_on__lte=OuterRef("session__on"), ends_on__gte=OuterRef("session__on"))
            ),
            is_made_up=Exists(mended),
        )
    )
    return rows.order_by("session__starts_at").values(
        "pk", "episode_id", "status", "source", "session_id", "session__on", "session__starts_at", "session__site_id", "level",
        "is_short", "is_paused", "is_made_up",
    )  # fmt: skip


def day_of(row: dict[str, Any]) -> Day:
    """Give a row of ``lines_of`` as the plain value that rules decide on."""
    return Day(
        line_id=row["pk"], on=row["session__on"], starts_at=row["session__starts_at"], status=row["status"],
        is_short=bool(row["is_short"]), is_paused=row["is_paused"], is_made_up=row["is_made_up"],
        is_make_up=row["source"] == RosterSource.MAKE_UP,
    )  # fmt: skip


def last_came(episode_ids: Collection[uuid.UUID], at: dt.datetime) -> dict[uuid.UUID, dt.datetime]:
    """Say when each stay's client was last at a treatment day; one statement."""
    rows = Attendance.objects.filter(episode__in=episode_ids, status__in=ATTENDED, session__starts_at__lte=at)
    return dict(rows.order_by().values_list("episode_id").annotate(last=Max("session__starts_at")))


def levels_on(episode_ids: Collection[uuid.UUID], days: Mapping[uuid.UUID, dt.date]) -> dict[uuid.UUID, uuid.UUID]:
    """Give the level of care of each stay on its own day; one statement."""
    found: dict[uuid.UUID, uuid.UUID] = {}
    rows = Placement.objects.filter(episode__in=episode_ids, starts_on__lte=max(days.values()))
    for episode_id, level_id, first, last in rows.order_by("starts_on").values_list(
        "episode_id", "level_id", "starts_on", "ends_on"
    ):
        day = days.get(episode_id)
        if day is not None and first <= day and (last is None or day <= last):
            found[episode_id] = level_id
    return found


def policy_of_day(site_id: uuid.UUID, track_id: uuid.UUID, on: dt.date) -> AbsencePolicy | None:
    """Give the policy that holds for a track's day; three statements."""
    level_id = Track.objects.values_list("program__level_id", flat=True).get(pk=track_id)
    return policies().holding(site_id, level_id, on)


def grace_minutes(site_id: uuid.UUID, track_id: uuid.UUID, on: dt.date) -> int | None:
    """Say from how many minutes after the start an arrival is late, where a policy says so; one statement."""
    level = Track.objects.filter(pk=track_id).values("program__level_id")
    rows = AbsencePolicy.objects.filter(
        Q(site=site_id) | Q(site__isnull=True), Q(level__in=level) | Q(level__isnull=True), valid_from__lte=on
    ).order_by(F("site").asc(nulls_last=True), F("level").asc(nulls_last=True), "-valid_from", "-created_at")
    return rows.values_list("grace_minutes", flat=True).first()


def _was_here(came: dt.datetime) -> Day:
    return Day(uuid.UUID(int=0), came.date() - dt.timedelta(days=1), came, AttendanceStatus.PRESENT)


def _covers(row: AbsencePolicy, site_id: uuid.UUID, level_id: uuid.UUID | None) -> bool:
    return row.site_id in (None, site_id) and row.level_id in (None, level_id)


def _closeness(row: AbsencePolicy) -> int:
    return 2 * (row.site_id is not None) + (row.level_id is not None)


def _grave(count: Count) -> tuple[bool, int]:
    return count.limit.consequence in ("review", "discharge_review"), count.limit.misses
