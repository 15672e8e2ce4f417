"""Treatment days, their parts, rosters and attendance."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from clients.models import Client
from iop.access.choices import Permission
from iop.api.fields import InstantField, RowField, TextField, every, seen
from iop.api.serializers.patching import LookedAtIn
from iop.api.serializers.places import sites
from iop.clinic.models import StaffMember
from iop.core.words import say
from scheduling.choices import FacilitatorRole
from scheduling.models import CurriculumTopic, Exercise, Room
from sessions_app.choices import AttendanceMode, AttendanceStatus, Participation
from sessions_app.models import (
    Attendance,
    AttendanceChange,
    ComponentAttendance,
    ProgramSession,
    SessionComponent,
    SessionFacilitator,
    SessionStatusChange,
)

MOST_LINES = 500
CARE = (Permission.NOTE_VIEW, Permission.SESSION_RUN)
"""By which colleagues read more of a client's day than that they came."""
REACH = (("this", "this"), ("following", "following"), ("all", "all"))


class FacilitatorOut(serializers.ModelSerializer[SessionFacilitator]):
    """Who leads a part or joins it, and for whom they stand in."""

    staff = serializers.UUIDField(source="staff_id")
    stands_in_for = serializers.UUIDField(source="stands_in_for_id", allow_null=True)

    class Meta:
        model = SessionFacilitator
        fields = ["staff", "role", "stands_in_for"]
        read_only_fields = fields


class ComponentOut(serializers.ModelSerializer[SessionComponent]):
    """A timed part of a day, as planned and as it was."""

    session = serializers.UUIDField(source="session_id")
    kind = serializers.CharField(source="kind.key")
    topic = serializers.CharField(source="topic.title", default=None)
    topic_id = serializers.UUIDField(allow_null=True)
    exercise = serializers.UUIDField(source="exercise_id", allow_null=True)
    room = serializers.UUIDField(source="room_id", allow_null=True)
    facilitators = FacilitatorOut(many=True)

    class Meta:
        model = SessionComponent
        fields = [
            "id", "session", "position", "kind", "title", "topic", "topic_id", "exercise", "room", "starts_at", "ends_at",
            "actual_starts_at", "actual_ends_at", "counts_as_service", "facilitators", "version",
        ]  # fmt: skip
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
            "telehealth_link",
            "status",
            "started_at",
            "closed_at",
            "cancel_reason",
            "is_customised",
            "version",
        ]
        read_only_fields = fields


class SessionStatusChangeOut(serializers.ModelSerializer[SessionStatusChange]):
    """When a day was started, closed, made final or cancelled, and why."""

    class Meta:
        model = SessionStatusChange
        fields = ["status", "at", "reason"]
        read_only_fields = fields


class SessionDetail(SessionOut):
    """A treatment day with its parts, and what became of it."""

    components = ComponentOut(many=True)
    status_changes = SessionStatusChangeOut(many=True)

    class Meta(SessionOut.Meta):
        fields = [*SessionOut.Meta.fields, "components", "status_changes"]
        read_only_fields = fields


class AttendanceOut(serializers.ModelSerializer[Attendance]):
    """One client's line on a day's roster. ``check_in`` and ``wrap_up`` are ids, to be fetched or expanded."""

    session = serializers.UUIDField(source="session_id")
    client = serializers.UUIDField(source="client_id")
    episode = serializers.UUIDField(source="episode_id")
    enrolment = serializers.UUIDField(source="enrolment_id")
    check_in = serializers.UUIDField(source="check_in.pk", default=None, allow_null=True)
    wrap_up = serializers.UUIDField(source="wrap_up.pk", default=None, allow_null=True)

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
            "proposed_arrived_at",
            "proposed_left_at",
            "participation",
            "absence_reason",
            "credited_minutes",
            "check_in",
            "wrap_up",
            "version",
        ]
        read_only_fields = fields

    def to_representation(self, row: Attendance) -> dict[str, Any]:
        """Keep how somebody took part from colleagues who know that they came, and no more of their day (need to know)."""
        told: dict[str, Any] = super().to_representation(row)
        actor = self.context["actor"]
        if actor.staff_id and not any(actor.can(right, row.session.site_id) for right in CARE):
            told["participation"] = ""
        return told


