"""Payers' payments and denials."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from billing.choices.remittances import DenialStatus, LetterKind
from billing.models import (
    Claim,
    Denial,
    DenialChange,
    DenialLetter,
    ProviderAdjustment,
    Remittance,
    RemittanceAdjustment,
    RemittanceClaim,
    RemittanceFile,
    RemittanceLine,
)
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.api.fields import RowField, every, seen
from iop.api.reaching import where
from iop.api.uploads import UploadIn
from iop.clinic.models import StaffMember

STEPS = [(each.value, each.label) for each in DenialStatus if each not in (DenialStatus.OPEN, DenialStatus.GIVEN_UP)]


def claims(actor: Actor) -> Any:
    """Give the claims on which the caller works."""
    return Claim.objects.visible_to(actor, Permission.BILLING_WORK)


class RemittanceFileOut(serializers.ModelSerializer[RemittanceFile]):
    """A payer's file: read, still being read, or refused with the reason."""

    class Meta:
        model = RemittanceFile
        fields = ["id", "site", "status", "refusal", "received_at"]
        read_only_fields = fields


class RemittanceFileIn(serializers.Serializer[Any]):
    """A payer's file (835). A short one is read at once, a long one by itself."""

    site = RowField(where(Permission.BILLING_WORK))
    file = UploadIn()


class ProviderAdjustmentOut(serializers.ModelSerializer[ProviderAdjustment]):
    """An amount of a payment that is about no claim (PLB), in whole cents."""

    class Meta:
        model = ProviderAdjustment
        fields = ["position", "reason", "reference", "cents"]
        read_only_fields = fields


class RemittanceAdjustmentOut(serializers.ModelSerializer[RemittanceAdjustment]):
    """An amount that is not paid: its group, its reason and whole cents; ``line`` is none for the claim as a whole."""

    class Meta:
        model = RemittanceAdjustment
        fields = ["line", "group", "code", "cents", "quantity"]
        read_only_fields = fields


class RemittanceLineOut(serializers.ModelSerializer[RemittanceLine]):
    """What was decided about one line of a claim, in whole cents."""

    class Meta:
        model = RemittanceLine
        fields = ["id", "position", "control_number", "code", "on", "cents", "paid", "units", "remarks", "claim_line"]
        read_only_fields = fields


class RemittanceAnswerOut(serializers.ModelSerializer[RemittanceClaim]):
    """What was decided about one claim, in whole cents. Its claim is none until it is found; ``name`` is whom the payer names."""

    client = serializers.UUIDField(source="client_id", allow_null=True)
    lines = RemittanceLineOut(many=True)
    adjustments = RemittanceAdjustmentOut(many=True)

    class Meta:
        model = RemittanceClaim
        fields = [
            "id", "remittance", "client", "claim", "match", "position", "control_number", "status_code", "cents", "paid",
            "patient", "payer_number", "name", "starts_on", "ends_on", "remarks", "posted_at", "lines", "adjustments",
        ]  # fmt: skip
        read_only_fields = fields


class RemittanceMatchIn(serializers.Serializer[Any]):
    """The claim that an answer is about."""

    claim = RowField(claims)


class RemittanceOut(serializers.ModelSerializer[Remittance]):
    """A payer's payment: what it came to and whether it is posted. About no client by itself. Amounts are whole cents."""

    site = serializers.UUIDField(source="site_id")
    payer = serializers.UUIDField(source="payer_id", allow_null=True)
    provider_adjustments = ProviderAdjustmentOut(many=True, source="others")

    class Meta:
        model = Remittance
        fields = [
            "id", "file", "site", "payer", "payer_name", "trace_number", "paid_on", "cents", "claims_count", "status",
            "post_asked_at", "posted_at", "provider_adjustments", "version",
        ]  # fmt: skip
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
            "correct_by", "appeal_by", "due_on", "changes", "version",
        ]  # fmt: skip
        read_only_fields = fields


class DenialTakeIn(serializers.Serializer[Any]):
    """Whose denial it is from now on."""

    version = serializers.IntegerField(min_value=1)
    owner = RowField(every(StaffMember))


class DenialStepIn(serializers.Serializer[Any]):
    """What was done about a denial, or how it ended."""

    version = serializers.IntegerField(min_value=1)
    status = serializers.ChoiceField(choices=STEPS)
    words = serializers.CharField(max_length=500)


class DenialGiveUpIn(serializers.Serializer[Any]):
    """Why nothing more is tried."""

    version = serializers.IntegerField(min_value=1)
    reason = serializers.CharField(max_length=500)


class DenialLetterOut(serializers.ModelSerializer[DenialLetter]):
    """A letter to a payer about a denial, as it left."""

    client = serializers.UUIDField(source="denial.claim.client_id")

    class Meta:
        model = DenialLetter
        fields = ["id", "client", "denial", "kind", "words", "disclosure", "at", "by_staff"]
        read_only_fields = fields


class DenialLetterIn(serializers.Serializer[Any]):
    """A letter: what kind, and its words."""

    denial = RowField(seen(Denial))
    version = serializers.IntegerField(min_value=1, required=False, allow_null=True, default=None)
    kind = serializers.ChoiceField(choices=LetterKind.choices)
    words = serializers.CharField(max_length=6000)


class LetterBeginIn(serializers.Serializer[Any]):
    """About which denial, and what kind of letter."""

    denial = RowField(seen(Denial))
    kind = serializers.ChoiceField(choices=LetterKind.choices)


class BeginningOut(serializers.Serializer[Any]):
    """The words a letter begins with; they are changed before it leaves."""

    words = serializers.CharField()
