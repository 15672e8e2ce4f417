"""Rewards (contingency management): rules by date, the prize bowl, draws that can be repeated, and a ledger that only grows."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q

from clients.models import Episode
from iop.clinic.models import Site, StaffMember
from iop.core.models import Row
from iop.core.triggers import append_only, no_delete
from therapy.choices.rewards import LedgerKind, RewardKind
from therapy.querysets.rewards import RewardPrizeQuerySet, RewardQuerySet

PRIZE_STAYS = """
IF OLD.retired_at IS NOT NULL OR (to_jsonb(NEW) - 'retired_at') IS DISTINCT FROM (to_jsonb(OLD) - 'retired_at') THEN
    RAISE EXCEPTION 'a prize stays as it was put into the bowl: take it out and put another in';
END IF;
RETURN NEW;
"""
LINE_FITS = """
PERFORM 1 FROM clients_episode WHERE id = NEW.episode_id FOR NO KEY UPDATE;
IF NEW.voids_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM therapy_rewardledger l
    WHERE l.id = NEW.voids_id AND l.episode_id = NEW.episode_id AND l.cents = -NEW.cents AND l.kind <> 'voided'
) THEN
    RAISE EXCEPTION 'what is taken back is a line of the same stay, in full';
END IF;
IF NEW.draw_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM therapy_rewarddraw d
    WHERE d.id = NEW.draw_id AND d.episode_id = NEW.episode_id AND d.credited_cents = NEW.cents
) THEN
    RAISE EXCEPTION 'what is earned is what the draw of the same stay credited';
END IF;
IF (SELECT COALESCE(SUM(l.cents), 0) FROM therapy_rewardledger l WHERE l.episode_id = NEW.episode_id) + NEW.cents < 0 THEN
    RAISE EXCEPTION 'the balance of rewards is never below nothing';
END IF;
RETURN NEW;
"""


class RewardRule(Row):
    """What earns draws at a site from a day on. A later row of the same kind replaces it; one with no draws ends it."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=RewardKind)
    draws = models.PositiveSmallIntegerField()
    """For the first event in a row."""
    step = models.PositiveSmallIntegerField()
    """How many more for each in a row."""
    most = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    made_by = models.ForeignKey(StaffMember, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["kind", "valid_from", "created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(most__gte=F("draws"), most__lte=20, step__lte=20), name="reward_rule_draws"
            ),
        ]
        triggers = append_only()


class RewardPrize(Row):
    """One kind of prize in a site's bowl. A change takes it out and puts another in."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=80)
    cents = models.PositiveIntegerField()
    slips = models.PositiveSmallIntegerField()
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = RewardPrizeQuerySet.as_manager()

    class Meta:
        ordering = ["cents", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "label"], condition=Q(retired_at__isnull=True), name="reward_prize_once"
            ),
            models.CheckConstraint(condition=Q(slips__gte=1, slips__lte=1000), name="reward_prize_slips"),
            models.CheckConstraint(condition=Q(cents__lte=1_000_000), name="reward_prize_cents"),
            models.CheckConstraint(condition=~Q(label=""), name="reward_prize_named"),
        ]
        triggers = [
            pgtrigger.Trigger(name="prize_stays", when=pgtrigger.Before, operation=pgtrigger.Update, func=PRIZE_STAYS),
            *no_delete(),
        ]

    def __str__(self) -> str:
        return self.label


class RewardDraw(Row):
    """One draw from the bowl for something earned. Seed, bowl and version let anybody repeat it."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="reward_draws")
    rule = models.ForeignKey(RewardRule, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=RewardKind)
    event = models.CharField(max_length=80)
    """Key of what earned it (``therapy.reward_facts``); drawn for once."""
    earned_on = models.DateField()
    streak = models.PositiveSmallIntegerField()
    draws = models.PositiveSmallIntegerField()
    seed = models.CharField(max_length=64)
    version = models.CharField(max_length=8)
    bowl = models.JSONField()
    """The slips as they were (``rules.rewards.Slips``), in their order."""
    picks = models.JSONField()
    """Ids of the prizes drawn, in order."""
    value_cents = models.PositiveIntegerField()
    credited_cents = models.PositiveIntegerField()
    """What the caps left of the value."""
    drawn_at = models.DateTimeField()
    drawn_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")

    objects = RewardQuerySet.as_manager()

    class Meta:
        ordering = ["-drawn_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["episode", "kind", "event"], name="reward_draw_once"),
            models.CheckConstraint(condition=Q(credited_cents__lte=F("value_cents")), name="reward_draw_credited"),
            models.CheckConstraint(condition=Q(draws__gte=1, streak__gte=1), name="reward_draw_some"),
        ]
        triggers = append_only()


class RewardLedger(Row):
    """One line of a stay's balance, in signed whole cents: earned, handed out, or a line taken back in full."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="reward_lines")
    kind = models.CharField(max_length=10, choices=LedgerKind)
    cents = models.IntegerField()
    on = models.DateField()
    """The day at the site; caps of a month go by it."""
    draw = models.OneToOneField(RewardDraw, null=True, blank=True, on_delete=models.PROTECT, related_name="line")
    voids = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="voided_by")
    words = models.CharField(max_length=200, blank=True)
    """What was handed out, or why a line was taken back."""
    at = models.DateTimeField()
    by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")

    objects = RewardQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["episode", "-at"], name="reward_line_by_stay")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=LedgerKind.EARNED, cents__gt=0, draw__isnull=False, voids__isnull=True)
                | Q(kind=LedgerKind.HANDED_OUT, cents__lt=0, draw__isnull=True, voids__isnull=True) & ~Q(words="")
                | Q(kind=LedgerKind.VOIDED, draw__isnull=True, voids__isnull=False) & ~Q(words=""),
                name="reward_line_whole",
            ),
        ]
        triggers = [
            *append_only(),
            pgtrigger.Trigger(name="line_fits", when=pgtrigger.Before, operation=pgtrigger.Insert, func=LINE_FITS),
        ]
