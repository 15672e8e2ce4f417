"""Clients, the ways to reach them and the people around them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from clients.choices import ContactKind, IdentifierKind, MessageHoldKind, Sex
from clients.identifier_rules import as_written
from clients.models import (
    ChannelPermission,
    Client,
    ClientIdentifier,
    ContactPoint,
    MessageHold,
    RelatedPerson,
    Relationship,
)
from iop.access.choices import Permission
from iop.api.fields import RowField, TextField, seen
from iop.api.reaching import stays_inside, where
from iop.api.uploads import UploadIn, held
from iop.core.crypto import masked
from iop.notifications.choices import DELIVERED_CHANNELS, Channel
from iop.notifications.reminders import FOR_CLIENTS
from iop.notifications.reminders.rules import LEADS, NONE

LANGUAGES = ["en", "es"]


class ContactIn(serializers.Serializer[Any]):
    """A way to reach somebody."""

    kind = serializers.ChoiceField(choices=ContactKind.choices)
    value = serializers.CharField(max_length=400)
    label = TextField(60)  # type: ignore[assignment]
    may_leave_message = serializers.BooleanField(default=False)
    is_preferred = serializers.BooleanField(default=False)


class ClientOut(serializers.ModelSerializer[Client]):
    """A client. How to reach them safely, and that a chart is restricted, is told within the program alone."""

    has_photo = serializers.SerializerMethodField()

    class Meta:
        model = Client
        fields = [
            "id", "record_number", "legal_first_name", "legal_last_name", "preferred_name", "pronouns", "sex",
            "date_of_birth", "language", "notes_for_contact", "is_restricted", "has_photo", "version", "created_at",
        ]  # fmt: skip
        read_only_fields = fields

    def get_has_photo(self, row: Client) -> bool:
        """Whether there is a photo."""
        return row.photo_id is not None

    def to_representation(self, instance: Client) -> dict[str, Any]:
        """Leave out what is written down for colleagues, where it leaves the program."""
        told: dict[str, Any] = super().to_representation(instance)
        if not stays_inside(self.context["view"]):
            told |= {"notes_for_contact": "", "is_restricted": False}
        return told


class ClientIn(serializers.Serializer[Any]):
    """What registering a client needs."""

    site = RowField(where(Permission.CLIENT_EDIT))
    legal_first_name = serializers.CharField(max_length=300)
    legal_last_name = serializers.CharField(max_length=300)
    preferred_name = TextField(300)
    pronouns = TextField(40)
    sex = serializers.ChoiceField(choices=Sex.choices, default=Sex.UNKNOWN)
    date_of_birth = serializers.DateField()
    language = serializers.ChoiceField(choices=LANGUAGES, default="en")
    referred_by = TextField(200)
    contact_points = ContactIn(many=True, required=False, default=list)


class ClientChange(serializers.Serializer[Any]):
    """What may change, with the version that was read: a newer one is not overwritten."""

    version = serializers.IntegerField(min_value=1)
    legal_first_name = serializers.CharField(max_length=300, required=False)
    legal_last_name = serializers.CharField(max_length=300, required=False)
    preferred_name = serializers.CharField(max_length=300, required=False, allow_blank=True)
    pronouns = serializers.CharField(max_length=40, required=False, allow_blank=True)
    sex = serializers.ChoiceField(choices=Sex.choices, required=False)
    date_of_birth = serializers.DateField(required=False)
    language = serializers.ChoiceField(choices=LANGUAGES, required=False)
    notes_for_contact = serializers.CharField(max_length=300, required=False, allow_blank=True)


class ChartReasonIn(serializers.Serializer[Any]):
    """Why, in a sentence that somebody else will understand."""

    reason = serializers.CharField(max_length=2000)


class ClientPhotoIn(serializers.Serializer[Any]):
    """A JPEG or PNG to which the client agreed; none takes the photo away."""

    photo = UploadIn(allow_null=True)


class ClientPhotoOut(serializers.ModelSerializer[Client]):
    """A client's photo in Base64; empty when there is none."""

    content_type = serializers.CharField(source="photo.content_type", default="")
    content = serializers.SerializerMethodField()

    class Meta:
        model = Client
        fields = ["id", "content_type", "content"]
        read_only_fields = fields

    def get_content(self, row: Client) -> str:
        """The picture in Base64."""
        return held(row.photo) if row.photo else ""


