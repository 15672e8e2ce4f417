"""Payers, covers and what payers said."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from billing.choices.coverage import Priority, Subscriber, VerifiedBy
from billing.choices.payers import AuthorizationNeed
from billing.models import Coverage, Payer, PayerPlan, Verification
from clients.choices import Sex


class PayerPlanOut(serializers.ModelSerializer[PayerPlan]):
    """A payer's plan."""

    class Meta:
        model = PayerPlan
        fields = ["id", "name", "is_in_network", "authorization", "authorization_after", "is_active"]
        read_only_fields = fields


class PayerOut(serializers.ModelSerializer[Payer]):
    """A payer with its plans."""

    plans = PayerPlanOut(many=True, read_only=True)

    class Meta:
        model = Payer
        fields = [
            "id", "name", "kind", "filing_code", "payer_code", "form", "filing_days", "correction_days", "appeal_days",
            "authorization", "takes_secondary", "is_active", "plans",
        ]  # fmt: skip
        read_only_fields = fields


class CoverageOut(serializers.ModelSerializer[Coverage]):
    """A client's cover by a plan, for dates and in an order."""

    client = serializers.UUIDField(source="client_id")
    plan = serializers.UUIDField(source="plan_id")
    payer = serializers.UUIDField(source="plan.payer_id")
    is_in_error = serializers.SerializerMethodField()

    class Meta:
        model = Coverage
        fields = [
            "id", "client", "payer", "plan", "priority", "starts_on", "ends_on", "member_number", "group_number", "subscriber",
            "is_in_error", "version",
        ]  # fmt: skip
        read_only_fields = fields

    def get_is_in_error(self, row: Coverage) -> bool:
        """Whether it was entered in error and covers nobody."""
        return row.error_at is not None


class CoverageIn(serializers.Serializer[Any]):
    """What a cover needs."""

    client = serializers.UUIDField()
    plan = serializers.UUIDField()
    priority = serializers.ChoiceField(choices=Priority.choices, default=Priority.PRIMARY)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(required=False, allow_null=True, default=None)
    member_number = serializers.CharField(max_length=40)
    group_number = serializers.CharField(max_length=50, required=False, allow_blank=True, default="")
    subscriber = serializers.ChoiceField(choices=Subscriber.choices, default=Subscriber.SELF)
    subscriber_first_name = serializers.CharField(max_length=35, required=False, allow_blank=True, default="")
    subscriber_last_name = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
    subscriber_born = serializers.DateField(required=False, allow_null=True, default=None)
    subscriber_sex = serializers.ChoiceField(choices=Sex.choices, default=Sex.UNKNOWN)


class CoverageEndIn(serializers.Serializer[Any]):
    """A cover's last day."""

    version = serializers.IntegerField(min_value=1)
    ends_on = serializers.DateField()


class VerificationOut(serializers.ModelSerializer[Verification]):
    """What a payer said of a cover; amounts in cents."""

    coverage = serializers.UUIDField(source="coverage_id")
    client = serializers.UUIDField(source="coverage.client_id")

    class Meta:
        model = Verification
        fields = [
            "id", "client", "coverage", "checked_at", "source", "about_on", "is_active", "covers_iop", "benefit_days",
            "benefit_days_used", "copay_cents", "coinsurance_percent", "deductible_cents", "deductible_met_cents",
            "out_of_pocket_cents", "out_of_pocket_met_cents", "is_in_network", "authorization", "authorization_after",
            "carve_out", "call_reference",
        ]  # fmt: skip
        read_only_fields = fields


class VerificationIn(serializers.Serializer[Any]):
    """What a payer said; amounts in cents."""

    coverage = serializers.UUIDField()
    source = serializers.ChoiceField(choices=VerifiedBy.choices)  # type: ignore[assignment]
    about_on = serializers.DateField()
    is_active = serializers.BooleanField()
    covers_iop = serializers.BooleanField(required=False, allow_null=True, default=None)
    benefit_days = serializers.IntegerField(min_value=0, max_value=1000, required=False, allow_null=True, default=None)
    benefit_days_used = serializers.IntegerField(
        min_value=0, max_value=1000, required=False, allow_null=True, default=None
    )
    copay_cents = serializers.IntegerField(
        min_value=0, max_value=99_999_999, required=False, allow_null=True, default=None
    )
    coinsurance_percent = serializers.DecimalField(
        max_digits=5, decimal_places=2, min_value=0, max_value=100, required=False, allow_null=True, default=None
    )
    deductible_cents = serializers.IntegerField(
        min_value=0, max_value=99_999_999, required=False, allow_null=True, default=None
    )
    deductible_met_cents = serializers.IntegerField(
        min_value=0, max_value=99_999_999, required=False, allow_null=True, default=None
    )
    is_in_network = serializers.BooleanField(required=False, allow_null=True, default=None)
    authorization = serializers.ChoiceField(choices=AuthorizationNeed.choices, default=AuthorizationNeed.UNKNOWN)
    carve_out = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    call_reference = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
