"""Shapes of the rules of billing and of a decision."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from billing.choices.payers import ClaimForm
from billing.choices.rules import Requirement, Service, UnitRule
from billing.models import BillingRule, Payer
from billing.rules.shapes import Decision
from clients.models import LevelOfCare
from iop.api.fields import DayField, KeyField, RowField, TextField, every


class BillingRuleOut(serializers.ModelSerializer[BillingRule]):
    """One rule of a payer; no payer: of clients who pay themselves; no level: for any."""

    class Meta:
        model = BillingRule
        fields = (
            "id", "payer", "level", "service", "status", "starts_on", "ends_on", "position", "form", "code", "revenue_code",
            "modifiers", "telehealth_modifiers", "place_of_service", "telehealth_place", "unit_rule", "min_minutes",
            "max_minutes", "max_units", "week_days", "week_minutes", "group_from", "group_to", "bundles", "falls_back",
            "credentials", "requirements", "client_present", "note", "replaces",
            "published_at", "retired_reason", "version",
        )  # fmt: skip


def _count(most: int, **more: Any) -> serializers.IntegerField:
    return serializers.IntegerField(min_value=0, max_value=most, **more)


def _none(most: int) -> serializers.IntegerField:
    return _count(most, required=False, allow_null=True, default=None)


class RuleIn(serializers.Serializer[Any]):
    """A rule, whole. No payer: for people who pay themselves; no level: for any. Minutes are of service."""

    payer = RowField(every(Payer), required=False, allow_null=True, default=None)
    level = KeyField(every(LevelOfCare), required=False, allow_null=True, default=None)
    service = serializers.ChoiceField(choices=Service.choices)
    starts_on = DayField()
    ends_on = DayField(required=False, allow_null=True, default=None)
    position = serializers.IntegerField(min_value=1, max_value=99, default=1)
    form = serializers.ChoiceField(choices=ClaimForm.choices, default=ClaimForm.PROFESSIONAL)
    code = serializers.CharField(max_length=5)
    revenue_code = TextField(4)
    modifiers = serializers.ListField(child=serializers.CharField(max_length=2), max_length=4, default=list)
    telehealth_modifiers = serializers.ListField(child=serializers.CharField(max_length=2), max_length=4, default=list)
    place_of_service = TextField(2)
    telehealth_place = TextField(2, default="10")
    unit_rule = serializers.ChoiceField(choices=UnitRule.choices)
    min_minutes = _count(1440, default=0)
    max_minutes = _none(1440)
    max_units = _none(999)
    week_days = _count(7, default=0)
    week_minutes = _count(9999, default=0)
    group_from = _none(200)
    group_to = _none(200)
    bundles = serializers.ListField(child=serializers.ChoiceField(choices=Service.choices), max_length=12, default=list)
    falls_back = serializers.BooleanField(default=False)
    credentials = serializers.ListField(child=serializers.CharField(max_length=20), max_length=20, default=list)
    requirements = serializers.ListField(
        child=serializers.ChoiceField(choices=Requirement.choices), max_length=12, default=list
    )
    client_present = serializers.BooleanField(required=False, allow_null=True, default=None)
    note = TextField(300)


class NewRuleIn(RuleIn):
    """A draft; ``replaces`` names the published rule whose place it is to take."""

    replaces = RowField(every(BillingRule), required=False, allow_null=True, default=None)


class DraftIn(RuleIn):
    """A draft, the whole of it anew."""

    version = serializers.IntegerField(min_value=1)


class RuleEndIn(serializers.Serializer[Any]):
    """A rule's last day."""

    version = serializers.IntegerField(min_value=1)
    ends_on = DayField()


class RuleTakeBackIn(serializers.Serializer[Any]):
    """Why a rule should never have held."""

    version = serializers.IntegerField(min_value=1)
    reason = serializers.CharField(max_length=200)


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
