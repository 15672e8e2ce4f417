"""How the end of a stay, check-ins after it and wishes for more support look in the API."""

from __future__ import annotations

from rest_framework import serializers

from clients.models import DischargeDetail
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
