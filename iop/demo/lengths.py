"""The demo's stays beyond their target: a few were extended with a reason, one of these was taken back."""

from __future__ import annotations

import datetime as dt
from random import Random

from clients.actions.lengths import extend_stay, withdraw_extension
from clients.choices import EpisodeStatus
from clients.models import Episode
from iop.core import clock
from iop.demo.clinic import Clinic
from scheduling.lengths import target_weeks

REASONS = (
    "Back at work since May and holding, but the evenings alone are still hard. Two more weeks with the evening track.",
    "Sober housing has a bed from the first of the month. Until then the days here carry her.",
    "Started buprenorphine three weeks ago; dose is not settled. We keep the structure until it is.",
    "Lapse in week 9, told by himself. He uses the relapse plan; more weeks to make it firm.",
)
DECIDES = {"BOS": "Verghese", "TUC": "Verghese"}


def fill(house: Clinic, dice: Random, now: dt.datetime) -> None:
    """Extend the longest stays of each site; take the last of these extensions back."""
    for code, site in house.sites.items():
        admitted = Episode.objects.filter(site=site, status=EpisodeStatus.ADMITTED, client__is_restricted=False)
        lengths = target_weeks(list(admitted.values_list("pk", flat=True)), now)
        longest = sorted(lengths, key=lambda pk: (-lengths[pk].week, pk))[: 2 + len(lengths) // 12]
        for number, episode_id in enumerate(longest):
            # The day on which it was decided lies within the stay, however short the story.
            days_there = (now.date() - lengths[episode_id].since).days
            at = now - dt.timedelta(days=min(dice.randint(1, 6), max(0, days_there - 1)), minutes=20)
            with clock.frozen(at):
                row = extend_stay(
                    by=house.acting(DECIDES[code], at), episode=Episode.objects.get(pk=episode_id),
                    weeks=dice.choice((2, 2, 3, 4)), reason=REASONS[number % len(REASONS)], at=at,
                )  # fmt: skip
            if number and episode_id == longest[-1]:
                withdraw_extension(by=house.acting(DECIDES[code], now), extension=row, at=now)
