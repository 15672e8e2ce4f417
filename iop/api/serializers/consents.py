"""Consents with their forms, those who may be told, and the agreements and orders that bind."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from rest_framework import serializers

from clients.choices import (
    AgreementKind,
    ConsentKind,
    Information,
    OrderSection,
    PartyKind,
    Purpose,
    RecipientClass,
    RevocationMethod,
)
from clients.models import (
    Client,
    Consent,
    ConsentOffer,
    ConsentRevocation,
    ConsentSignature,
    ConsentTemplate,
    CourtOrder,
    Episode,
    FalseConsent,
    RecipientParty,
    RelatedPerson,
    ServiceAgreement,
)
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.api.fields import RowField, TextField, every, seen
from iop.api.reaching import where
from iop.api.uploads import UploadIn
from iop.notifications.choices import Channel

AGREEMENT = ("id", "party", "kind", "services", "purposes", "starts_on", "ends_on", "ended_reason")
ORDER = ("id", "client", "site", "section", "court", "docket", "issued_on", "party", "information", "mandate", "mandate_on",
         "notice_given", "ends_on")  # fmt: skip


def information(**more: Any) -> serializers.ListField:
    """Kinds of information."""
    return serializers.ListField(child=serializers.ChoiceField(choices=Information.choices), max_length=30, **more)


def purposes(**more: Any) -> serializers.ListField:
    """Purposes."""
    return serializers.ListField(child=serializers.ChoiceField(choices=Purpose.choices), max_length=30, **more)


def relatives(actor: Actor) -> Any:
    """Give the people around clients whom the caller may see."""
    clients = Client.objects.visible_to(actor)
    return RelatedPerson.objects.filter(relationships__client__in=clients).distinct()


def orders(actor: Actor) -> Any:
    """Give the court orders of sites where the caller discloses or answers for privacy; of clients whom they may see."""
    sites = actor.sites_where(Permission.DISCLOSE) | actor.sites_where(Permission.PRIVACY_MANAGE)
    seen = Client.objects.visible_to(actor).order_by().values("pk")
    return CourtOrder.objects.filter(Q(client__isnull=True) | Q(client__in=seen), site__in=sites)


class FormSectionIn(serializers.Serializer[Any]):
    """A section of a form."""

    key = serializers.SlugField(max_length=40)
    heading = TextField(300)
    text = serializers.CharField(max_length=20_000, allow_blank=True)


class ConsentFormOut(serializers.ModelSerializer[ConsentTemplate]):
    """One version of a form in one language."""

    sections = FormSectionIn(many=True, read_only=True)

    class Meta:
        model = ConsentTemplate
        fields = ["id", "kind", "language", "number", "title", "sections", "valid_from", "superseded_at"]
        read_only_fields = fields


class ConsentFormVersionIn(serializers.Serializer[Any]):
    """The next version of a form."""

    title = serializers.CharField(max_length=200)
    sections = FormSectionIn(many=True, allow_empty=False)
    valid_from = serializers.DateField()


class ConsentSignatureOut(serializers.ModelSerializer[ConsentSignature]):
    """One person's signature under a consent."""

    class Meta:
        model = ConsentSignature
        fields = ["id", "role", "name", "person", "identity_seen", "method", "witness", "signed_at", "digest"]
        read_only_fields = fields


class ConsentRevocationOut(serializers.ModelSerializer[ConsentRevocation]):
    """A wish to end a consent."""

    class Meta:
        model = ConsentRevocation
        fields = ["id", "at", "method", "recorded_by", "note"]
        read_only_fields = fields


class ConsentOfferOut(serializers.ModelSerializer[ConsentOffer]):
    """When a draft was put before the client to sign at home."""

    class Meta:
        model = ConsentOffer
        fields = ["id", "at", "by_staff"]
        read_only_fields = fields


class FalseConsentOut(serializers.ModelSerializer[FalseConsent]):
    """What turned out to be false about a consent."""

    class Meta:
        model = FalseConsent
        fields = ["id", "at", "by", "reason"]
        read_only_fields = fields


