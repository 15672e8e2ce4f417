"""Treatment days, their parts, rosters and attendance."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from sessions_app.choices import AttendanceMode, AttendanceStatus
from sessions_app.models import Attendance, ProgramSession, SessionComponent


class ComponentOut(serializers.ModelSerializer[SessionComponent]):
    """A timed part of a day."""

    kind = serializers.CharField(source="kind.key")
    topic = serializers.CharField(source="topic.title", default=None)
    room = serializers.UUIDField(source="room_id")

    class Meta:
        model = SessionComponent
        fields = ["id", "position", "kind", "title", "topic", "room", "starts_at", "ends_at", "counts_as_service"]
        read_only_fields = fields


class SessionOut(serializers.ModelSerializer[ProgramSession]):
    """A treatment day."""

    site = serializers.UUIDField(source="site_id")
    track = serializers.UUIDField(source="track_id")

    class Meta:
        model = ProgramSession
        fields = [
            "id",
            "site",
            "track",
            "on",
            "original_on",
            "starts_at",
            "ends_at",
            "focus",
            "status",
            "started_at",
            "closed_at",
            "cancel_reason",
            "version",
        ]
        read_only_fields = fields


class SessionDetail(SessionOut):
    """A treatment day with its parts."""

    components = ComponentOut(many=True)

    class Meta(SessionOut.Meta):
        fields = [*SessionOut.Meta.fields, "components"]
        read_only_fields = fields


class AttendanceOut(serializers.ModelSerializer[Attendance]):
    """One client's line on a day's roster."""

    session = serializers.UUIDField(source="session_id")
    client = serializers.UUIDField(source="client_id")
    episode = serializers.UUIDField(source="episode_id")
    enrolment = serializers.UUIDField(source="enrolment_id")

    class Meta:
        model = Attendance
        fields = [
            "id",
            "session",
            "client",
            "episode",
            "enrolment",
            "source",
            "status",
            "mode",
            "arrived_at",
            "left_at",
            "participation",
            "absence_reason",
            "credited_minutes",
            "version",
        ]
        read_only_fields = fields


class MarkOneIn(serializers.Serializer[Any]):
    """What became of one line. ``version`` is the one that was read."""

    version = serializers.IntegerField(min_value=1)
    status = serializers.ChoiceField(choices=AttendanceStatus.choices)
    arrived_at = serializers.DateTimeField(required=False, allow_null=True, default=None)
    left_at = serializers.DateTimeField(required=False, allow_null=True, default=None)
    mode = serializers.ChoiceField(choices=AttendanceMode.choices, required=False, allow_null=True, default=None)
    absence_reason = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class MarkIn(MarkOneIn):
    """The same, with the reason that a closed day asks for."""

    reason = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class MarkLineIn(MarkOneIn):
    """The same, naming the line."""

    attendance = serializers.UUIDField()


class MarkManyIn(serializers.Serializer[Any]):
    """A whole roster in one call: all of it is kept, or none. A closed day asks for a reason."""

    entries = MarkLineIn(many=True, allow_empty=False)
    reason = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class VersionIn(serializers.Serializer[Any]):
    """The version that was read."""

    version = serializers.IntegerField(min_value=1)


class CloseIn(VersionIn):
    """Closing a day, and why it closes with gaps if it does."""

    accept_gaps = serializers.BooleanField(default=False)
    reason = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class CancelIn(VersionIn):
    """Cancelling a day needs a reason."""

    reason = serializers.CharField(max_length=300)
