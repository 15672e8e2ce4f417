"""Medications, allergies, referrals, community resources and support meetings."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from therapy.choices.medications import (
    AllergyKind,
    AllergySeverity,
    Ingredient,
    LearnedFrom,
    Route,
    StopReason,
    Treats,
)
from therapy.choices.support import MeetingKind, MeetingPlace, Need, ReferralStatus
from therapy.models.medications import Allergy, Medication
from therapy.models.support import CommunityResource, Referral, ReferralChange, SupportMeeting


class MedicationOut(serializers.ModelSerializer[Medication]):
    """A medication at one dose."""

    client = serializers.UUIDField(source="client_id")
    follows = serializers.UUIDField(source="follows_id", allow_null=True)

    class Meta:
        model = Medication
        fields = [
            "id", "client", "name", "ingredient", "treats", "is_moud", "is_maud", "dose", "route", "frequency", "as_needed",
            "every_days", "prescriber", "starts_on", "start_is_about", "ends_on", "stop_reason", "learned_from", "follows",
            "version",
        ]  # fmt: skip
        read_only_fields = fields


class MedicationIn(serializers.Serializer[Any]):
    """What a medication on the list needs."""

    client = serializers.UUIDField()
    name = serializers.CharField(max_length=120)
    ingredient = serializers.ChoiceField(choices=Ingredient.choices)
    dose = serializers.CharField(max_length=80)
    frequency = serializers.CharField(max_length=120)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(required=False, allow_null=True, default=None)
    treats = serializers.ChoiceField(choices=Treats.choices, default=Treats.OTHER)
    route = serializers.ChoiceField(choices=Route.choices, default=Route.ORAL)
    as_needed = serializers.BooleanField(default=False)
    every_days = serializers.IntegerField(min_value=1, max_value=366, required=False, allow_null=True, default=None)
    prescriber = serializers.CharField(max_length=120, required=False, default="", allow_blank=True)
    learned_from = serializers.ChoiceField(choices=LearnedFrom.choices, default=LearnedFrom.PHARMACY)


class DoseIn(serializers.Serializer[Any]):
    """Another dose, from a day on."""

    version = serializers.IntegerField(min_value=1)
    dose = serializers.CharField(max_length=80)
    frequency = serializers.CharField(max_length=120)
    starts_on = serializers.DateField()


class StopIn(serializers.Serializer[Any]):
    """The last day on which it is taken, and why."""

    version = serializers.IntegerField(min_value=1)
    on = serializers.DateField()
    reason = serializers.ChoiceField(choices=StopReason.choices)


class AllergyOut(serializers.ModelSerializer[Allergy]):
    """What somebody must not be given."""

    client = serializers.UUIDField(source="client_id")

    class Meta:
        model = Allergy
        fields = ["id", "client", "kind", "substance", "reaction", "severity", "recorded_on"]
        read_only_fields = fields


class AllergyIn(serializers.Serializer[Any]):
    """What an allergy needs."""

    client = serializers.UUIDField()
    substance = serializers.CharField(max_length=120)
    kind = serializers.ChoiceField(choices=AllergyKind.choices, default=AllergyKind.MEDICATION)
    reaction = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)
    severity = serializers.ChoiceField(choices=AllergySeverity.choices, default=AllergySeverity.UNKNOWN)


class ResourceOut(serializers.ModelSerializer[CommunityResource]):
    """A place that helps."""

    site = serializers.UUIDField(source="site_id", allow_null=True)

    class Meta:
        model = CommunityResource
        fields = [
            "id", "site", "name", "needs", "description", "eligibility", "cost", "phone", "email", "website", "address",
            "hours", "languages", "how_to_refer", "takes_medication", "checked_on", "is_active",
        ]  # fmt: skip
        read_only_fields = fields


class StepOut(serializers.ModelSerializer[ReferralChange]):
    """One step of a referral."""

    class Meta:
        model = ReferralChange
        fields = ["status", "at"]
        read_only_fields = fields


class ReferralOut(serializers.ModelSerializer[Referral]):
    """A referral with its steps."""

    client = serializers.UUIDField(source="episode.client_id")
    episode = serializers.UUIDField(source="episode_id")
    resource = serializers.UUIDField(source="resource_id", allow_null=True)
    steps = StepOut(source="changes", many=True)

    class Meta:
        model = Referral
        fields = [
            "id", "client", "episode", "resource", "to_name", "need", "is_warm", "status", "made_on", "follow_up_on", "steps",
            "version",
        ]  # fmt: skip
        read_only_fields = fields


class ReferralIn(serializers.Serializer[Any]):
    """Where somebody is sent, and for what. Nothing about them leaves by it."""

    episode = serializers.UUIDField()
    need = serializers.ChoiceField(choices=Need.choices)
    resource = serializers.UUIDField(required=False, allow_null=True, default=None)
    to_name = serializers.CharField(max_length=160, required=False, default="", allow_blank=True)
    follow_up_on = serializers.DateField(required=False, allow_null=True, default=None)


class MoveIn(serializers.Serializer[Any]):
    """Where a referral stands now."""

    version = serializers.IntegerField(min_value=1)
    to = serializers.ChoiceField(choices=ReferralStatus.choices)
    note = serializers.CharField(max_length=500, required=False, default="", allow_blank=True)
    follow_up_on = serializers.DateField(required=False, allow_null=True, default=None)


class MeetingOut(serializers.ModelSerializer[SupportMeeting]):
    """A support meeting."""

    client = serializers.UUIDField(source="episode.client_id")
    episode = serializers.UUIDField(source="episode_id")

    class Meta:
        model = SupportMeeting
        fields = ["id", "client", "episode", "on", "kind", "place", "is_home_group", "has_sponsor", "slip_seen"]
        read_only_fields = fields


class MeetingIn(serializers.Serializer[Any]):
    """What a support meeting needs."""

    episode = serializers.UUIDField()
    on = serializers.DateField()
    kind = serializers.ChoiceField(choices=MeetingKind.choices)
    place = serializers.ChoiceField(choices=MeetingPlace.choices, default=MeetingPlace.IN_PERSON)
    is_home_group = serializers.BooleanField(default=False)
    has_sponsor = serializers.BooleanField(required=False, allow_null=True, default=None)