class ConsentOut(serializers.ModelSerializer[Consent]):
    """A consent: who may tell what to whom, why, until when; how it was signed and how it ended."""

    language = serializers.CharField(source="template.language")
    signatures = ConsentSignatureOut(many=True, read_only=True)
    revocations = ConsentRevocationOut(many=True, read_only=True)
    offer = ConsentOfferOut(read_only=True, default=None)
    falsehood = FalseConsentOut(read_only=True, default=None)

    class Meta:
        model = Consent
        fields = [
            "id", "client", "site", "episode", "kind", "language", "template", "status", "discloser", "information",
            "information_note", "party", "recipient_class", "participants", "purposes", "channel", "expires_on",
            "expires_event", "never_expires", "revocable_from", "revocable_event", "revocable_event_at", "expired_event_at",
            "text_shown", "digest", "signed_at", "stopped_at", "revoked_at", "signatures", "revocations", "offer",
            "falsehood", "version",
        ]  # fmt: skip
        read_only_fields = fields


class ConsentFields(serializers.Serializer[Any]):
    """What is filled into a form; what is left out stays as it is proposed or was."""

    language = serializers.ChoiceField(choices=["en", "es"], required=False)
    party = RowField(every(RecipientParty), required=False, allow_null=True)
    discloser = serializers.CharField(max_length=300, required=False, allow_blank=True)
    information = information(required=False)
    information_note = serializers.CharField(max_length=500, required=False, allow_blank=True)
    recipient_class = serializers.ChoiceField(choices=RecipientClass.choices, required=False, allow_blank=True)
    participants = serializers.CharField(max_length=500, required=False, allow_blank=True)
    purposes = purposes(required=False)
    channel = serializers.ChoiceField(choices=Channel.choices, required=False, allow_blank=True)
    expires_on = serializers.DateField(required=False, allow_null=True)
    expires_event = serializers.CharField(max_length=200, required=False, allow_blank=True)
    never_expires = serializers.BooleanField(required=False)
    revocable_from = serializers.DateField(required=False, allow_null=True)
    revocable_event = serializers.CharField(max_length=200, required=False, allow_blank=True)


class ConsentIn(ConsentFields):
    """A consent to be begun. It is signed by the person, here or at home."""

    client = RowField(seen(Client))
    kind = serializers.ChoiceField(choices=ConsentKind.choices)
    language = serializers.ChoiceField(choices=["en", "es"], default="en")
    episode = RowField(seen(Episode), required=False, allow_null=True, default=None)


class ConsentChange(ConsentFields):
    """What changes in a draft, with the version that was read."""

    version = serializers.IntegerField(min_value=1)


class ConsentVersionIn(serializers.Serializer[Any]):
    """The version that was read."""

    version = serializers.IntegerField(min_value=1)


class InWritingIn(serializers.Serializer[Any]):
    """The writing that confirms what was said."""

    note = TextField(500)
    paper = UploadIn(required=False, allow_null=True, default=None)


class ConsentRevokeIn(InWritingIn):
    """How a consent was taken back. By word of mouth it stops at once too."""

    method = serializers.ChoiceField(
        choices=[(one.value, one.label) for one in (RevocationMethod.WRITTEN, RevocationMethod.ORAL)]
    )


class ConsentEventIn(serializers.Serializer[Any]):
    """Which event that a consent names has happened."""

    event = serializers.ChoiceField(choices=["revocable", "expired"])


class FoundFalseIn(serializers.Serializer[Any]):
    """What is false about it, and how that became known."""

    reason = serializers.CharField(max_length=500)


class PartyOut(serializers.ModelSerializer[RecipientParty]):
    """Somebody outside who may be told something, when a consent, agreement or order says so."""

    class Meta:
        model = RecipientParty
        fields = ["id", "kind", "name", "organization", "address", "phone", "email", "person", "is_active", "version"]
        read_only_fields = fields


