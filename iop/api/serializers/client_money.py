"""What clients owe, pay and were told: payments, refunds, statements, plans, sliding fees, estimates."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from billing.choices.client_money import AT_THE_DESK, EstimateReason, IncomeProof, PayWay, PlanRhythm
from billing.estimating import Item
from billing.models import (
    ClientPayment,
    ClientRefund,
    ClientStatement,
    Estimate,
    EstimateItem,
    Instalment,
    OnlinePayment,
    PaymentPlan,
    PaymentPlanChange,
    SlidingFee,
)
from clients.models import Client, Episode
from iop.access.choices import Permission
from iop.api.fields import DayField, RowField, TextField, seen
from iop.api.reaching import where

MOST_CENTS = 99_999_999
DESK = [(each.value, each.label) for each in AT_THE_DESK]
PAYING = seen(Client, Permission.PAYMENT_TAKE)
DESKS = where(Permission.PAYMENT_TAKE)


def _cents(least: int = 1) -> serializers.IntegerField:
    return serializers.IntegerField(min_value=least, max_value=MOST_CENTS)


class RefundOut(serializers.ModelSerializer[ClientRefund]):
    """What of a payment went back, in whole cents."""

    class Meta:
        model = ClientRefund
        fields = ["id", "way", "cents", "because", "at"]
        read_only_fields = fields


class PaymentOut(serializers.ModelSerializer[ClientPayment]):
    """Money that came from a client, in whole cents; ``refunded_cents`` of it went back."""

    client = serializers.UUIDField(source="client_id")
    site = serializers.UUIDField(source="site_id")
    refunded_cents = serializers.IntegerField()
    refunds = RefundOut(many=True)

    class Meta:
        model = ClientPayment
        fields = [
            "id", "client", "site", "number", "way", "cents", "refunded_cents", "refunds", "received_on", "at",
        ]  # fmt: skip
        read_only_fields = fields


class PaymentIn(serializers.Serializer[Any]):
    """Money taken at the desk. ``key`` is the caller's own name for this one payment: sent again it gives the one that is there."""

    client = RowField(PAYING)
    site = RowField(DESKS)
    way = serializers.ChoiceField(choices=DESK)
    cents = _cents()
    received_on = DayField()
    key = serializers.CharField(max_length=80)
    reference = TextField(60)


class RefundIn(serializers.Serializer[Any]):
    """Money that goes back, and why. ``key`` is the caller's own name for this one refund."""

    cents = _cents()
    because = serializers.CharField(max_length=200)
    key = serializers.CharField(max_length=80)
    way = serializers.ChoiceField(choices=[*PayWay.choices, ("", "")], default="")
    reference = TextField(60)


class ForgiveIn(serializers.Serializer[Any]):
    """What a client cannot pay, and why it is written off. ``key`` is the caller's own name for this one decision."""

    client = RowField(seen(Client, Permission.BILLING_CLOSE))
    site = RowField(where(Permission.BILLING_CLOSE))
    cents = _cents()
    because = serializers.CharField(max_length=200)
    key = serializers.CharField(max_length=80)
    hardship = serializers.BooleanField(default=True)


class ForgivenOut(serializers.Serializer[Any]):
    """How many cents were written off."""

    cents = serializers.IntegerField()


class StatementOut(serializers.ModelSerializer[ClientStatement]):
    """What a client was told on a day, in whole cents. It never changes: the next one says what did."""

    client = serializers.UUIDField(source="client_id")
    site = serializers.UUIDField(source="site_id")

    class Meta:
        model = ClientStatement
        fields = ["id", "client", "site", "number", "made_on", "due_on", "owed_cents", "credit_cents", "at"]
        read_only_fields = fields


class StatementIn(serializers.Serializer[Any]):
    """A statement of what is left to pay. ``key`` is the caller's own name for it: sent again it gives the one that is there."""

    client = RowField(PAYING)
    site = RowField(DESKS)
    key = serializers.CharField(max_length=80)
    tells = serializers.BooleanField(default=True)


class InstalmentOut(serializers.ModelSerializer[Instalment]):
    """One payment of a plan, in whole cents."""

    class Meta:
        model = Instalment
        fields = ["number", "due_on", "cents"]
        read_only_fields = fields


class PaymentPlanChangeOut(serializers.ModelSerializer[PaymentPlanChange]):
    """How a plan came to a status."""

    class Meta:
        model = PaymentPlanChange
        fields = ["status", "because", "at"]
        read_only_fields = fields


