"""What clients' days come to, what was charged, and the balances of the ledger."""

from __future__ import annotations

from rest_framework import serializers

from billing.choices.ledger import Account
from billing.models import Charge, ClientDay


class DayStepOut(serializers.Serializer[dict[str, object]]):
    """One step of the decision: whether it held, and its sentence; of a hold, what would mend it."""

    code = serializers.CharField()
    held = serializers.BooleanField(required=False)
    words = serializers.CharField(required=False)
    mends = serializers.CharField(required=False)


class BillingDayOut(serializers.ModelSerializer[ClientDay]):
    """A client's day: state, the decision's sentence (``words``) and every step of it (``trace``). Money is in whole cents."""

    client = serializers.UUIDField(source="client_id")
    episode = serializers.UUIDField(source="episode_id")
    site = serializers.UUIDField(source="site_id")
    payer = serializers.UUIDField(source="payer_id", allow_null=True)
    level = serializers.UUIDField(source="level_id", allow_null=True)
    trace = DayStepOut(many=True)

    class Meta:
        model = ClientDay
        fields = [
            "id", "client", "episode", "site", "on", "payer", "level", "state", "holds", "owner", "minutes", "expected_cents",
            "words", "trace", "file_by", "decided_at", "charged_at",
        ]  # fmt: skip
        read_only_fields = fields


class ChargeOut(serializers.ModelSerializer[Charge]):
    """One charge, in whole cents. One that was taken back stays, with the reason; ``replaces`` names the one it stands in for."""

    day = serializers.UUIDField(source="day_id")
    client = serializers.UUIDField(source="client_id")
    episode = serializers.UUIDField(source="episode_id")
    site = serializers.UUIDField(source="site_id")
    payer = serializers.UUIDField(source="payer_id", allow_null=True)
    level = serializers.UUIDField(source="level_id", allow_null=True)
    authorization = serializers.UUIDField(source="authorization_id", allow_null=True)
    replaces = serializers.UUIDField(source="replaces_id", allow_null=True)

    class Meta:
        model = Charge
        fields = [
            "id", "day", "client", "episode", "site", "on", "service", "payer", "level", "form", "code", "revenue_code",
            "modifiers", "place_of_service", "units", "cents", "minutes", "diagnoses", "authorization", "authorized_units",
            "posted_at", "replaces", "reversed_at", "reversed_because",
        ]  # fmt: skip
        read_only_fields = fields


class BalanceOut(serializers.Serializer[dict[str, object]]):
    """An account's balance in whole cents: what is owed to the clinic is positive. All of them add up to zero."""

    account = serializers.ChoiceField(choices=Account.choices)
    cents = serializers.IntegerField()
