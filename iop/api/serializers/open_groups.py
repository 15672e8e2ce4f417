"""Groups outside a stay, their rhythm, meetings, who is on the list, and who came."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from clients.models import Client
from iop.api.fields import InstantField, RowField, TextField, every, seen
from iop.api.serializers.patching import LookedAtIn, VersionedPatchIn
from iop.api.serializers.places import sites
from iop.clinic.choices import Weekday
from iop.clinic.models import StaffMember
from scheduling.models import Room
from sessions_app.group_choices import BY_HAND, MOST_EVERY, NTH, Audience, Frequency, GroupKind, Presence
from sessions_app.models import OpenAttendance, OpenGroup, OpenGroupMember, OpenGroupRhythm, OpenMeeting

COLLEAGUE = every(StaffMember)
DAY = 1440


def rooms(actor: Any) -> Any:
    """Give the rooms of the caller's sites."""
    return Room.objects.at_sites_of(actor)


def groups(actor: Any) -> Any:
    """Give the groups of the caller's sites."""
    return OpenGroup.objects.at_sites_of(actor)


class RhythmOut(serializers.ModelSerializer[OpenGroupRhythm]):
    """When, where and by whom a group is held, from a date on."""

    room = serializers.UUIDField(source="room_id", allow_null=True)
    lead = serializers.UUIDField(source="lead_id", allow_null=True)
    co_lead = serializers.UUIDField(source="co_lead_id", allow_null=True)

    class Meta:
        model = OpenGroupRhythm
        fields = [
            "valid_from", "frequency", "every", "weekday", "nth", "starts_at", "minutes", "room", "lead", "co_lead",
        ]  # fmt: skip
        read_only_fields = fields


class OpenGroupOut(serializers.ModelSerializer[OpenGroup]):
    """A group that people come to outside a stay, with its rhythms."""

    site = serializers.UUIDField(source="site_id")
    rhythms = RhythmOut(many=True)

    class Meta:
        model = OpenGroup
        fields = [
            "id", "site", "kind", "audience", "name", "neutral_name", "capacity", "language", "notes", "starts_on", "ends_on",
            "rhythms", "version",
        ]  # fmt: skip
        read_only_fields = fields


class OpenGroupFields(serializers.Serializer[Any]):
    """What may be said of a group."""

    kind = serializers.ChoiceField(choices=GroupKind.choices)
    audience = serializers.ChoiceField(choices=Audience.choices)
    name = serializers.CharField(max_length=120)
    neutral_name = serializers.CharField(max_length=60)
    capacity = serializers.IntegerField(min_value=1, max_value=1000)
    language = serializers.CharField(max_length=8, default="en")
    notes = TextField(5000)
    starts_on = serializers.DateField(required=False, allow_null=True, default=None)


class OpenGroupIn(OpenGroupFields):
    """A new group of a site; its days come with ``rhythm``."""

    site = RowField(sites)


class OpenGroupPatch(OpenGroupFields, VersionedPatchIn):
    """A change of a group."""


class RhythmIn(LookedAtIn):
    """When, where and by whom a group is held from a day on; ``nth`` is which weekday of the month (-1 the last)."""

    valid_from = serializers.DateField()
    frequency = serializers.ChoiceField(choices=Frequency.choices)
    weekday = serializers.ChoiceField(choices=Weekday.choices)
    starts_at = serializers.TimeField()
    minutes = serializers.IntegerField(min_value=1, max_value=DAY)
    every = serializers.IntegerField(min_value=1, max_value=MOST_EVERY, default=1)
    nth = serializers.ChoiceField(choices=NTH, required=False, allow_null=True, default=None)
    room = RowField(rooms, required=False, allow_null=True, default=None)
    lead = RowField(COLLEAGUE, required=False, allow_null=True, default=None)
    co_lead = RowField(COLLEAGUE, required=False, allow_null=True, default=None)


class GroupEndIn(LookedAtIn):
    """The last day of a group."""

    ends_on = serializers.DateField()


class OpenMeetingOut(serializers.ModelSerializer[OpenMeeting]):
    """One meeting of a group. ``guests`` counts those who came and are on no list."""

    group = serializers.UUIDField(source="group_id")
    room = serializers.UUIDField(source="room_id", allow_null=True)
    lead = serializers.UUIDField(source="lead_id", allow_null=True)
    co_lead = serializers.UUIDField(source="co_lead_id", allow_null=True)

    class Meta:
        model = OpenMeeting
        fields = [
            "id", "group", "on", "original_on", "starts_at", "ends_at", "room", "lead", "co_lead", "topic", "guests", "status",
            "cancel_reason", "held_at", "version",
        ]  # fmt: skip
        read_only_fields = fields


class OpenMeetingIn(serializers.Serializer[Any]):
    """One meeting outside the rhythm."""

    group = RowField(groups)
    starts_at = InstantField()
    minutes = serializers.IntegerField(min_value=1, max_value=DAY)


class OpenMeetingPatch(VersionedPatchIn):
    """Another room, other colleagues, a topic."""

    room = RowField(rooms, allow_null=True)
    lead = RowField(COLLEAGUE, allow_null=True)
    co_lead = RowField(COLLEAGUE, allow_null=True)
    topic = serializers.CharField(max_length=200, allow_blank=True)


class MeetingMoveIn(LookedAtIn):
    """Another start."""

    starts_at = InstantField()


class MeetingCancelIn(LookedAtIn):
    """Why it does not take place."""

    reason = serializers.CharField(max_length=300)


class MeetingFinishIn(LookedAtIn):
    """How many came who are on no list, and what it was about."""

    guests = serializers.IntegerField(min_value=0, max_value=1000, default=0)
    topic = TextField(200)


class PresenceOfIn(serializers.Serializer[Any]):
    """Whether somebody on the list came, and for how many minutes when not for all; empty takes the mark back."""

    place = serializers.UUIDField()
    status = serializers.ChoiceField(choices=Presence.choices, allow_blank=True)
    minutes = serializers.IntegerField(min_value=0, max_value=DAY, required=False, allow_null=True, default=None)


class GroupPlaceOut(serializers.ModelSerializer[OpenGroupMember]):
    """A client's place on the list of a group, or among those who wait."""

    group = serializers.UUIDField(source="group_id")
    client = serializers.UUIDField(source="client_id")

    class Meta:
        model = OpenGroupMember
        fields = ["id", "group", "client", "status", "joined_on", "left_on", "left_reason", "version"]
        read_only_fields = fields


class GroupPlaceIn(serializers.Serializer[Any]):
    """Who comes to which group, from which day on (today when not said)."""

    group = RowField(groups)
    client = RowField(seen(Client))
    joins_on = serializers.DateField(required=False, allow_null=True, default=None)


class PlaceLeaveIn(LookedAtIn):
    """Why somebody no longer comes."""

    reason = serializers.ChoiceField(choices=BY_HAND)


class GroupAttendanceOut(serializers.ModelSerializer[OpenAttendance]):
    """Whether a client came to a meeting, and for how many minutes. It counts towards no hours and no charge."""

    meeting = serializers.UUIDField(source="meeting_id")
    place = serializers.UUIDField(source="member_id")
    client = serializers.UUIDField(source="member.client_id")

    class Meta:
        model = OpenAttendance
        fields = ["id", "meeting", "place", "client", "status", "minutes", "marked_at", "version"]
        read_only_fields = fields
