"""What left, letters with their words, and papers in charts."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from clients.choices import DocumentKind, Ground, Information, Purpose
from clients.models import (
    Client,
    ClientDocument,
    Disclosure,
    DisclosureReview,
    Episode,
    Letter,
    LetterTemplate,
    RecipientParty,
)
from iop.api.fields import RowField, TextField, every, seen
from iop.api.serializers.consents import information, orders
from iop.api.uploads import UploadIn, held
from therapy.choices.own_plans import SummaryPart
from therapy.models import DischargeSummary
from therapy.models.support import Referral


class DisclosureReviewOut(serializers.ModelSerializer[DisclosureReview]):
    """What a look at an emergency disclosure found."""

    class Meta:
        model = DisclosureReview
        fields = ["id", "at", "by", "was_right", "note"]
        read_only_fields = fields


class RecordRef(serializers.ListField):
    """A record that was sent: its kind and its id."""

    child = serializers.CharField()


class DisclosureOut(serializers.ModelSerializer[Disclosure]):
    """One thing that left about one client: to whom, what, why, on which ground."""

    records = serializers.ListField(child=RecordRef())
    review = DisclosureReviewOut(read_only=True, default=None)

    class Meta:
        model = Disclosure
        fields = [
            "id", "client", "site", "at", "gate_order", "ground", "consent", "agreement", "order", "party", "recipient_name",
            "recipient_address", "purpose", "purpose_note", "information", "sent_as", "records", "digest", "description",
            "notice", "with_consent_copy", "by_staff", "by_name", "affiliation", "nature", "review",
        ]  # fmt: skip
        read_only_fields = fields


class TellIn(serializers.Serializer[Any]):
    """What was told to a recipient by word of mouth, and on which ground."""

    client = RowField(seen(Client))
    party = RowField(every(RecipientParty))
    purpose = serializers.ChoiceField(choices=Purpose.choices)
    information = information(allow_empty=False)
    said = serializers.CharField(max_length=300)
    ground = serializers.ChoiceField(choices=Ground.choices, default=Ground.CONSENT)
    order = RowField(orders, required=False, allow_null=True, default=None)
    note = TextField(300)


class TellInEmergencyIn(serializers.Serializer[Any]):
    """What medical personnel were told in an emergency: the four facts that are written down at once."""

    client = RowField(seen(Client))
    nature = serializers.CharField(max_length=500)
    recipient_name = serializers.CharField(max_length=300)
    affiliation = serializers.CharField(max_length=300)
    information = information(allow_empty=False)
    said = serializers.CharField(max_length=300)


class DisclosureReviewIn(serializers.Serializer[Any]):
    """Whether an emergency disclosure was right, and what was found."""

    was_right = serializers.BooleanField()
    note = serializers.CharField(max_length=5000)


class SummarySendIn(serializers.Serializer[Any]):
    """A signed discharge summary, to whom, why, and which parts of it."""

    summary = RowField(seen(DischargeSummary))
    party = RowField(every(RecipientParty))
    purpose = serializers.ChoiceField(choices=Purpose.choices)
    parts = serializers.ListField(
        child=serializers.ChoiceField(choices=SummaryPart.choices), min_length=1, max_length=30
    )


class ReferralTellIn(serializers.Serializer[Any]):
    """What a place is told about somebody who is sent there: by word of mouth, or by a letter."""

    referral = RowField(seen(Referral))
    version = serializers.IntegerField(min_value=1)
    information = information()
    said = serializers.CharField(max_length=300)
    by_letter = serializers.BooleanField()


class LetterTemplateOut(serializers.ModelSerializer[LetterTemplate]):
    """One version of a letter's words in one language."""

    paragraphs = serializers.ListField(child=serializers.CharField())

    class Meta:
        model = LetterTemplate
        fields = [
            "id", "key", "language", "number", "title", "party_kinds", "purpose", "information", "paragraphs", "with_weeks",
            "neutral_head", "valid_from", "superseded_at",
        ]  # fmt: skip
        read_only_fields = fields


