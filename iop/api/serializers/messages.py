"""Messages to clients: when they were due and sent, and how they fared. Neither their words nor the address leave here."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from clients.models import Client
from iop.access.choices import Permission
from iop.api.fields import DayField, RowField, seen
from iop.api.reaching import where
from iop.notifications.choices import DELIVERED_CHANNELS, Channel
from iop.notifications.models import (
    AddressStop,
    ClientReminderChoice,
    DeliveryAttempt,
    Message,
    Receipt,
    ReminderLine,
    ReminderRule,
    Reply,
    SafeHours,
    StaffReminderChoice,
)
from iop.notifications.reminders import FOR_CLIENTS, FOR_STAFF
from iop.notifications.reminders.rules import NONE

WAYS = [(channel, Channel(channel).label) for channel in DELIVERED_CHANNELS]
REMINDED = [(kind.value, kind.label) for kind in FOR_CLIENTS]
COUNTED = [(kind.value, kind.label) for kind in FOR_STAFF]
MOST_MINUTES = 60 * 24 * 60


class MessageOut(serializers.ModelSerializer[Message]):
    """One message to a client."""

    client = serializers.UUIDField(source="recipient_id")
    site = serializers.UUIDField(source="site_id", allow_null=True)
    about = serializers.UUIDField(source="about_id", allow_null=True)

    class Meta:
        model = Message
        fields = [
            "id", "client", "site", "channel", "template", "language", "priority", "about_kind", "about", "due_at", "expires_at",
            "status", "reason", "sent_at", "outcome", "outcome_at", "attempts", "resends",
        ]  # fmt: skip
        read_only_fields = fields


class DeliveryOut(serializers.ModelSerializer[DeliveryAttempt]):
    """One try to hand a message over."""

    class Meta:
        model = DeliveryAttempt
        fields = ["at", "ok", "answer"]
        read_only_fields = fields


class ReceiptOut(serializers.ModelSerializer[Receipt]):
    """What the provider told of a message afterwards."""

    class Meta:
        model = Receipt
        fields = ["at", "outcome", "said"]
        read_only_fields = fields


class ReminderLineOut(serializers.ModelSerializer[ReminderLine]):
    """One thing that a message reminds of, and how long before, in minutes."""

    about = serializers.UUIDField(source="about_id")

    class Meta:
        model = ReminderLine
        fields = ["kind", "about_kind", "about", "starts_at", "lead"]
        read_only_fields = fields


class MessageDetailOut(MessageOut):
    """One message to a client with every try, what the provider told, and what it reminds of."""

    deliveries = DeliveryOut(many=True)
    receipts = ReceiptOut(many=True)
    reminds = ReminderLineOut(many=True, source="reminder_lines")

    class Meta(MessageOut.Meta):
        fields = [*MessageOut.Meta.fields, "deliveries", "receipts", "reminds"]
        read_only_fields = fields


class ReminderRuleOut(serializers.ModelSerializer[ReminderRule]):
    """How a kind of thing is reminded of from a day on. No site: wherever a site has no rule of its own."""

    class Meta:
        model = ReminderRule
        fields = ["id", "kind", "site", "valid_from", "is_on", "channels", "leads", "hour"]
        read_only_fields = fields


class ReminderRuleIn(serializers.Serializer[Any]):
    """A rule. ``leads`` are minutes before; whole days mean that many days before, at ``hour``."""

    kind = serializers.ChoiceField(choices=REMINDED)
    site = RowField(where(Permission.MESSAGES_SETUP), required=False, allow_null=True, default=None)
    valid_from = DayField()
    is_on = serializers.BooleanField(default=True)
    leads = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=MOST_MINUTES), max_length=10, default=list
    )
    hour = serializers.IntegerField(min_value=0, max_value=23, default=17)
    channels = serializers.ListField(child=serializers.ChoiceField(choices=WAYS), max_length=4, default=list)


class SafeHoursOut(serializers.ModelSerializer[SafeHours]):
    """Between which full hours of their day a client wants messages; the newest holds, the same hour twice ends the wish."""

    client = serializers.UUIDField(source="client_id")

    class Meta:
        model = SafeHours
        fields = ["id", "client", "from_hour", "until_hour", "since"]
        read_only_fields = fields


class SafeHoursIn(serializers.Serializer[Any]):
    """From which hour until which a client wants messages."""

    client = RowField(seen(Client, Permission.CLIENT_EDIT))
    from_hour = serializers.IntegerField(min_value=0, max_value=24)
    until_hour = serializers.IntegerField(min_value=0, max_value=24)


class ReminderChoiceOut(serializers.ModelSerializer[ClientReminderChoice]):
    """What a client chose for a kind of reminder; the newest decides, an empty way means as the clinic does it."""

    client = serializers.UUIDField(source="client_id")

    class Meta:
        model = ClientReminderChoice
        fields = ["id", "client", "kind", "way", "leads", "since"]
        read_only_fields = fields


class MorningOut(serializers.ModelSerializer[StaffReminderChoice]):
    """When a colleague wants the message on what waits for them; the newest decides."""

    class Meta:
        model = StaffReminderChoice
        fields = ["id", "staff", "way", "hour", "weekdays", "kinds", "since"]
        read_only_fields = fields


class MorningIn(serializers.Serializer[Any]):
    """One's own morning message: how it comes ("none": not at all), at which hour, on which days (0: Monday), and what it counts."""

    way = serializers.ChoiceField(choices=[*WAYS, (NONE, "None")])
    hour = serializers.IntegerField(min_value=0, max_value=23)
    weekdays = serializers.ListField(
        child=serializers.IntegerField(min_value=0, max_value=6), max_length=7, default=list
    )
    kinds = serializers.ListField(child=serializers.ChoiceField(choices=COUNTED), max_length=12, default=list)


class AddressStopOut(serializers.ModelSerializer[AddressStop]):
    """That an address is not written to. The address itself stays inside."""

    class Meta:
        model = AddressStop
        fields = ["id", "channel", "since", "source", "ended_at", "ended_by"]
        read_only_fields = fields


class StopLiftIn(serializers.Serializer[Any]):
    """The client whose address it is, and who asked to be written to again."""

    client = RowField(seen(Client, Permission.CLIENT_EDIT))


class ReplyOut(serializers.ModelSerializer[Reply]):
    """A text that came in: from which number, and what it says. Whose words these are, nobody knows for sure."""

    address = serializers.CharField()
    words = serializers.CharField()
    site = serializers.UUIDField(source="site_id", allow_null=True)

    class Meta:
        model = Reply
        fields = ["id", "channel", "address", "words", "kind", "at", "site", "seen_at"]
        read_only_fields = fields
