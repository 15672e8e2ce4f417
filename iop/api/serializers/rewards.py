"""Rewards: draws, the ledger, rules and prizes."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from clients.models import Episode
from iop.access.choices import Permission
from iop.api.fields import DayField, RowField, seen
from iop.clinic.models import Site
from therapy.choices.rewards import RewardKind
from therapy.models.rewards import RewardDraw, RewardLedger, RewardPrize, RewardRule


def _sites(actor: Any) -> Any:
    return Site.objects.filter(pk__in=actor.site_ids)


class RewardLineOut(serializers.ModelSerializer[RewardLedger]):
    """One line in signed whole cents. What earned it is not told: it may rest on a drug test."""

    client = serializers.UUIDField(source="episode.client_id")
    episode = serializers.UUIDField(source="episode_id")
    voids = serializers.UUIDField(source="voids_id", allow_null=True)

    class Meta:
        model = RewardLedger
        fields = ["id", "client", "episode", "on", "kind", "cents", "voids", "at"]
        read_only_fields = fields


class RewardDrawOut(serializers.ModelSerializer[RewardDraw]):
    """A draw for something earned: anybody can draw again with its seed and the bowl as it was."""

    client = serializers.UUIDField(source="episode.client_id")
    episode = serializers.UUIDField(source="episode_id")
    rule = serializers.UUIDField(source="rule_id")
    drawn_by = serializers.UUIDField(source="drawn_by_id")

    class Meta:
        model = RewardDraw
        fields = [
            "id", "client", "episode", "rule", "kind", "earned_on", "streak", "draws", "seed", "version", "value_cents",
            "credited_cents", "drawn_at", "drawn_by",
        ]  # fmt: skip
        read_only_fields = fields


class DrawIn(serializers.Serializer[Any]):
    """Something earned, as ``owed`` names it."""

    episode = RowField(seen(Episode, Permission.REWARDS_GIVE))
    kind = serializers.ChoiceField(choices=RewardKind.choices)
    event = serializers.CharField(max_length=80)


class OwedAsk(serializers.Serializer[Any]):
    """Whose."""

    episode = RowField(seen(Episode, Permission.REWARDS_GIVE))


class OwedOut(serializers.Serializer[Any]):
    """Something earned that nobody has drawn for yet."""

    kind = serializers.ChoiceField(choices=RewardKind.choices)
    event = serializers.CharField(source="earned.event.key")
    on = DayField(source="earned.event.on")
    draws = serializers.IntegerField(source="earned.draws")


class HandOutIn(serializers.Serializer[Any]):
    """What a client is handed from their balance, in whole cents."""

    episode = RowField(seen(Episode, Permission.REWARDS_GIVE))
    cents = serializers.IntegerField(min_value=1, max_value=10_000_000)
    what = serializers.CharField(max_length=200)


class RewardRuleOut(serializers.ModelSerializer[RewardRule]):
    """How something is rewarded at a site from a day on; no draws: not any more."""

    site = serializers.UUIDField(source="site_id")

    class Meta:
        model = RewardRule
        fields = ["id", "site", "kind", "draws", "step", "most", "valid_from"]
        read_only_fields = fields


class RewardRuleIn(serializers.Serializer[Any]):
    """A rule from a day on, today or later."""

    site = RowField(_sites)
    kind = serializers.ChoiceField(choices=RewardKind.choices)
    draws = serializers.IntegerField(min_value=0, max_value=100)
    step = serializers.IntegerField(min_value=0, max_value=100)
    most = serializers.IntegerField(min_value=0, max_value=100)
    valid_from = DayField()


class RewardSwitchIn(serializers.Serializer[Any]):
    """Rewards on or off at a site from today, and their caps in whole cents."""

    site = RowField(_sites)
    is_on = serializers.BooleanField()
    month_cents = serializers.IntegerField(min_value=0, max_value=10_000_000)
    stay_cents = serializers.IntegerField(min_value=0, max_value=10_000_000)


class RewardPrizeOut(serializers.ModelSerializer[RewardPrize]):
    """A prize of a site's bowl."""

    site = serializers.UUIDField(source="site_id")

    class Meta:
        model = RewardPrize
        fields = ["id", "site", "label", "cents", "slips", "retired_at"]
        read_only_fields = fields


class RewardPrizeIn(serializers.Serializer[Any]):
    """A prize on so many slips; zero cents is a slip with kind words alone."""

    site = RowField(_sites)
    label = serializers.CharField(max_length=80)  # type: ignore[assignment]
    cents = serializers.IntegerField(min_value=0, max_value=10_000_000)
    slips = serializers.IntegerField(min_value=1, max_value=10_000)