class LetterVersionIn(serializers.Serializer[Any]):
    """New words of a letter."""

    title = serializers.CharField(max_length=120)
    paragraphs = serializers.ListField(child=serializers.CharField(max_length=5000), min_length=1, max_length=60)


class LetterOut(serializers.ModelSerializer[Letter]):
    """A letter that left."""

    class Meta:
        model = Letter
        fields = [
            "id",
            "client",
            "site",
            "template",
            "disclosure",
            "first_on",
            "last_on",
            "reference",
            "at",
            "by_staff",
        ]
        read_only_fields = fields


class LetterPaperOut(serializers.ModelSerializer[Letter]):
    """A letter's paper as it was handed out, in Base64."""

    content_type = serializers.CharField(source="paper.content_type")
    content = serializers.SerializerMethodField()

    class Meta:
        model = Letter
        fields = ["id", "client", "content_type", "content"]
        read_only_fields = fields

    def get_content(self, row: Letter) -> str:
        """The paper in Base64."""
        return held(row.paper)


class LetterIn(serializers.Serializer[Any]):
    """Which letter, to whom, and about which days."""

    client = RowField(seen(Client))
    episode = RowField(seen(Episode))
    template = RowField(every(LetterTemplate))
    party = RowField(every(RecipientParty))
    first = serializers.DateField()
    last = serializers.DateField()
    reference = TextField(80)


class LetterDraftOut(serializers.Serializer[Any]):
    """A letter as it would leave: its words, its weeks, and the notice that goes along."""

    title = serializers.CharField(source="template.title")
    language = serializers.CharField(source="template.language")
    dated = serializers.CharField()
    ground = serializers.CharField(source="basis.ground")
    paragraphs = serializers.ListField(child=serializers.CharField())
    columns = serializers.ListField(child=serializers.CharField())
    rows = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))
    notice = serializers.CharField()
    consent_copy = serializers.CharField()


class DocumentOut(serializers.ModelSerializer[ClientDocument]):
    """A paper in a chart. What stood in the wrong one is kept, and says so."""

    content_type = serializers.CharField(source="file.content_type")
    size_bytes = serializers.IntegerField(source="file.size_bytes")
    sha256 = serializers.CharField(source="file.sha256")

    class Meta:
        model = ClientDocument
        fields = [
            "id", "client", "kind", "title", "dated_on", "content_type", "size_bytes", "sha256", "added_at", "added_by",
            "shared_at", "shared_by", "error_at", "error_reason",
        ]  # fmt: skip
        read_only_fields = fields


class DocumentFileOut(serializers.ModelSerializer[ClientDocument]):
    """A paper itself, in Base64."""

    content_type = serializers.CharField(source="file.content_type")
    content = serializers.SerializerMethodField()

    class Meta:
        model = ClientDocument
        fields = ["id", "client", "kind", "content_type", "content"]
        read_only_fields = fields

    def get_content(self, row: ClientDocument) -> str:
        """The paper in Base64."""
        return held(row.file)


class DocumentIn(serializers.Serializer[Any]):
    """A paper for a chart: PDF, JPEG or PNG."""

    client = RowField(seen(Client))
    kind = serializers.ChoiceField(choices=DocumentKind.choices)
    title = TextField(120)
    dated_on = serializers.DateField(required=False, allow_null=True, default=None)
    file = UploadIn()


class DocumentErrorIn(serializers.Serializer[Any]):
    """Why a paper does not belong in this chart."""

    reason = serializers.CharField(max_length=300)


class DocumentShareIn(serializers.Serializer[Any]):
    """Whether the client opens it by themselves."""

    shared = serializers.BooleanField()


INFORMATION_OF_A_PAPER = (Information.PRESENCE, Information.CONTACT, Information.ASSESSMENT, Information.PROGRESS)
