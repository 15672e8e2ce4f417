"""The demo's story of authorizations: what payers gave week after week, and the handful that need somebody now."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random
from zoneinfo import ZoneInfo

from django.db import transaction

from billing.actions.authorization_alerts import watch_authorizations
from billing.choices.authorizations import AuthStatus, AuthUnit
from billing.models import Authorization, AuthorizationChange, Coverage
from billing.rules import authorizations as rules
from clients.choices import EpisodeStatus
from clients.models import Episode, LevelOfCare, Placement
from iop.access.actors import SYSTEM
from iop.audit.recorder import record
from iop.core import clock
from iop.demo.clinic import Clinic
from sessions_app.models import Attendance

DAY = dt.timedelta(days=1)
BLOCK = 28 * DAY
"""What payers give at a time: four weeks."""
REVIEWERS = ("Care desk, 617 555 0344", "T. Brandt RN, 617 555 0361", "Utilization desk, 617 555 0377")
DENIAL = "Criteria for this level are not shown: attendance and progress since the last review are missing."


@dataclass
class Story:
    """What is written down, and who it is about."""

    house: Clinic
    dice: Random
    today: dt.date
    days: dict[uuid.UUID, list[dt.date]]
    rows: list[Authorization] = field(default_factory=list)
    changes: list[AuthorizationChange] = field(default_factory=list)

    def write(
        self, stay: Episode, cover: Coverage, level_id: uuid.UUID, first: dt.date, last: dt.date, units: int, *,
        steps: Sequence[tuple[str, dt.date, str]], review_on: dt.date | None = None, asked: int = 0,
    ) -> Authorization:  # fmt: skip
        """Write one down with its history: ``steps`` are status, day and words."""
        given = any(status in (AuthStatus.APPROVED, AuthStatus.PARTIAL) for status, _, _ in steps)
        payer, owner = cover.plan.payer, self.house.staff["Abara"]
        told = {status: on for status, on, _ in steps}
        denied = told.get(AuthStatus.DENIED)
        at = {on: dt.datetime.combine(on, dt.time(10, 20), ZoneInfo(stay.site.time_zone)) for _, on, _ in steps}
        decided = next((at[on] for status, on, _ in steps[1:]), None)
        row = Authorization(
            coverage=cover, episode=stay, level_id=level_id, unit=AuthUnit.DAY, units_asked=Decimal(asked or units),
            units=Decimal(units if given else 0), starts_on=first, ends_on=last, status=steps[-1][0], asked_at=at[steps[0][1]],
            decided_at=decided, created_at=at[steps[0][1]], next_review_on=review_on, reviewer=self.dice.choice(REVIEWERS),
            number=f"{payer.payer_code[:2]}{self.dice.randrange(10**6, 10**7)}" if given else "",
            reference=f"R{self.dice.randrange(10**6, 10**7)}", owner=owner if self.dice.random() < 0.6 else None,
            denial_reason=DENIAL if denied else "", peer_to_peer_by=denied + payer.peer_to_peer_days * DAY if denied else None,
            appeal_by=denied + payer.appeal_days * DAY if denied else None,
        )  # fmt: skip
        self.rows.append(row)
        self.changes += [
            AuthorizationChange(
                authorization=row, status=status, at=at[on] + number * dt.timedelta(minutes=1), by_id=owner.pk, words=words,
                created_at=at[on],
            )
            for number, (status, on, words) in enumerate(steps)
        ]  # fmt: skip
        return row

    def planned(self, stay: Episode, first: dt.date, last: dt.date) -> list[dt.date]:
        """Name the treatment days of a stay between two days."""
        return [on for on in self.days[stay.pk] if first <= on <= last]


def fill(house: Clinic, dice: Random, now: dt.datetime) -> None:
    """Tell this part of the story up to ``now``."""
    stays = list(Episode.objects.filter(admitted_on__isnull=False).select_related("site").order_by("opened_on", "pk"))
    story = Story(house, dice, clock.local_date(now, "America/New_York"), _days())
    covers, placements = _covers(), _placements()
    special = _special(story, [stay for stay in stays if stay.client_id in covers and placements.get(stay.pk)])
    for stay in stays:
        for cover, level_id, first, last in _blocks(story, stay, covers.get(stay.client_id, []), placements[stay.pk]):
            _tell(story, stay, cover, level_id, first, last, special.get(stay.pk, ""))
    with transaction.atomic():
        Authorization.objects.bulk_create(story.rows, batch_size=500)
        AuthorizationChange.objects.bulk_create(story.changes, batch_size=1000)
        clients = {row.episode.client_id for row in story.rows}
        record(by=house.acting("Abara", now), verb="billing.authorization_asked", subject=None, clients=clients)
    with clock.frozen(now):
        watch_authorizations(by=SYSTEM, at=now)


def _days() -> dict[uuid.UUID, list[dt.date]]:
    found: dict[uuid.UUID, set[dt.date]] = defaultdict(set)
    lines = Attendance.objects.on_roster().exclude(session__status="cancelled")
    for episode_id, on in lines.order_by().values_list("episode", "session__on"):
        found[episode_id].add(on)
    return defaultdict(list, {episode_id: sorted(days) for episode_id, days in found.items()})


def _covers() -> dict[uuid.UUID, list[Coverage]]:
    found: dict[uuid.UUID, list[Coverage]] = defaultdict(list)
    for row in Coverage.objects.standing().filter(priority=1).select_related("plan__payer").order_by("starts_on"):
        found[row.client_id].append(row)
    return found


def _placements() -> dict[uuid.UUID, list[Placement]]:
    found: dict[uuid.UUID, list[Placement]] = defaultdict(list)
    for row in Placement.objects.filter(level__is_off_site=False).order_by("starts_on"):
        found[row.episode_id].append(row)
    return found


def _special(story: Story, stays: list[Episode]) -> dict[uuid.UUID, str]:
    """Choose who needs somebody now, of those long enough in treatment with days ahead."""
    here = [
        stay
        for stay in stays
        if stay.status == EpisodeStatus.ADMITTED and len(story.planned(stay, story.today, story.today + 14 * DAY)) > 2
    ]
    told = ("nearly", "denied", "appeal", "level", "mid_week", "asked", "partial", "nearly")
    chosen = here[4 : 4 + len(told)] or here
    return {stay.pk: kind for stay, kind in zip(chosen, told, strict=False)}


def _blocks(
    story: Story, stay: Episode, covers: Sequence[Coverage], placements: Sequence[Placement]
) -> Iterator[tuple[Coverage, uuid.UUID, dt.date, dt.date]]:  # fmt: skip
    """Cut a stay into what one payer gives for one level at a time: four weeks each."""
    end = stay.discharged_on or story.today + 35 * DAY
    for placement in placements:
        for cover in covers:
            first = max(placement.starts_on, cover.starts_on, stay.admitted_on or placement.starts_on)
            last = min(placement.ends_on or end, cover.ends_on or end, end)
            while first <= last and first <= story.today + 5 * DAY:
                until = min(first + BLOCK - DAY, last)
                yield cover, placement.level_id, first, until
                first = until + DAY


def _tell(
    story: Story, stay: Episode, cover: Coverage, level_id: uuid.UUID, first: dt.date, last: dt.date, kind: str
) -> None:  # fmt: skip
    today = story.today
    planned = story.planned(stay, first, last)
    asked_on = min(first - story.dice.randrange(1, 4) * DAY, today)
    given_on = min(asked_on + DAY, today)
    if not first <= today <= last or not kind:
        if first > today:
            return
        steps = [(AuthStatus.REQUESTED, asked_on, "Asked by telephone."), (AuthStatus.APPROVED, given_on, "")]
        review = last - 4 * DAY if stay.status == EpisodeStatus.ADMITTED and last >= today else None
        story.write(stay, cover, level_id, first, last, max(len(planned), 1) + 1, steps=steps, review_on=review)
        return
    _tell_now(story, stay, cover, level_id, first, last, kind, asked_on, given_on)


def _tell_now(
    story: Story, stay: Episode, cover: Coverage, level_id: uuid.UUID, first: dt.date, last: dt.date, kind: str,
    asked_on: dt.date, given_on: dt.date,
) -> None:  # fmt: skip
    today = story.today
    steps = [(AuthStatus.REQUESTED, asked_on, "Asked by telephone."), (AuthStatus.APPROVED, given_on, "")]
    so_far = len(story.planned(stay, first, today - DAY))
    if kind == "nearly":
        story.write(
            stay,
            cover,
            level_id,
            first,
            max(last, today + 12 * DAY),
            so_far + 2,
            steps=steps,
            review_on=today + 2 * DAY,
        )
    elif kind in ("denied", "appeal", "asked"):
        ends = max(first, today + 3 * DAY)
        story.write(stay, cover, level_id, first, ends, max(so_far + 2, 1), steps=steps)
        story.write(stay, cover, level_id, ends + DAY, ends + BLOCK, 12, steps=list(_answers(kind, today)))
    elif kind == "level":
        other = (
            LevelOfCare.objects.filter(is_off_site=False, is_active=True)
            .exclude(pk=level_id)
            .order_by("intensity")
            .first()
        )
        words = (
            AuthStatus.APPROVED,
            given_on,
            "The payer gave a lower level than asked for; the team keeps to its own.",
        )
        story.write(stay, cover, other.pk if other else level_id, first, last, 12, steps=[steps[0], words])
    elif kind == "mid_week":
        story.write(stay, cover, level_id, first, _mid_week(story, stay, first), so_far + 9, steps=steps)
    else:
        partly = (AuthStatus.PARTIAL, given_on, "Half now, the rest after the next review.")
        story.write(
            stay,
            cover,
            level_id,
            first,
            last,
            so_far + 4,
            asked=so_far + 9,
            steps=[steps[0], partly],
            review_on=today + 6 * DAY,
        )


def _answers(kind: str, today: dt.date) -> Iterator[tuple[str, dt.date, str]]:
    days = {"asked": 1, "denied": 4, "appeal": 12}[kind]
    yield AuthStatus.REQUESTED, today - days * DAY, "Four more weeks asked for, with the packet of the review."
    if kind != "asked":
        yield AuthStatus.DENIED, today - (days - 2) * DAY, "Letter of denial came in."
    if kind == "appeal":
        yield AuthStatus.APPEALED, today - 6 * DAY, "Appeal sent with attendance, measures and the physician's letter."


def _mid_week(story: Story, stay: Episode, first: dt.date) -> dt.date:
    """Find a planned day after which the same week holds another one."""
    ahead = story.planned(stay, max(story.today, first), story.today + 12 * DAY)
    return next((one for one in ahead if rules.ends_mid_week(one, ahead)), story.today + DAY)
