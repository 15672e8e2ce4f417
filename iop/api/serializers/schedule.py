"""Sites, levels, programs, tracks and enrolments."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from clients.models import Episode, LevelOfCare
from iop.api.fields import RowField, seen
from iop.api.serializers.patching import LookedAtIn, WhyIn
from iop.clinic.choices import Weekday
from iop.clinic.models import Site
from scheduling.models import Enrolment, Program, Track


class SiteOut(serializers.ModelSerializer[Site]):
    """A site."""

    phone = serializers.CharField()

    class Meta:
        model = Site
        fields = ["id", "name", "code", "address", "state", "phone", "time_zone", "is_active", "version"]
        read_only_fields = fields


class LevelOut(serializers.ModelSerializer[LevelOfCare]):
    """A level of care."""

    class Meta:
        model = LevelOfCare
        fields = [
            "id", "key", "name", "short_name", "intensity", "is_off_site", "asam_3", "asam_4", "is_active", "version",
        ]  # fmt: skip
        read_only_fields = fields


class ProgramOut(serializers.ModelSerializer[Program]):
    """A level of care offered at a site."""

    site = serializers.UUIDField(source="site_id")
    level = serializers.CharField(source="level.key")

    class Meta:
        model = Program
        fields = ["id", "site", "level", "name", "target_weeks", "min_weeks", "max_weeks", "is_active", "version"]
        read_only_fields = fields


class TrackOut(serializers.ModelSerializer[Track]):
    """A cohort schedule of a program."""

    program = serializers.UUIDField(source="program_id")
    site = serializers.UUIDField(source="program.site_id")

    class Meta:
        model = Track
        fields = ["id", "program", "site", "name", "day_part", "capacity", "telehealth_link", "is_active", "version"]
        read_only_fields = fields


class SeatsOut(serializers.Serializer[Any]):
    """Seats of one day."""

    on = serializers.DateField()
    capacity = serializers.IntegerField()
    taken = serializers.IntegerField()
    free = serializers.IntegerField()


class EnrolmentOut(serializers.ModelSerializer[Enrolment]):
    """A client's place in a track."""

    client = serializers.UUIDField(source="client_id")
    episode = serializers.UUIDField(source="episode_id")
    track = serializers.UUIDField(source="track_id")

    class Meta:
        model = Enrolment
        fields = [
            "id",
            "client",
            "episode",
            "track",
            "weekdays",
            "starts_on",
            "ends_on",
            "leave_reason",
            "withdrawn_at",
            "version",
        ]
        read_only_fields = fields


class EnrolmentIn(serializers.Serializer[Any]):
    """A seat in a track from a day on, on chosen weekdays (Monday is 0)."""

    episode = RowField(seen(Episode))
    track = RowField(lambda actor: Track.objects.at_sites_of(actor))
    weekdays = serializers.ListField(child=serializers.ChoiceField(choices=Weekday.choices), min_length=1, max_length=7)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(required=False, allow_null=True, default=None)


class PauseIn(LookedAtIn):
    """Days away by agreement, both included."""

    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    releases_seat = serializers.BooleanField(default=False)
    reason = serializers.CharField(max_length=300)


class EndIn(LookedAtIn):
    """The last day in the track, and why."""

    ends_on = serializers.DateField()
    reason = serializers.CharField(max_length=300)


class WithdrawIn(LookedAtIn, WhyIn):
    """Why an enrolment is taken back."""