class PartyFields(serializers.Serializer[Any]):
    """How a recipient is reached."""

    organization = TextField(300)
    address = TextField(1000)
    phone = TextField(40)


class PartyIn(PartyFields):
    """A recipient for the register."""

    kind = serializers.ChoiceField(choices=PartyKind.choices)
    name = serializers.CharField(max_length=300)
    email = TextField(254)


class PartyChange(serializers.Serializer[Any]):
    """What changes of a recipient, with the version that was read."""

    version = serializers.IntegerField(min_value=1)
    kind = serializers.ChoiceField(choices=PartyKind.choices, required=False)
    name = serializers.CharField(max_length=300, required=False)
    organization = serializers.CharField(max_length=300, required=False, allow_blank=True)
    address = serializers.CharField(max_length=1000, required=False, allow_blank=True)
    phone = serializers.CharField(max_length=40, required=False, allow_blank=True)
    email = serializers.CharField(max_length=254, required=False, allow_blank=True)


class PartyActiveIn(serializers.Serializer[Any]):
    """Whether a recipient is in use."""

    active = serializers.BooleanField()


class NamedPartyIn(PartyFields):
    """Somebody whom a client names on a form; one who is there already is given back."""

    client = RowField(seen(Client))
    kind = serializers.ChoiceField(choices=PartyKind.choices)
    name = serializers.CharField(max_length=300)


class SupporterIn(serializers.Serializer[Any]):
    """A relative or supporter of a client."""

    client = RowField(seen(Client))
    first_name = serializers.CharField(max_length=300)
    last_name = TextField(300)
    role = serializers.CharField(max_length=60)
    phone = TextField(40)


class RelativeIn(serializers.Serializer[Any]):
    """Somebody among a client's contacts."""

    client = RowField(seen(Client))
    person = RowField(relatives)


class AgreementOut(serializers.ModelSerializer[ServiceAgreement]):
    """An agreement by which a party serves the program."""

    class Meta:
        model = ServiceAgreement
        fields = AGREEMENT
        read_only_fields = AGREEMENT


class AgreementIn(serializers.Serializer[Any]):
    """A signed agreement: what they do, for which purposes, from when until when."""

    party = RowField(every(RecipientParty))
    kind = serializers.ChoiceField(choices=AgreementKind.choices)
    services = serializers.CharField(max_length=300)
    purposes = purposes(allow_empty=False)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(required=False, allow_null=True, default=None)
    paper = UploadIn(required=False, allow_null=True, default=None)


class AgreementEndIn(serializers.Serializer[Any]):
    """The last day of an agreement, and why it ends."""

    on = serializers.DateField()
    reason = serializers.CharField(max_length=200)


class CourtOrderOut(serializers.ModelSerializer[CourtOrder]):
    """A court order under subpart E; without its mandate it opens nothing."""

    class Meta:
        model = CourtOrder
        fields = ORDER
        read_only_fields = ORDER


class MandateIn(serializers.Serializer[Any]):
    """The subpoena or similar mandate, and whether notice was given."""

    mandate = TextField(200)
    mandate_on = serializers.DateField(required=False, allow_null=True, default=None)
    notice_given = serializers.BooleanField(default=False)


class CourtOrderIn(MandateIn):
    """What came from a court: an order with its mandate, an order alone, or a subpoena alone (which is refused)."""

    site = RowField(where(Permission.PRIVACY_MANAGE))
    came = serializers.ChoiceField(choices=["both", "order", "subpoena"])
    section = serializers.ChoiceField(choices=OrderSection.choices)
    court = serializers.CharField(max_length=300)
    party = RowField(every(RecipientParty))
    information = information(allow_empty=False)
    issued_on = serializers.DateField()
    client = RowField(seen(Client), required=False, allow_null=True, default=None)
    docket = TextField(80)
    ends_on = serializers.DateField(required=False, allow_null=True, default=None)
    paper = UploadIn(required=False, allow_null=True, default=None)