class PaymentPlanOut(serializers.ModelSerializer[PaymentPlan]):
    """What a client agreed to pay when, in whole cents, without interest."""

    instalments = InstalmentOut(many=True)
    changes = PaymentPlanChangeOut(many=True)

    class Meta:
        model = PaymentPlan
        fields = [
            "id", "client", "site", "total_cents", "rhythm", "agreed_at", "status", "instalments", "changes", "version",
        ]  # fmt: skip
        read_only_fields = fields


class PaymentPlanIn(serializers.Serializer[Any]):
    """A plan for what they owe now, or for a part of it."""

    client = RowField(PAYING)
    site = RowField(DESKS)
    total_cents = _cents()
    each_cents = _cents()
    first_on = DayField()
    rhythm = serializers.ChoiceField(choices=PlanRhythm.choices)


class PaymentPlanEndIn(serializers.Serializer[Any]):
    """Why a plan ends."""

    version = serializers.IntegerField(min_value=1)
    because = serializers.CharField(max_length=200)


class SlidingFeeOut(serializers.ModelSerializer[SlidingFee]):
    """What a client pays by the sliding scale, by date: a part of each price, at most so many cents."""

    class Meta:
        model = SlidingFee
        fields = [
            "id", "client", "site", "starts_on", "ends_on", "household", "income_cents", "percent", "pays_percent", "most_cents",
            "proof", "ended_because",
        ]  # fmt: skip
        read_only_fields = fields


class SlidingFeeIn(serializers.Serializer[Any]):
    """A household and its yearly income, in cents, with the proof of it."""

    client = RowField(PAYING)
    site = RowField(DESKS)
    household = serializers.IntegerField(min_value=1, max_value=30)
    income_cents = serializers.IntegerField(min_value=0, max_value=10_000_000_000)
    proof = serializers.ChoiceField(choices=IncomeProof.choices)
    starts_on = DayField()


class EstimateItemOut(serializers.ModelSerializer[EstimateItem]):
    """One line of an estimate; ``cents`` is what one unit costs."""

    class Meta:
        model = EstimateItem
        fields = ["position", "code", "words", "provider", "provider_number", "units", "cents"]
        read_only_fields = fields


class EstimateOut(serializers.ModelSerializer[Estimate]):
    """What a client was told that their care would cost (45 CFR 149.610), in whole cents."""

    items = EstimateItemOut(many=True)

    class Meta:
        model = Estimate
        fields = [
            "id", "client", "episode", "site", "reason", "asked_on", "due_on", "given_on", "starts_on", "ends_on", "diagnoses",
            "total_cents", "language", "replaces", "items",
        ]  # fmt: skip
        read_only_fields = fields


class EstimateItemIn(serializers.Serializer[Any]):
    """A service by its code, how often, and what one costs in cents. Without ``provider`` it is the clinic's own."""

    code = serializers.CharField(max_length=5)
    words = serializers.CharField(max_length=120)
    units = serializers.IntegerField(min_value=1, max_value=999)
    cents = serializers.IntegerField(min_value=0, max_value=9_999_999)
    provider = TextField(120)
    provider_number = TextField(20)

    def to_internal_value(self, data: Any) -> Any:
        """Give the line as the action reads it."""
        return Item(**super().to_internal_value(data))


class EstimateIn(serializers.Serializer[Any]):
    """A good-faith estimate for at most twelve months; the one before is replaced."""

    episode = RowField(seen(Episode, Permission.PAYMENT_TAKE))
    reason = serializers.ChoiceField(choices=EstimateReason.choices)
    asked_on = DayField()
    starts_on = DayField()
    ends_on = DayField()
    language = serializers.ChoiceField(choices=[("en", "en"), ("es", "es")], default="en")
    items = EstimateItemIn(many=True, max_length=20)  # type: ignore[call-arg]


class EstimateAskIn(serializers.Serializer[Any]):
    """Whose stay the question is about."""

    episode = RowField(seen(Episode, Permission.PAYMENT_TAKE))


class EstimateDueOut(serializers.Serializer[Any]):
    """Until when the estimate is due."""

    due_on = serializers.DateField()


class OnlinePaymentOut(serializers.ModelSerializer[OnlinePayment]):
    """A payment that a client began online, in whole cents, and what came of it."""

    class Meta:
        model = OnlinePayment
        fields = ["id", "client", "site", "provider", "reference", "cents", "status", "began_at", "ended_at", "payment"]
        read_only_fields = fields
