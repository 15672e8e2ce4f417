"""Stays, levels of care, care teams and worries."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from clients.choices import CareRole, ConcernKind, DischargeKind, VarianceReason
from clients.discharge_choices import ContactAfter, Destination, FirstAppointment, Kept
from clients.models import (
    CareTeamMembership,
    Client,
    Concern,
    Episode,
    EpisodeStatusChange,
    LevelOfCare,
    LevelRequirement,
    Placement,
    StayExtension,
)
from iop.access.choices import Permission
from iop.api.fields import AtASiteOfCare, InstantField, KeyField, RowField, TextField, every, seen
from iop.api.reaching import sites, tracks, where
from iop.clinic.choices import Weekday
from iop.clinic.models import StaffMember
from sessions_app.models import Attendance


class EpisodeStatusChangeOut(serializers.ModelSerializer[EpisodeStatusChange]):
    """When a stay came to a status, and who said so."""

    class Meta:
        model = EpisodeStatusChange
        fields = ["id", "status", "at", "by_id"]
        read_only_fields = fields


class EpisodeOut(serializers.ModelSerializer[Episode]):
    """An episode of care."""

    client = serializers.UUIDField(source="client_id")
    site = serializers.UUIDField(source="site_id")
    status_changes = EpisodeStatusChangeOut(many=True, read_only=True)

    class Meta:
        model = Episode
        fields = [
            "id", "client", "site", "status", "opened_on", "admitted_on", "discharged_on", "discharge_kind", "target_weeks",
            "status_changes", "version",
        ]  # fmt: skip
        read_only_fields = fields


class EpisodeIn(serializers.Serializer[Any]):
    """A new course of care for somebody who comes back."""

    client = RowField(seen(Client))
    site = RowField(where(Permission.CLIENT_EDIT))
    referred_by = TextField(200)


class AdmitIn(serializers.Serializer[Any]):
    """When treatment begins."""

    on = serializers.DateField()


class CareRoleIn(serializers.Serializer[Any]):
    """A colleague with their role on a care team."""

    role = serializers.ChoiceField(choices=CareRole.choices)
    staff = RowField(every(StaffMember))


class AdmissionIn(serializers.Serializer[Any]):
    """Admission as one step: the day, the seat, the level, the care team, and why although something is missing."""

    on = serializers.DateField()
    track = RowField(tracks)
    weekdays = serializers.ListField(child=serializers.ChoiceField(choices=Weekday.choices), min_length=1, max_length=7)
    starts_on = serializers.DateField()
    level = KeyField(every(LevelOfCare), required=False, allow_null=True, default=None)
    placement_reason = TextField(4000)
    team = CareRoleIn(many=True, required=False, default=list)
    accept_warnings_reason = TextField(2000)
    take_free_seat = serializers.BooleanField(default=False)


class ChecklistLineOut(serializers.Serializer[Any]):
    """What an admission asks for, and how it stands: done, missing and in the way, or missing and may follow."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    state = serializers.ChoiceField(choices=["ok", "warns", "blocks"])
    sentence = serializers.CharField()


class AfterTreatmentIn(serializers.Serializer[Any]):
    """Where somebody goes after treatment, and what is arranged."""

    destination = serializers.ChoiceField(choices=Destination.choices, default=Destination.UNKNOWN)
    destination_words = TextField(200)
    first_appointment = serializers.ChoiceField(choices=FirstAppointment.choices, default=FirstAppointment.NOT_YET)
    first_at = InstantField(required=False, allow_null=True, default=None)
    first_with = TextField(200)
    contact_after = serializers.ChoiceField(choices=ContactAfter.choices, default=ContactAfter.NOT_ASKED)


class DischargeIn(serializers.Serializer[Any]):
    """When, how and why treatment ends. ``on`` is the last day in treatment; ``kind`` is empty for an inquiry."""

    on = serializers.DateField()
    kind = serializers.ChoiceField(choices=DischargeKind.choices, allow_blank=True)
    reason = serializers.CharField(max_length=2000)
    leaving = AfterTreatmentIn(required=False, allow_null=True, default=None)


class DestinationIn(AfterTreatmentIn):
    """Where somebody went; ``version`` is that of what is kept already, left out where nothing is."""

    version = serializers.IntegerField(min_value=1, required=False, allow_null=True, default=None)


class FirstAppointmentKeptIn(serializers.Serializer[Any]):
    """Whether the first appointment was kept."""

    kept = serializers.ChoiceField(choices=Kept.choices)
    words = TextField(300)


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
            "id", "episode", "client", "level", "indicated_level", "variance_reason", "reason", "decided_by", "starts_on",
            "ends_on", "withdrawn_at",
        ]  # fmt: skip
        read_only_fields = fields


class PlacementIn(serializers.Serializer[Any]):
    """A clinician's decision on the level of care. Signed-in clinicians decide; an integration cannot."""

    episode = RowField(seen(Episode))
    level = KeyField(every(LevelOfCare))
    starts_on = serializers.DateField()
    reason = serializers.CharField(max_length=4000)
    indicated_level = KeyField(every(LevelOfCare), required=False, allow_null=True, default=None)
    variance_reason = serializers.ChoiceField(
        choices=VarianceReason.choices, required=False, allow_blank=True, default=""
    )


