"""Words of rewards (contingency management): what earns a draw, what moves money, and what a clinic begins with."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

ENABLED = "rewards.enabled"
MONTH_CENTS = "rewards.month_cents"
STAY_CENTS = "rewards.stay_cents"
OPEN_DAYS = 28
"""For how many days something earned may still be drawn for."""
MOST_CENTS = 1_000_000
"""The largest value of one prize, and of one handing out."""


class RewardKind(models.TextChoices):
    """What earns draws."""

    ATTENDED = "attended", _("Came to a treatment day")
    TEST = "test", _("Test consistent with the plan")
    GOALS = "goals", _("Kept the goals of the day")


class LedgerKind(models.TextChoices):
    """What moves the balance."""

    EARNED = "earned", _("Earned")
    HANDED_OUT = "handed_out", _("Handed out")
    VOIDED = "voided", _("Taken back")


@dataclass(frozen=True)
class StartingReward:
    """A rule as a clinic begins with it."""

    kind: str
    draws: int
    step: int
    most: int


STARTING_REWARDS = (StartingReward(RewardKind.ATTENDED, 1, 1, 5), StartingReward(RewardKind.TEST, 1, 1, 8))
STARTING_BOWL = (
    (_("Well done"), 0, 250),
    (_("Small prize"), 100, 209),
    (_("Large prize"), 2_000, 40),
    (_("Jumbo prize"), 10_000, 1),
)
"""Label, whole cents, slips: the 500 slips of the published prize-bowl method; the values are the house's proposal."""
