"""Payers' payments and denials."""

from __future__ import annotations

from rest_framework import serializers

from billing.models import Denial, DenialChange, Remittance


class RemittanceOut(serializers.ModelSerializer[Remittance]):
    """A payer's payment: what it came to and whether it is posted. About no client by itself. Amounts are whole cents."""

    site = serializers.UUIDField(source="site_id")
    payer = serializers.UUIDField(source="payer_id", allow_null=True)

    class Meta:
        model = Remittance
        fields = [
            "id",
            "site",
            "payer",
            "payer_name",
            "trace_number",
            "paid_on",
            "cents",
            "claims_count",
            "status",
            "posted_at",
        ]
        read_only_fields = fields


class DenialChangeOut(serializers.ModelSerializer[DenialChange]):
    """How it came to a status."""

    class Meta:
        model = DenialChange
        fields = ["status", "at"]
        read_only_fields = fields


class DenialOut(serializers.ModelSerializer[Denial]):
    """Money a payer refused on a claim, by when it can be answered, and what came of it."""

    client = serializers.UUIDField(source="claim.client_id")
    claim = serializers.UUIDField(source="claim_id")
    claim_number = serializers.CharField(source="claim.control_number")
    payer = serializers.UUIDField(source="claim.payer_id")
    owner = serializers.UUIDField(source="owner_id", allow_null=True)
    changes = DenialChangeOut(many=True)

    class Meta:
        model = Denial
        fields = [
            "id", "client", "claim", "claim_number", "payer", "cause", "reasons", "cents", "status", "owner", "denied_on",
            "correct_by", "appeal_by", "due_on", "changes",
        ]  # fmt: skip
        read_only_fields = fields
