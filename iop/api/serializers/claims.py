"""Claims."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from billing.choices.claims import ClaimStatus
from billing.models import Acknowledgement, Claim, ClaimBatch, ClaimBatchChange, ClaimChange, ClaimLine, Payer
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.api.fields import DayField, RowField, RowsField, TextField, every
from iop.api.reaching import where
from iop.api.uploads import UploadIn

TOLD = [(each.value, each.label) for each in (ClaimStatus.ACCEPTED, ClaimStatus.REJECTED, ClaimStatus.CLOSED)]


def worked(actor: Actor) -> Any:
    """Give the claims on which the caller works."""
    return Claim.objects.visible_to(actor, Permission.BILLING_WORK)


class ClaimLineOut(serializers.ModelSerializer[ClaimLine]):
    """One line, with its charge."""

    charge = serializers.UUIDField(source="charge_id")
    on = serializers.DateField(source="charge.on")
    code = serializers.CharField(source="charge.code")
    units = serializers.IntegerField(source="charge.units")
    cents = serializers.IntegerField(source="charge.cents")

    class Meta:
        model = ClaimLine
        fields = ["position", "control_number", "charge", "on", "code", "units", "cents", "is_live"]
        read_only_fields = fields


class ClaimChangeOut(serializers.ModelSerializer[ClaimChange]):
    """How it came to a status."""

    class Meta:
        model = ClaimChange
        fields = ["status", "at", "words"]
        read_only_fields = fields


class FaultOut(serializers.Serializer[dict[str, str]]):
    """What is to be mended: a stable code, a sentence and a place."""

    code = serializers.CharField()
    words = serializers.CharField()
    place = serializers.CharField()


class ClaimOut(serializers.ModelSerializer[Claim]):
    """What one payer is asked to pay, in whole cents, with its lines and history."""

    client = serializers.UUIDField(source="client_id")
    episode = serializers.UUIDField(source="episode_id")
    coverage = serializers.UUIDField(source="coverage_id")
    payer = serializers.UUIDField(source="payer_id")
    batch = serializers.UUIDField(source="batch_id", allow_null=True)
    original = serializers.UUIDField(source="original_id", allow_null=True)
    after = serializers.UUIDField(source="after_id", allow_null=True)
    faults = FaultOut(many=True)
    lines = ClaimLineOut(many=True)
    changes = ClaimChangeOut(many=True)

    class Meta:
        model = Claim
        fields = [
            "id", "control_number", "client", "episode", "coverage", "payer", "priority", "form", "frequency", "original", "after",
            "payer_number", "authorization_number", "starts_on", "ends_on", "diagnoses", "cents", "status", "faults", "batch",
            "file_by", "made_at", "sent_at", "lines", "changes", "version",
        ]  # fmt: skip
        read_only_fields = fields


class ClaimDaysIn(serializers.Serializer[Any]):
    """Days of service at a site, of one payer or of all."""

    site = RowField(where(Permission.BILLING_WORK))
    payer = RowField(every(Payer), required=False, allow_null=True, default=None)
    first = DayField()
    last = DayField()


class ClaimPreviewLineOut(serializers.Serializer[Any]):
    """How many claims would go to a payer, and what they come to."""

    payer = serializers.UUIDField()
    claims = serializers.IntegerField()
    cents = serializers.IntegerField()


class ClaimPreviewOut(serializers.Serializer[Any]):
    """Which claims would be made, and what stays out: charges of sites without numbers, days that are held or looked at."""

    by_payer = ClaimPreviewLineOut(many=True)
    without_numbers = serializers.IntegerField()
    without_numbers_cents = serializers.IntegerField()
    held_days = serializers.IntegerField()
    held_cents = serializers.IntegerField()
    reviewed_days = serializers.IntegerField()


class ClaimIdsOut(serializers.Serializer[Any]):
    """The claims that were made."""

    claims = serializers.ListField(child=serializers.UUIDField())


class ClaimsIn(serializers.Serializer[Any]):
    """Claims, named one by one."""

    claims = RowsField(worked, allow_empty=False)


class ClaimsCheckedOut(serializers.Serializer[Any]):
    """What checking found: how many have nothing left to mend, and how many wait for something."""

    ready = serializers.IntegerField()
    to_mend = serializers.IntegerField()


class WhyLeftIn(serializers.Serializer[Any]):
    """Why it is left or taken out."""

    because = serializers.CharField(max_length=300)


class ClaimSettleIn(serializers.Serializer[Any]):
    """What a payer said of a claim by telephone or on its site. Money comes with its remittance, never by this."""

    status = serializers.ChoiceField(choices=TOLD)
    words = TextField(500)


class ClaimBatchChangeOut(serializers.ModelSerializer[ClaimBatchChange]):
    """How it came to a status."""

    class Meta:
        model = ClaimBatchChange
        fields = ["status", "at", "words"]
        read_only_fields = fields


class ClaimBatchOut(serializers.ModelSerializer[ClaimBatch]):
    """Claims that go to a payer in one file. About nobody by itself: its claims are."""

    changes = ClaimBatchChangeOut(many=True)
    has_file = serializers.SerializerMethodField()

    class Meta:
        model = ClaimBatch
        fields = [
            "id", "number", "payer", "site", "form", "status", "claims_count", "cents", "is_test", "has_file", "made_at", "sent_at",
            "changes", "version",
        ]  # fmt: skip
        read_only_fields = fields

    def get_has_file(self, row: ClaimBatch) -> bool:
        """Whether its file was handed out as it stands now."""
        return bool(row.digest)


class ClaimBatchIn(serializers.Serializer[Any]):
    """Chosen claims of one site, payer and form."""

    claims = RowsField(worked, allow_empty=False)
    is_test = serializers.BooleanField(default=False)


class ClaimBatchesIn(serializers.Serializer[Any]):
    """All ready claims of a site, to one payer or to all."""

    site = RowField(where(Permission.BILLING_WORK))
    payer = RowField(every(Payer), required=False, allow_null=True, default=None)
    is_test = serializers.BooleanField(default=False)


class ClaimBatchIdsOut(serializers.Serializer[Any]):
    """The batches that were made."""

    batches = serializers.ListField(child=serializers.UUIDField())


class ClaimBatchFileOut(serializers.Serializer[Any]):
    """A batch's file in Base64, empty when no claim is left, and how many claims were taken out of it before."""

    number = serializers.IntegerField()
    dropped = serializers.IntegerField()
    content_type = serializers.CharField()
    content = serializers.CharField(allow_blank=True)


class FindingsField(serializers.ListField):
    """What an answer says: each a control number (or nothing), a code and a sentence."""

    child = serializers.ListField(child=serializers.CharField(allow_blank=True))


class AcknowledgementOut(serializers.ModelSerializer[Acknowledgement]):
    """An answer to a batch before anybody decides (999, 277CA): control numbers and codes alone."""

    unknown = serializers.ListField(child=serializers.CharField())
    findings = FindingsField()

    class Meta:
        model = Acknowledgement
        fields = ["id", "kind", "site", "batch", "received_at", "taken", "refused", "unknown", "findings"]
        read_only_fields = fields


class AcknowledgementIn(serializers.Serializer[Any]):
    """An answer's file."""

    site = RowField(where(Permission.BILLING_WORK))
    file = UploadIn()
