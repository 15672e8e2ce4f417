"""Words about what clients pay: ways to pay, plans, proofs of income, estimates."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class PayWay(models.TextChoices):
    """How money came, or went back. Of a card we keep the terminal's reference, never its number."""

    CASH = "cash", _("Cash")
    CHECK = "check", _("Check")
    CARD = "card", _("Card at the desk")
    ONLINE = "online", _("Paid online")


AT_THE_DESK = (PayWay.CASH, PayWay.CHECK, PayWay.CARD)


class OnlineStatus(models.TextChoices):
    """Where a payment stands that was begun online."""

    BEGUN = "begun", _("Begun")
    PAID = "paid", _("Paid")
    FAILED = "failed", _("Did not go through")


class PovertyArea(models.TextChoices):
    """The federal poverty guidelines have three tables."""

    STATES = "states", _("48 states and D.C.")
    ALASKA = "alaska", _("Alaska")
    HAWAII = "hawaii", _("Hawaii")


class IncomeProof(models.TextChoices):
    PAY_STUBS = "pay_stubs", _("Pay stubs")
    TAX_RETURN = "tax_return", _("Tax return")
    BENEFITS = "benefits", _("Letter about benefits")
    EMPLOYER = "employer", _("Letter of an employer")
    OWN_WORD = "own_word", _("Own signed word")


class PlanRhythm(models.TextChoices):
    WEEK = "week", _("Every week")
    TWO_WEEKS = "two_weeks", _("Every two weeks")
    MONTH = "month", _("Every month")


class PlanStatus(models.TextChoices):
    ACTIVE = "active", _("Runs")
    BEHIND = "behind", _("Two payments missed")
    DONE = "done", _("Paid off")
    ENDED = "ended", _("Ended")


PAYMENT_PLAN_MOVES: dict[str, set[str]] = {
    PlanStatus.ACTIVE: {PlanStatus.BEHIND, PlanStatus.DONE, PlanStatus.ENDED},
    PlanStatus.BEHIND: {PlanStatus.ACTIVE, PlanStatus.DONE, PlanStatus.ENDED},
    PlanStatus.DONE: set(),
    PlanStatus.ENDED: set(),
}
RUNNING = (PlanStatus.ACTIVE, PlanStatus.BEHIND)


class EstimateReason(models.TextChoices):
    """What makes an estimate due (45 CFR 149.610(b)(1))."""

    SCHEDULED = "scheduled", _("Service was scheduled")
    ASKED = "asked", _("Asked for, or asked what it costs")
    CHANGED = "changed", _("What is planned has changed")