class WhereaboutsOut(serializers.ModelSerializer[Attendance]):
    """Where a client on video is that day, and which number to call back, so that help can be sent."""

    session = serializers.UUIDField(source="session_id")
    client = serializers.UUIDField(source="client_id")

    class Meta:
        model = Attendance
        fields = ["id", "session", "client", "remote_location", "remote_callback", "version"]
        read_only_fields = fields


class AttendanceChangeOut(serializers.ModelSerializer[AttendanceChange]):
    """How a roster line stood after each change, and why."""

    attendance = serializers.UUIDField(source="attendance_id")
    client = serializers.UUIDField(source="attendance.client_id")

    class Meta:
        model = AttendanceChange
        fields = [
            "id", "attendance", "client", "at", "status", "arrived_at", "left_at", "credited_minutes", "reason", "is_late_entry",
        ]  # fmt: skip
        read_only_fields = fields


class ComponentAttendanceOut(serializers.ModelSerializer[ComponentAttendance]):
    """For how many minutes somebody was there of one part, where that differs from their times in and out."""

    attendance = serializers.UUIDField(source="attendance_id")
    client = serializers.UUIDField(source="attendance.client_id")
    component = serializers.UUIDField(source="component_id")

    class Meta:
        model = ComponentAttendance
        fields = ["id", "attendance", "client", "component", "minutes", "reason", "version"]
        read_only_fields = fields


class PartMinutesOut(serializers.Serializer[Any]):
    """Minutes of service of one part."""

    component = serializers.UUIDField()
    minutes = serializers.IntegerField()


class WorthOut(serializers.ModelSerializer[Attendance]):
    """What a day is worth to one client: minutes of service by part and together, of how many, and why not all of them."""

    client = serializers.UUIDField(source="client_id")
    credited_minutes = serializers.SerializerMethodField()
    planned_minutes = serializers.SerializerMethodField()
    words = serializers.SerializerMethodField()
    parts = serializers.SerializerMethodField()

    class Meta:
        model = Attendance
        fields = ["id", "client", "credited_minutes", "planned_minutes", "words", "parts"]
        read_only_fields = fields

    def get_credited_minutes(self, row: Attendance) -> int:
        """Give the minutes as they would be counted now."""
        minutes: int = self.context["worth"][row.pk].credited
        return minutes

    def get_planned_minutes(self, row: Attendance) -> int:
        """Give the minutes of service of the whole day."""
        minutes: int = self.context["worth"][row.pk].planned
        return minutes

    def get_words(self, row: Attendance) -> str:
        """Say it in a sentence."""
        return str(self.context["worth"][row.pk].sentence)

    @extend_schema_field(PartMinutesOut(many=True))
    def get_parts(self, row: Attendance) -> Any:
        """Give the minutes of each part that counts, in order."""
        parts = self.context["worth"][row.pk].parts
        return [{"component": str(component), "minutes": minutes} for component, minutes in parts.items()]


class GapOut(serializers.Serializer[Any]):
    """Something a day still lacks. One that must be settled keeps the day from being closed."""

    code = serializers.CharField()
    words = serializers.CharField(source="sentence")
    attendance = serializers.UUIDField(source="attendance_id", allow_null=True)
    component = serializers.UUIDField(source="component_id", allow_null=True)
    must_settle = serializers.BooleanField()