class ChannelsIn(serializers.Serializer[Any]):
    """What a client says of each channel; those left out stay as they are."""

    email = serializers.BooleanField(required=False)
    sms = serializers.BooleanField(required=False)
    voice = serializers.BooleanField(required=False)
    letter = serializers.BooleanField(required=False)


class EmergencyContactIn(serializers.Serializer[Any]):
    """Whom to call in an emergency."""

    first_name = serializers.CharField(max_length=300)
    last_name = TextField(300)
    role = serializers.CharField(max_length=60)
    phone = TextField(40)


class ContactPointOut(serializers.ModelSerializer[ContactPoint]):
    """A way to reach a client."""

    class Meta:
        model = ContactPoint
        fields = ["id", "client", "kind", "value", "label", "may_leave_message", "is_preferred"]
        read_only_fields = fields


class ContactPointIn(ContactIn):
    """A way to reach a client, to be added."""

    client = RowField(seen(Client))


class ChannelPermissionOut(serializers.ModelSerializer[ChannelPermission]):
    """What a client agreed to for a channel, from an instant on; the newest of a channel holds."""

    class Meta:
        model = ChannelPermission
        fields = ["id", "client", "channel", "allowed", "since"]
        read_only_fields = fields


class ChannelPermissionIn(serializers.Serializer[Any]):
    """What a client said of a channel."""

    client = RowField(seen(Client))
    channel = serializers.ChoiceField(choices=Channel.choices)
    allowed = serializers.BooleanField()


class RelatedPersonOut(serializers.ModelSerializer[RelatedPerson]):
    """Somebody around a client."""

    class Meta:
        model = RelatedPerson
        fields = ["id", "first_name", "last_name", "phone", "email", "language"]
        read_only_fields = fields


class RelationshipOut(serializers.ModelSerializer[Relationship]):
    """How somebody relates to a client. It permits nothing: a release does."""

    person = RelatedPersonOut(read_only=True)

    class Meta:
        model = Relationship
        fields = ["id", "client", "person", "role", "is_emergency_contact"]
        read_only_fields = fields


class IdentifierOut(serializers.ModelSerializer[ClientIdentifier]):
    """A number of a client: its last characters only."""

    masked = serializers.SerializerMethodField()

    class Meta:
        model = ClientIdentifier
        fields = ["id", "client", "kind", "issuer", "masked", "is_active", "ended_at"]
        read_only_fields = fields

    def get_masked(self, row: ClientIdentifier) -> str:
        """All but its last characters closed."""
        return masked(row.value)


class IdentifierShownOut(serializers.ModelSerializer[ClientIdentifier]):
    """A number of a client in full. That it was shown is on record."""

    number = serializers.SerializerMethodField()

    class Meta:
        model = ClientIdentifier
        fields = ["id", "client", "kind", "issuer", "number"]
        read_only_fields = fields

    def get_number(self, row: ClientIdentifier) -> str:
        """As it is written."""
        return as_written(row.kind, row.value)


class IdentifierIn(serializers.Serializer[Any]):
    """A number, to be kept closed."""

    client = RowField(seen(Client))
    kind = serializers.ChoiceField(choices=IdentifierKind.choices)
    value = serializers.CharField(max_length=60)
    issuer = TextField(120)


class MessageHoldOut(serializers.ModelSerializer[MessageHold]):
    """Days on which a client gets no messages."""

    class Meta:
        model = MessageHold
        fields = ["id", "client", "kind", "note", "starts_on", "ends_on"]
        read_only_fields = fields


class MessageHoldIn(serializers.Serializer[Any]):
    """From when, until when and why nothing is sent."""

    client = RowField(seen(Client))
    kind = serializers.ChoiceField(choices=MessageHoldKind.choices)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(required=False, allow_null=True, default=None)
    note = TextField(200)


class MessageHoldEndIn(serializers.Serializer[Any]):
    """A clinic date."""

    on = serializers.DateField()


class ReminderChoiceIn(serializers.Serializer[Any]):
    """What a client chose for a kind of reminder: a way, "none", or the clinic's; and how long before, in minutes."""

    kind = serializers.ChoiceField(choices=[str(kind) for kind in FOR_CLIENTS])
    way = serializers.ChoiceField(choices=["", NONE, *map(str, DELIVERED_CHANNELS)], allow_blank=True, default="")
    leads = serializers.ListField(child=serializers.ChoiceField(choices=list(LEADS)), max_length=10, default=list)


class ReminderChoicesIn(serializers.Serializer[Any]):
    """What a client chose, kind by kind; kinds left out stay as they are."""

    reminders = ReminderChoiceIn(many=True)