class StayExtensionOut(serializers.ModelSerializer[StayExtension]):
    """Weeks added to the target of a placement."""

    episode = serializers.UUIDField(source="placement.episode_id")
    client = serializers.UUIDField(source="placement.episode.client_id")

    class Meta:
        model = StayExtension
        fields = [
            "id", "placement", "episode", "client", "weeks", "reason", "decided_on", "decided_by", "review_id", "withdrawn_at",
            "withdrawn_by",
        ]  # fmt: skip
        read_only_fields = fields


class StayExtensionIn(serializers.Serializer[Any]):
    """How many weeks more, and why."""

    episode = RowField(seen(Episode))
    weeks = serializers.IntegerField(min_value=1, max_value=52)
    reason = serializers.CharField(max_length=4000)


class CareTeamOut(serializers.ModelSerializer[CareTeamMembership]):
    """Who looks after a client."""

    episode = serializers.UUIDField(source="episode_id")
    client = serializers.UUIDField(source="episode.client_id")
    staff = serializers.UUIDField(source="staff_id")

    class Meta:
        model = CareTeamMembership
        fields = ["id", "episode", "client", "staff", "role", "starts_on", "ends_on"]
        read_only_fields = fields


class CareTeamIn(CareRoleIn):
    """A colleague takes a role from a day on; whoever had it ends the day before."""

    episode = RowField(seen(Episode))
    starts_on = serializers.DateField()


class ConcernOut(serializers.ModelSerializer[Concern]):
    """Somebody was worried about a client, and what came of it."""

    class Meta:
        model = Concern
        fields = [
            "id", "site", "client", "kind", "raised_at", "raised_by", "session_id", "what_happened", "what_was_done",
            "resolved_at", "resolved_by", "resolution",
        ]  # fmt: skip
        read_only_fields = fields


class ConcernIn(AtASiteOfCare):
    """A worry: the kind is enough to begin."""

    site = RowField(sites)
    client = RowField(seen(Client))
    kind = serializers.ChoiceField(choices=ConcernKind.choices)
    session_id = serializers.UUIDField(required=False, allow_null=True, default=None)
    what_happened = TextField(5000)
    what_was_done = TextField(5000)

    def was_there(self, attrs: dict[str, Any]) -> bool:
        """On the roster of the day that is named, or in care at the site."""
        day = attrs["session_id"]
        if day is None:
            return super().was_there(attrs)
        on_roster = Attendance.objects.filter(session_id=day, client=attrs["client"], session__site=attrs["site"])
        return on_roster.exists()


class ConcernResolveIn(serializers.Serializer[Any]):
    """What came of a concern."""

    resolution = serializers.CharField(max_length=5000)


class LevelRequirementOut(serializers.ModelSerializer[LevelRequirement]):
    """What a level asks of a week, from a day on. Minutes are of service."""

    level = serializers.CharField(source="level.key")

    class Meta:
        model = LevelRequirement
        fields = [
            "id", "level", "valid_from", "min_weekly_minutes", "max_weekly_minutes", "min_days", "max_days",
            "min_daily_minutes", "individual_per_week",
        ]  # fmt: skip
        read_only_fields = fields


class LevelRequirementIn(serializers.Serializer[Any]):
    """What a level asks of a week, from a day on."""

    level = KeyField(every(LevelOfCare))
    valid_from = serializers.DateField()
    min_weekly_minutes = serializers.IntegerField(min_value=0, max_value=10080, default=0)
    max_weekly_minutes = serializers.IntegerField(
        min_value=0, max_value=10080, required=False, allow_null=True, default=None
    )
    min_days = serializers.IntegerField(min_value=0, max_value=7, default=0)
    max_days = serializers.IntegerField(min_value=0, max_value=7, default=7)
    min_daily_minutes = serializers.IntegerField(min_value=0, max_value=1440, default=0)
    individual_per_week = serializers.IntegerField(min_value=0, max_value=50, default=0)
    version = serializers.IntegerField(
        min_value=1,
        required=False,
        help_text="Of the level, as it was read: refused when somebody changed it meanwhile.",
    )


class LevelOfCareIn(serializers.Serializer[Any]):
    """A level of care; ``intensity`` orders them, higher is more intensive."""

    key = serializers.SlugField(max_length=50)
    name = serializers.CharField(max_length=120)
    short_name = serializers.CharField(max_length=20)
    intensity = serializers.IntegerField(min_value=0, max_value=32767)
    is_off_site = serializers.BooleanField(default=False)
    asam_3 = TextField(8)
    asam_4 = TextField(8)
    is_active = serializers.BooleanField(default=True)


class LevelOfCareChangeIn(LevelOfCareIn):
    """A level of care anew; ``version`` is the one that was read."""

    version = serializers.IntegerField(min_value=1)
