"""Groups outside a stay, their meetings, and who came."""

from __future__ import annotations

from rest_framework import serializers

from sessions_app.models import OpenAttendance, OpenGroup, OpenGroupMember, OpenMeeting


class OpenGroupOut(serializers.ModelSerializer[OpenGroup]):
    """A group that people come to outside a stay."""

    site = serializers.UUIDField(source="site_id")

    class Meta:
        model = OpenGroup
        fields = [
            "id", "site", "kind", "audience", "name", "neutral_name", "capacity", "language", "starts_on", "ends_on", "version",
        ]  # fmt: skip
        read_only_fields = fields


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
            "held_at", "version",
        ]  # fmt: skip
        read_only_fields = fields


class GroupPlaceOut(serializers.ModelSerializer[OpenGroupMember]):
    """A client's place on the list of a group, or among those who wait."""

    group = serializers.UUIDField(source="group_id")
    client = serializers.UUIDField(source="client_id")

    class Meta:
        model = OpenGroupMember
        fields = ["id", "group", "client", "status", "joined_on", "left_on", "left_reason", "version"]
        read_only_fields = fields


class GroupAttendanceOut(serializers.ModelSerializer[OpenAttendance]):
    """Whether a client came to a meeting, and for how many minutes. It counts towards no hours and no charge."""

    meeting = serializers.UUIDField(source="meeting_id")
    place = serializers.UUIDField(source="member_id")
    client = serializers.UUIDField(source="member.client_id")

    class Meta:
        model = OpenAttendance
        fields = ["id", "meeting", "place", "client", "status", "minutes", "marked_at", "version"]
        read_only_fields = fields