class MarkOneIn(serializers.Serializer[Any]):
    """What became of one line. ``version`` is the one that was read."""

    version = serializers.IntegerField(min_value=1)
    status = serializers.ChoiceField(choices=AttendanceStatus.choices)
    arrived_at = InstantField(required=False, allow_null=True, default=None)
    left_at = InstantField(required=False, allow_null=True, default=None)
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

    entries = MarkLineIn(many=True, allow_empty=False, max_length=MOST_LINES)  # type: ignore[call-arg]
    reason = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")

    def validate_entries(self, entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Refuse two words about one line."""
        if len({entry["attendance"] for entry in entries}) < len(entries):
            raise serializers.ValidationError(str(say("Name each line once.")), "twice")
        return entries


class LateEntryIn(LookedAtIn):
    """What became of a line of a day that is closed or final, and why it is entered late."""

    status = serializers.ChoiceField(choices=AttendanceStatus.choices)
    arrived_at = InstantField(required=False, allow_null=True, default=None)
    left_at = InstantField(required=False, allow_null=True, default=None)
    reason = serializers.CharField(max_length=300)


class ParticipationIn(LookedAtIn):
    """How somebody took part."""

    participation = serializers.ChoiceField(choices=Participation.choices)


class PartMinutesIn(LookedAtIn):
    """For how many minutes somebody was there of one part, and why."""

    component = RowField(every(SessionComponent))
    minutes = serializers.IntegerField(min_value=0, max_value=1440)
    reason = serializers.CharField(max_length=200)


class WhereaboutsIn(LookedAtIn):
    """Where a client on video is today, and a number to call back."""

    remote_location = serializers.CharField(max_length=300)
    remote_callback = serializers.CharField(max_length=40)


class ProposedTimesIn(serializers.Serializer[Any]):
    """When somebody joined and left a video call: nothing is credited until a colleague accepts it."""

    joined_at = InstantField()
    left_at = InstantField(required=False, allow_null=True, default=None)


class LineReasonIn(LookedAtIn):
    """The version that was read, and a reason where one is asked for."""

    reason = TextField(300)


class RosterAddIn(serializers.Serializer[Any]):
    """Somebody who comes on this one day."""

    client = RowField(seen(Client))


class MakeAheadIn(serializers.Serializer[Any]):
    """The site whose missing days are made."""

    site = RowField(sites)


class MadeAheadOut(serializers.Serializer[Any]):
    """What was made, what was there already, and why a date has no day."""

    made = serializers.ListField(child=serializers.UUIDField())
    already_there = serializers.IntegerField()
    skipped = serializers.ListField(child=serializers.CharField())


class StandInIn(serializers.Serializer[Any]):
    """Who leads a part in the place of whoever was planned."""

    component = serializers.UUIDField()
    staff = RowField(every(StaffMember))


class VersionIn(serializers.Serializer[Any]):
    """The version that was read."""

    version = serializers.IntegerField(min_value=1)


class StartIn(VersionIn):
    """Starting a day, and who stands in for a lead who is not here."""

    stand_ins = StandInIn(many=True, required=False, max_length=50)  # type: ignore[call-arg]


class CloseIn(VersionIn):
    """Closing a day, and why it closes with gaps if it does."""

    accept_gaps = serializers.BooleanField(default=False)
    reason = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class CancelIn(VersionIn):
    """Cancelling a day needs a reason; ``scope`` takes those that follow along, and out of the weekly template."""

    reason = serializers.CharField(max_length=300)
    scope = serializers.ChoiceField(choices=REACH, default="this")


class SessionMoveIn(VersionIn):
    """Another start; ``scope`` moves those that follow along, and in the weekly template."""

    starts_at = InstantField()
    scope = serializers.ChoiceField(choices=REACH, default="this")


class PartTimesIn(LookedAtIn):
    """When a part really began and ended; after closing a reason is asked for."""

    actual_starts_at = InstantField(allow_null=True)
    actual_ends_at = InstantField(allow_null=True)
    reason = TextField(300)


class PartTopicIn(LookedAtIn):
    """What a part teaches, and for mindfulness the exercise."""

    topic = RowField(every(CurriculumTopic), allow_null=True)
    exercise = RowField(every(Exercise), required=False, allow_null=True, default=None)


class PartRoomIn(LookedAtIn):
    """Another room, or none."""

    room = RowField(lambda actor: Room.objects.at_sites_of(actor), allow_null=True)
    scope = serializers.ChoiceField(choices=REACH, default="this")


class PartFacilitatorIn(LookedAtIn):
    """Who leads a part, or joins it."""

    staff = RowField(every(StaffMember))
    role = serializers.ChoiceField(choices=FacilitatorRole.choices, default=FacilitatorRole.LEAD)
    stands_in_for = RowField(every(StaffMember), required=False, allow_null=True, default=None)
    scope = serializers.ChoiceField(choices=REACH, default="this")


class PartColleagueIn(LookedAtIn):
    """A co-facilitator."""

    staff = RowField(every(StaffMember))
