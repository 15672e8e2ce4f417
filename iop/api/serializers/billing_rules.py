"""Shapes of the rules of billing and of a decision."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from billing.choices.rules import Service
from billing.models import BillingRule
from billing.rules.shapes import Decision


class BillingRuleOut(serializers.ModelSerializer[BillingRule]):
    """One rule of a payer; no payer: of clients who pay themselves; no level: for any."""

    class Meta:
        model = BillingRule
        fields = (
            "id", "payer", "level", "service", "status", "starts_on", "ends_on", "position", "form", "code", "revenue_code",
            "modifiers", "telehealth_modifiers", "place_of_service", "telehealth_place", "unit_rule", "min_minutes",
            "max_minutes", "max_units", "week_days", "week_minutes", "group_from", "group_to", "bundles", "falls_back",
            "credentials", "requirements", "client_present", "note", "version",
        )  # fmt: skip


class DecisionIn(serializers.Serializer[Any]):
    """A made-up day. Minutes are of service; ``groups`` are the minutes of each group of a treatment day."""

    payer = serializers.UUIDField(required=False, allow_null=True, default=None)
    level = serializers.UUIDField(required=False, allow_null=True, default=None)
    on = serializers.DateField(required=False)
    service = serializers.ChoiceField(choices=Service.choices, default=Service.TREATMENT_DAY)
    minutes = serializers.IntegerField(min_value=0, max_value=1440)
    groups = serializers.ListField(
        child=serializers.IntegerField(min_value=0, max_value=1440), max_length=12, default=list
    )
    individual = serializers.IntegerField(min_value=0, max_value=1440, default=0)
    note = serializers.ChoiceField(choices=["signed", "cosign", "draft", "none"], default="signed")
    is_telehealth = serializers.BooleanField(default=False)
    client_present = serializers.BooleanField(required=False, allow_null=True, default=None)
    group_size = serializers.IntegerField(min_value=1, max_value=200, required=False, allow_null=True, default=None)
    credentials = serializers.ListField(child=serializers.CharField(max_length=20), max_length=12, default=list)
    week_minutes = serializers.IntegerField(min_value=0, max_value=9999, default=540)
    week_days = serializers.IntegerField(min_value=0, max_value=7, default=3)
    week_is_over = serializers.BooleanField(default=True)
    units_left = serializers.IntegerField(min_value=0, max_value=999, default=10)
    has_plan = serializers.BooleanField(default=True)
    has_diagnosis = serializers.BooleanField(default=True)
    consents = serializers.BooleanField(default=True)
    is_checked = serializers.BooleanField(default=True)
    with_drafts = serializers.BooleanField(default=False)
    """Decide as if the payer's drafts were published."""


class DecisionLineOut(serializers.Serializer[Any]):
    """One line of a decision. Amounts are in cents."""

    service = serializers.CharField()
    rule_id = serializers.UUIDField()
    form = serializers.CharField()
    code = serializers.CharField()
    revenue_code = serializers.CharField()
    modifiers = serializers.ListField(child=serializers.CharField())
    place_of_service = serializers.CharField()
    units = serializers.IntegerField()
    cents = serializers.IntegerField()
    minutes = serializers.IntegerField()


class DecisionHoldOut(serializers.Serializer[Any]):
    """What holds a day, whose turn it is, and what mends it."""

    code = serializers.CharField()
    words = serializers.CharField()
    owner = serializers.CharField()
    mends = serializers.CharField()
    can_mend = serializers.BooleanField()


class DecisionStepOut(serializers.Serializer[Any]):
    """One step of a decision."""

    code = serializers.CharField()
    held = serializers.BooleanField()
    words = serializers.CharField()


class DecisionOut(serializers.Serializer[Decision]):
    """What a day comes to: state, sentence, lines, holds and every step."""

    state = serializers.CharField()
    words = serializers.CharField()
    cents = serializers.IntegerField()
    minutes = serializers.IntegerField()
    lines = DecisionLineOut(many=True)
    holds = DecisionHoldOut(many=True)
    trace = DecisionStepOut(many=True)
