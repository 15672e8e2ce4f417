"""Clients, episodes and placements."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from clients.choices import ContactKind, DischargeKind, Sex, VarianceReason
from clients.models import CareTeamMembership, Client, Episode, Placement


class ContactIn(serializers.Serializer[Any]):
    """A way to reach somebody."""

    kind = serializers.ChoiceField(choices=ContactKind.choices)
    value = serializers.CharField(max_length=400)
    label = serializers.CharField(  # type: ignore[assignment]
        max_length=60, required=False, default="", allow_blank=True
    )
    may_leave_message = serializers.BooleanField(default=False)
    is_preferred = serializers.BooleanField(default=False)


class ClientOut(serializers.ModelSerializer[Client]):
    """A client."""

    class Meta:
        model = Client
        fields = [
            "id",
            "record_number",
            "legal_first_name",
            "legal_last_name",
            "preferred_name",
            "pronouns",
            "sex",
            "date_of_birth",
            "language",
            "version",
            "created_at",
        ]
        read_only_fields = fields


class ClientIn(serializers.Serializer[Any]):
    """What registering a client needs."""

    site = serializers.UUIDField()
    legal_first_name = serializers.CharField(max_length=300)
    legal_last_name = serializers.CharField(max_length=300)
    preferred_name = serializers.CharField(max_length=300, required=False, default="", allow_blank=True)
    pronouns = serializers.CharField(max_length=40, required=False, default="", allow_blank=True)
    sex = serializers.ChoiceField(choices=Sex.choices, default=Sex.UNKNOWN)
    date_of_birth = serializers.DateField()
    language = serializers.ChoiceField(choices=["en", "es"], default="en")
    referred_by = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)
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
    language = serializers.ChoiceField(choices=["en", "es"], required=False)


class EpisodeOut(serializers.ModelSerializer[Episode]):
    """An episode of care."""

    client = serializers.UUIDField(source="client_id")
    site = serializers.UUIDField(source="site_id")

    class Meta:
        model = Episode
        fields = [
            "id",
            "client",
            "site",
            "status",
            "opened_on",
            "admitted_on",
            "discharged_on",
            "discharge_kind",
            "target_weeks",
            "version",
        ]
        read_only_fields = fields


class AdmitIn(serializers.Serializer[Any]):
    """When treatment begins."""

    on = serializers.DateField()


class DischargeIn(serializers.Serializer[Any]):
    """When, how and why treatment ends. ``on`` is the last day in treatment."""

    on = serializers.DateField()
    kind = serializers.ChoiceField(choices=DischargeKind.choices)
    reason = serializers.CharField(max_length=2000)


class PlacementOut(serializers.ModelSerializer[Placement]):
    """A dated level of care."""

    episode = serializers.UUIDField(source="episode_id")
    client = serializers.UUIDField(source="episode.client_id")
    level = serializers.CharField(source="level.key")
    indicated_level = serializers.CharField(source="indicated_level.key", default=None)
    decided_by = serializers.UUIDField(source="decided_by_id")

    class Meta:
        model = Placement
        fields = [
            "id",
            "episode",
            "client",
            "level",
            "indicated_level",
            "variance_reason",
            "reason",
            "decided_by",
            "starts_on",
            "ends_on",
        ]
        read_only_fields = fields


class PlacementIn(serializers.Serializer[Any]):
    """A clinician's decision on the level of care. Signed-in clinicians decide; an integration cannot."""

    episode = serializers.UUIDField()
    level = serializers.SlugField()
    starts_on = serializers.DateField()
    reason = serializers.CharField(max_length=4000)
    indicated_level = serializers.SlugField(required=False, allow_null=True, default=None)
    variance_reason = serializers.ChoiceField(
        choices=VarianceReason.choices, required=False, allow_blank=True, default=""
    )


class CareTeamOut(serializers.ModelSerializer[CareTeamMembership]):
    """Who looks after a client."""

    episode = serializers.UUIDField(source="episode_id")
    staff = serializers.UUIDField(source="staff_id")

    class Meta:
        model = CareTeamMembership
        fields = ["id", "episode", "staff", "role", "starts_on", "ends_on"]
        read_only_fields = fields
