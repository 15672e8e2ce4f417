"""Where rewards stand: whether a site has them on, what somebody has earned and not drawn for, and how much of the caps is used."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, Sum

from clients.models import Episode
from iop.clinic import settings
from iop.clinic.models import SettingValue
from iop.core import clock
from therapy.choices.rewards import ENABLED, MONTH_CENTS, OPEN_DAYS, STAY_CENTS, LedgerKind, RewardKind
from therapy.models.rewards import RewardDraw, RewardLedger, RewardRule
from therapy.reward_facts import events_of
from therapy.rules.rewards import Earned, Terms, earned, room


@dataclass(frozen=True)
class Caps:
    """Caps of a stay and of the month that holds a day, what is used of them, and the balance; whole cents."""

    month_cap: int
    stay_cap: int
    month_used: int
    stay_used: int
    balance: int

    @property
    def left(self) -> int:
        """What may still be credited."""
        return room(
            month_cap=self.month_cap, stay_cap=self.stay_cap, month_used=self.month_used, stay_used=self.stay_used
        )


@dataclass(frozen=True)
class Owed:
    """Something earned that nobody has drawn for yet, and the rule it is earned by."""

    kind: str
    rule: RewardRule
    earned: Earned


def on_since(site_id: uuid.UUID, on: dt.date) -> dt.date | None:
    """Say since which day rewards have been on at a site without a break; none while they are off. One statement."""
    rows = SettingValue.objects.filter(Q(site=site_id) | Q(site__isnull=True), key=ENABLED, valid_from__lte=on)
    known = list(rows.order_by("valid_from", "id").values_list("site_id", "valid_from", "value"))
    own = [row for row in known if row[0] is not None]
    since = None
    for _, day, is_on in own or known:
        since = (since or day) if is_on else None
    return since


def read_caps(episode: Episode, on: dt.date) -> Caps:
    """Give caps, use and balance on ``on``. What was taken back frees its room. Two statements."""
    found = settings.values((MONTH_CENTS, STAY_CENTS), on=on, site_id=episode.site_id)
    standing = Q(kind=LedgerKind.EARNED, voided_by__isnull=True)
    sums = RewardLedger.objects.filter(episode=episode).aggregate(
        month=Sum("cents", filter=standing & Q(on__year=on.year, on__month=on.month)),
        stay=Sum("cents", filter=standing),
        balance=Sum("cents"),
    )
    return Caps(
        found[MONTH_CENTS], found[STAY_CENTS], sums["month"] or 0, sums["stay"] or 0, sums["balance"] or 0,
    )  # fmt: skip


def owed(episode: Episode, at: dt.datetime) -> list[Owed]:
    """Name what somebody has earned in the last ``OPEN_DAYS`` days and nobody has drawn for, oldest first."""
    zone = episode.site.time_zone
    on = clock.local_date(at, zone)
    since = on_since(episode.site_id, on)
    rules = list(RewardRule.objects.filter(site=episode.site_id, valid_from__lte=on)) if since else []
    if since is None or not rules:
        return []
    drawn = set(RewardDraw.objects.filter(episode=episode).values_list("kind", "event"))
    first = max(since, episode.admitted_on or since)
    found = [one for kind in RewardKind.values for one in _of_kind(kind, rules, episode, first, on)]
    oldest = on - dt.timedelta(days=OPEN_DAYS)
    open_ones = [
        one for one in found if one.earned.event.on >= oldest and (one.kind, one.earned.event.key) not in drawn
    ]
    return sorted(open_ones, key=lambda one: (one.earned.event.on, one.kind))


def _of_kind(kind: str, rules: Sequence[RewardRule], episode: Episode, first: dt.date, last: dt.date) -> list[Owed]:
    mine = [rule for rule in rules if rule.kind == kind]
    if not mine:
        return []
    events = events_of(kind, episode_id=episode.pk, zone=episode.site.time_zone, first=first, last=last)
    terms = [(rule.valid_from, Terms(rule.draws, rule.step, rule.most)) for rule in mine]
    return [
        Owed(kind, [rule for rule in mine if rule.valid_from <= one.event.on][-1], one) for one in earned(events, terms)
    ]
