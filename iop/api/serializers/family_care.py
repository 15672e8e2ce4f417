"""Family sessions and what was offered to families, as they leave. Who the relatives are does not: they are no clients."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from clients.models import Episode
from iop.api.fields import RowField, TextField, seen
from scheduling.family_choices import GuestPresence, OfferOutcome, OfferReason
from scheduling.models import Appointment, FamilyOffer


class FamilySessionOut(serializers.ModelSerializer[Appointment]):
    """A family appointment: as what it was planned, whether the client was there, and how many others came."""

    site = serializers.UUIDField(source="site_id")
    client = serializers.UUIDField(source="client_id")
    episode = serializers.UUIDField(source="episode_id", allow_null=True)
    staff = serializers.UUIDField(source="staff_id")
    form = serializers.CharField(source="family_session.form", default="")
    goals = serializers.ListField(child=serializers.CharField(), source="family_session.goals", default=list)
    client_expected = serializers.BooleanField(source="family_session.client_expected", default=True)
    client_present = serializers.BooleanField(source="family_session.client_present", allow_null=True, default=None)
    invited = serializers.SerializerMethodField()
    came = serializers.SerializerMethodField()

    class Meta:
        model = Appointment
        fields = [
            "id", "site", "client", "episode", "staff", "starts_at", "ends_at", "status", "form", "goals",
            "client_expected", "client_present", "invited", "came",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(serializers.IntegerField())
    def get_invited(self, row: Any) -> int:
        """Say how many people are invited besides the client."""
        return len(row.guests)

    @extend_schema_field(serializers.IntegerField())
    def get_came(self, row: Any) -> int:
        """Say how many of them came."""
        return sum(guest.attended == GuestPresence.CAME for guest in row.guests)


class FamilyOfferOut(serializers.ModelSerializer[FamilyOffer]):
    """That a family session was offered, and what came of it: codes, no words."""

    episode = serializers.UUIDField(source="episode_id")
    client = serializers.UUIDField(source="episode.client_id")

    class Meta:
        model = FamilyOffer
        fields = ["id", "episode", "client", "offered_on", "outcome", "reason", "again_on"]
        read_only_fields = fields


class FamilyOfferIn(serializers.Serializer[Any]):
    """An offer of a family session: when, what came of it, why there is none, and when it is to be offered again."""

    episode = RowField(seen(Episode))
    outcome = serializers.ChoiceField(choices=OfferOutcome.choices)
    offered_on = serializers.DateField()
    reason = serializers.ChoiceField(choices=OfferReason.choices, required=False, allow_blank=True, default="")
    words = TextField(500)
    again_on = serializers.DateField(required=False, allow_null=True, default=None)
