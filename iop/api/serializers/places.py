"""Rooms, programs, tracks, enrolments with their pauses, waiting lists and held seats."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from clients.models import Episode, Inquiry, LevelOfCare
from iop.access.choices import Permission
from iop.api.fields import KeyField, RowField, TextField, every, seen
from iop.api.serializers.patching import LookedAtIn, VersionedPatchIn, WhyIn
from iop.clinic.choices import Weekday
from iop.clinic.models import Site
from scheduling.choices import DayPart
from scheduling.models import EnrolmentPause, Program, Room, SeatHold, Track, WaitlistEntry

SMALL = 32767


def sites(actor: Any) -> Any:
    """Give the sites at which the caller holds anything."""
    return Site.objects.filter(pk__in=actor.site_ids)


def tracks(actor: Any) -> Any:
    """Give the tracks of those sites."""
    return Track.objects.at_sites_of(actor)


def weekdays(**kwargs: Any) -> serializers.ListField:
    """Make a field for days of the week (Monday is 0)."""
    return serializers.ListField(
        child=serializers.ChoiceField(choices=Weekday.choices), min_length=1, max_length=7, **kwargs
    )


class RoomOut(serializers.ModelSerializer[Room]):
    """A room, and how many clients it holds."""

    site = serializers.UUIDField(source="site_id")

    class Meta:
        model = Room
        fields = ["id", "site", "name", "capacity", "equipment", "is_active", "version"]
        read_only_fields = fields


class RoomFields(serializers.Serializer[Any]):
    """What may be said of a room."""

    name = serializers.CharField(max_length=80)
    capacity = serializers.IntegerField(min_value=1, max_value=SMALL)
    equipment = TextField(300)
    is_active = serializers.BooleanField(default=True)


class RoomIn(RoomFields):
    """A new room of a site."""

    site = RowField(sites)


class RoomPatch(RoomFields, VersionedPatchIn):
    """A change of a room."""


class ProgramFields(serializers.Serializer[Any]):
    """What may be said of a level offered at a site; weeks are of the usual stay."""

    name = serializers.CharField(max_length=120)
    target_weeks = serializers.IntegerField(min_value=1, max_value=104, default=10)
    min_weeks = serializers.IntegerField(min_value=1, max_value=104, default=8)
    max_weeks = serializers.IntegerField(min_value=1, max_value=104, default=12)
    is_active = serializers.BooleanField(default=True)


class ProgramIn(ProgramFields):
    """A level of care that a site begins to offer."""

    site = RowField(sites)
    level = KeyField(every(LevelOfCare))


class ProgramPatch(ProgramFields, VersionedPatchIn):
    """A change of what is offered."""


class TrackFields(serializers.Serializer[Any]):
    """What may be said of a track; ``capacity`` is seats on each day."""

    name = serializers.CharField(max_length=120)
    day_part = serializers.ChoiceField(choices=DayPart.choices)
    capacity = serializers.IntegerField(min_value=1, max_value=SMALL)
    telehealth_link = serializers.URLField(required=False, allow_blank=True, default="", max_length=200)
    is_active = serializers.BooleanField(default=True)


class TrackIn(TrackFields):
    """A new track of a program."""

    program = RowField(lambda actor: Program.objects.at_sites_of(actor))


class TrackPatch(TrackFields, VersionedPatchIn):
    """A change of a track."""


class EnrolmentPauseOut(serializers.ModelSerializer[EnrolmentPause]):
    """Days away by agreement, both included."""

    enrolment = serializers.UUIDField(source="enrolment_id")
    client = serializers.UUIDField(source="enrolment.client_id")

    class Meta:
        model = EnrolmentPause
        fields = ["id", "enrolment", "client", "starts_on", "ends_on", "releases_seat", "reason", "cancelled_at"]
        read_only_fields = fields


class OtherWeekdaysIn(LookedAtIn):
    """The weekdays on which somebody comes from a day on."""

    weekdays = weekdays()
    from_on = serializers.DateField()


class OtherTrackIn(OtherWeekdaysIn):
    """The track in which somebody goes on from a day on, and why."""

    track = RowField(tracks)
    reason = serializers.CharField(max_length=300)


class WaitlistEntryOut(serializers.ModelSerializer[WaitlistEntry]):
    """Somebody who waits for a seat in a track; ``position`` orders those who wait."""

    track = serializers.UUIDField(source="track_id")
    client = serializers.UUIDField(source="client_id")
    episode = serializers.UUIDField(source="episode_id")

    class Meta:
        model = WaitlistEntry
        fields = ["id", "track", "client", "episode", "weekdays", "wanted_from", "position", "status", "note"]
        read_only_fields = fields


class WaitlistEntryIn(serializers.Serializer[Any]):
    """Who waits for which track, on which weekdays and from when."""

    episode = RowField(seen(Episode))
    track = RowField(tracks)
    weekdays = weekdays()
    wanted_from = serializers.DateField()
    note = TextField(300)


class WaitlistPlaceIn(serializers.Serializer[Any]):
    """Another place in the order; 1 is next."""

    place = serializers.IntegerField(min_value=1, max_value=SMALL)


class WaitlistSeatIn(serializers.Serializer[Any]):
    """A seat for somebody who waits: from when, and on other weekdays than they asked for where that was agreed."""

    starts_on = serializers.DateField()
    ends_on = serializers.DateField(required=False, allow_null=True, default=None)
    weekdays = weekdays(required=False, allow_null=True, default=None)


class SeatHoldOut(serializers.ModelSerializer[SeatHold]):
    """A seat kept for somebody who is not admitted yet, named by their inquiry's id alone."""

    inquiry = serializers.UUIDField(source="inquiry_id")
    track = serializers.UUIDField(source="track_id")
    enrolment = serializers.UUIDField(source="enrolment_id", allow_null=True)

    class Meta:
        model = SeatHold
        fields = [
            "id", "inquiry", "track", "weekdays", "starts_on", "held_at", "expires_at", "ended_at", "ended_as",
            "end_reason", "enrolment", "version",
        ]  # fmt: skip
        read_only_fields = fields


class SeatIn(serializers.Serializer[Any]):
    """A seat: the track, the weekdays and the first day."""

    track = RowField(tracks)
    weekdays = weekdays()
    starts_on = serializers.DateField()


class SeatHoldChangeIn(SeatIn, LookedAtIn):
    """Which seat is kept instead."""


class SeatHoldReleaseIn(LookedAtIn, WhyIn):
    """Why a held seat is given back."""


class SeatHoldIn(SeatIn):
    """A seat to keep for an inquiry, for so many hours (the clinic's setting when not said)."""

    inquiry = RowField(seen(Inquiry, Permission.INTAKE_WORK))
    hours = serializers.IntegerField(min_value=1, max_value=1000, required=False, allow_null=True, default=None)


class SeatHoldLongerIn(LookedAtIn):
    """For how many hours more."""

    hours = serializers.IntegerField(min_value=1, max_value=1000, required=False, allow_null=True, default=None)
