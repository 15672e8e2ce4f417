"""How the end of a stay, check-ins after it and wishes for more support look in the API."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from clients.choices import Urgency
from clients.models import Client, DischargeDetail
from iop.api.fields import RowField, TextField, seen
from therapy.choices.follow_ups import (
    ANSWERS_BY_HAND,
    SETTLED_BY_HAND,
    AskChannel,
    AttemptOutcome,
    AttemptWay,
    Living,
    Using,
    Working,
)
from therapy.models import FollowUp, FollowUpAttempt, MoreSupportAsk


class DischargeOut(serializers.ModelSerializer[DischargeDetail]):
    """Where a stay led, in codes that reports can count."""

    client = serializers.UUIDField(source="episode.client_id")
    discharged_on = serializers.DateField(source="episode.discharged_on")
    kind = serializers.CharField(source="episode.discharge_kind")

    class Meta:
        model = DischargeDetail
        fields = (
            "id", "episode", "client", "discharged_on", "kind", "destination", "destination_words", "first_appointment",
            "first_at", "first_with", "first_kept", "first_asked_at", "contact_after", "version",
        )  # fmt: skip


class AttemptOut(serializers.ModelSerializer[FollowUpAttempt]):
    """One try to reach somebody after treatment."""

    class Meta:
        model = FollowUpAttempt
        fields = ("id", "at", "by", "way", "outcome")


class FollowUpOut(serializers.ModelSerializer[FollowUp]):
    """A check-in after treatment with its attempts and what they told."""

    client = serializers.UUIDField(source="episode.client_id")
    attempts = AttemptOut(many=True)

    class Meta:
        model = FollowUp
        fields = (
            "id", "episode", "client", "after_days", "due_on", "status", "withdrawn_why", "settled_at", "settled_by",
            "living", "working", "using", "wants_support", "words", "attempts", "version",
        )  # fmt: skip


class MoreSupportOut(serializers.ModelSerializer[MoreSupportAsk]):
    """Somebody asked for more support, and what came of it."""

    client = serializers.UUIDField(source="episode.client_id")

    class Meta:
        model = MoreSupportAsk
        fields = (
            "id", "episode", "client", "asked_at", "channel", "urgency", "words", "taken_by", "inquiry", "answer",
            "answer_words", "answered_at", "answered_by", "version",
        )  # fmt: skip


class FollowUpSettleIn(serializers.Serializer[Any]):
    """How a check-in went. A wish for more support is heard in the same step."""

    version = serializers.IntegerField(min_value=1)
    status = serializers.ChoiceField(choices=[(one.value, one.label) for one in SETTLED_BY_HAND])
    living = serializers.ChoiceField(choices=Living.choices, allow_blank=True, default="")
    working = serializers.ChoiceField(choices=Working.choices, allow_blank=True, default="")
    using = serializers.ChoiceField(choices=Using.choices, allow_blank=True, default="")
    wants_support = serializers.BooleanField(required=False, allow_null=True, default=None)
    words = TextField(2000)
    no_more = serializers.BooleanField(default=False)
    urgency = serializers.ChoiceField(choices=Urgency.choices, default=Urgency.SOON)


class MoreSupportIn(serializers.Serializer[Any]):
    """Somebody asks for more support, in their words, and how soon they need an answer."""

    client = RowField(seen(Client))
    words = serializers.CharField(max_length=2000)
    urgency = serializers.ChoiceField(choices=Urgency.choices)
    channel = serializers.ChoiceField(choices=AskChannel.choices)
    callback_phone = TextField(40)


class MoreSupportAnswerIn(serializers.Serializer[Any]):
    """What came of it, in a sentence the next colleague will understand."""

    version = serializers.IntegerField(min_value=1)
    answer = serializers.ChoiceField(choices=[(one.value, one.label) for one in ANSWERS_BY_HAND])
    words = serializers.CharField(max_length=500)


class AttemptIn(serializers.Serializer[Any]):
    """One try to reach somebody after treatment."""

    way = serializers.ChoiceField(choices=AttemptWay.choices)
    outcome = serializers.ChoiceField(choices=AttemptOutcome.choices)
    words = TextField(300)
