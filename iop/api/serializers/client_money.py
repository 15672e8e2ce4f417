"""What clients paid, and what they were told that they owe."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from billing.choices.client_money import AT_THE_DESK
from billing.models import ClientPayment, ClientStatement


class PaymentOut(serializers.ModelSerializer[ClientPayment]):
    """Money that came from a client, in whole cents; ``refunded_cents`` of it went back."""

    client = serializers.UUIDField(source="client_id")
    site = serializers.UUIDField(source="site_id")
    refunded_cents = serializers.IntegerField()

    class Meta:
        model = ClientPayment
        fields = ["id", "client", "site", "number", "way", "cents", "refunded_cents", "received_on", "at"]
        read_only_fields = fields


class PaymentIn(serializers.Serializer[Any]):
    """Money taken at the desk. ``key`` is the caller's own name for this one payment: sent again it gives the one that is there."""

    client = serializers.UUIDField()
    site = serializers.UUIDField()
    way = serializers.ChoiceField(choices=[(each.value, each.label) for each in sorted(AT_THE_DESK)])
    cents = serializers.IntegerField(min_value=1)
    received_on = serializers.DateField()
    key = serializers.CharField(max_length=80)
    reference = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")


class StatementOut(serializers.ModelSerializer[ClientStatement]):
    """What a client was told on a day, in whole cents. It never changes: the next one says what did."""

    client = serializers.UUIDField(source="client_id")
    site = serializers.UUIDField(source="site_id")

    class Meta:
        model = ClientStatement
        fields = ["id", "client", "site", "number", "made_on", "due_on", "owed_cents", "credit_cents", "at"]
        read_only_fields = fields
