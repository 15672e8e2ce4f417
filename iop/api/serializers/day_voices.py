"""What clients say at check-in and wrap-up, and what is done about days they miss."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from clients.choices import Substance
from iop.access.choices import Permission
from iop.api.fields import InstantField, RowField, RowsField, TextField, seen
from iop.api.serializers.patching import LookedAtIn
from sessions_app.choices import MOST_USES, GoalOutcome, Habit, OutreachMethod, OutreachOutcome, UseReport
from sessions_app.models import (
    AbsenceNotice,
    Attendance,
    CheckIn,
    MakeUp,
    Outreach,
    ProgramSession,
    ShortTermGoal,
    WrapUp,
)

ON_ROSTER = seen(Attendance, Permission.SESSION_VIEW)
LONGEST_WORDS = 5000


class CheckInOut(serializers.ModelSerializer[CheckIn]):
    """How a client arrived: mood and cravings from 0 to 10, and their own words."""

    attendance = serializers.UUIDField(source="attendance_id")
    session = serializers.UUIDField(source="attendance.session_id")
    client = serializers.UUIDField(source="attendance.client_id")

    class Meta:
        model = CheckIn
        fields = [
            "id", "attendance", "session", "client", "mood", "cravings", "triggers", "successes", "setbacks",
            "chose_not_to_share", "by_client", "saved_at", "version",
        ]  # fmt: skip
        read_only_fields = fields


class VoiceIn(serializers.Serializer[Any]):
    """Whose, and the ``version`` that was read: 0 while there is none."""

    attendance = RowField(ON_ROSTER)
    version = serializers.IntegerField(min_value=0, default=0)


class CheckInIn(VoiceIn):
    """How a client arrives, whole: what is left out is empty."""

    mood = serializers.IntegerField(min_value=0, max_value=10, required=False, allow_null=True, default=None)
    cravings = serializers.IntegerField(min_value=0, max_value=10, required=False, allow_null=True, default=None)
    triggers = TextField(LONGEST_WORDS)
    successes = TextField(LONGEST_WORDS)
    setbacks = TextField(LONGEST_WORDS)
    chose_not_to_share = serializers.BooleanField(default=False)


class ShortTermGoalOut(serializers.ModelSerializer[ShortTermGoal]):
    """Something a client took on for the next day or two, and how it went."""

    client = serializers.UUIDField(source="client_id")
    attendance = serializers.UUIDField(source="attendance_id")
    reviewed_in = serializers.UUIDField(source="reviewed_in_id", allow_null=True)

    class Meta:
        model = ShortTermGoal
        fields = ["id", "client", "attendance", "text", "due_at", "outcome", "outcome_at", "reviewed_in", "version"]
        read_only_fields = fields


class ShortTermGoalReviewIn(LookedAtIn):
    """At which check-in somebody said how a goal went; an empty ``outcome`` takes the answer back."""

    attendance = RowField(ON_ROSTER)
    outcome = serializers.ChoiceField(choices=GoalOutcome.choices, allow_blank=True)


class WrapUpOut(serializers.ModelSerializer[WrapUp]):
    """How a client left: what they learned and will apply. Their goals are ``goals``."""

    attendance = serializers.UUIDField(source="attendance_id")
    session = serializers.UUIDField(source="attendance.session_id")
    client = serializers.UUIDField(source="attendance.client_id")

    class Meta:
        model = WrapUp
        fields = [
            "id", "attendance", "session", "client", "learned", "will_apply", "chose_not_to_share", "saved_at", "version",
        ]  # fmt: skip
        read_only_fields = fields


class ShortTermGoalIn(serializers.Serializer[Any]):
    """A goal for the next 24 or 48 hours."""

    text = serializers.CharField(max_length=500)
    due_hours = serializers.ChoiceField(choices=((24, "24"), (48, "48")), default=24)


class WrapUpIn(VoiceIn):
    """How a client leaves, whole. A goal that is left out is withdrawn, unless it was reviewed."""

    learned = TextField(LONGEST_WORDS)
    will_apply = TextField(LONGEST_WORDS)
    chose_not_to_share = serializers.BooleanField(default=False)
    goals = ShortTermGoalIn(many=True, required=False, max_length=20)  # type: ignore[call-arg]


class UseIn(serializers.Serializer[Any]):
    """A substance, how much in the client's words, and the day."""

    substance = serializers.ChoiceField(choices=Substance.choices)
    amount = TextField(100)
    on = serializers.DateField(required=False, allow_null=True, default=None)


class SelfReportIn(VoiceIn):
    """What a client says of use, sleep, stress and habits, whole."""

    use = serializers.ChoiceField(choices=UseReport.choices, required=False, allow_blank=True, default="")
    uses = UseIn(many=True, required=False, max_length=MOST_USES)  # type: ignore[call-arg]
    sleep_hours = serializers.DecimalField(
        max_digits=3, decimal_places=1, min_value=0, max_value=24, required=False, allow_null=True, default=None
    )
    stress = serializers.IntegerField(min_value=0, max_value=10, required=False, allow_null=True, default=None)
    habits = serializers.ListField(
        child=serializers.ChoiceField(choices=Habit.choices), required=False, max_length=len(Habit), default=list
    )


class MakeUpOut(serializers.ModelSerializer[MakeUp]):
    """A seat on another day for one that was missed. ``line`` is the roster line of the other day."""

    client = serializers.UUIDField(source="line.client_id")
    missed = serializers.UUIDField(source="missed_id")
    line = serializers.UUIDField(source="line_id")
    session = serializers.UUIDField(source="line.session_id")
    offered_by = serializers.UUIDField(source="offered_by_id", allow_null=True)

    class Meta:
        model = MakeUp
        fields = [
            "id",
            "client",
            "missed",
            "line",
            "session",
            "mends_same_week",
            "offered_by",
            "created_at",
            "cancelled_at",
        ]
        read_only_fields = fields


class MakeUpIn(serializers.Serializer[Any]):
    """The missed line and the day that is to make up for it."""

    attendance = RowField(ON_ROSTER)
    session = RowField(seen(ProgramSession))


class MakeUpCancelIn(serializers.Serializer[Any]):
    """Why, where somebody says."""

    reason = TextField(300)


class FreeSeatOut(serializers.Serializer[Any]):
    """A free seat that would make up for a miss."""

    session = serializers.UUIDField(source="session_id")
    on = serializers.DateField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    minutes = serializers.IntegerField(help_text="Planned minutes of service.")
    free = serializers.IntegerField(help_text="Free seats.")
    mends_same_week = serializers.BooleanField()


class OutreachOut(serializers.ModelSerializer[Outreach]):
    """One attempt to reach somebody who was missed. What was said stays in the chart."""

    attendance = serializers.UUIDField(source="attendance_id")
    client = serializers.UUIDField(source="attendance.client_id")
    by = serializers.UUIDField(source="by_id")

    class Meta:
        model = Outreach
        fields = ["id", "attendance", "client", "at", "by", "method", "outcome"]
        read_only_fields = fields


class OutreachIn(serializers.Serializer[Any]):
    """How somebody was tried, and what came of it."""

    attendance = RowField(ON_ROSTER)
    method = serializers.ChoiceField(choices=OutreachMethod.choices)
    outcome = serializers.ChoiceField(choices=OutreachOutcome.choices)
    note = TextField(2000)


class AbsenceNoticeOut(serializers.ModelSerializer[AbsenceNotice]):
    """A client who called ahead of a day they miss."""

    attendance = serializers.UUIDField(source="attendance_id")
    client = serializers.UUIDField(source="attendance.client_id")
    taken_by = serializers.UUIDField(source="taken_by_id")

    class Meta:
        model = AbsenceNotice
        fields = ["id", "attendance", "client", "called_at", "is_short", "is_excused", "reason", "taken_by"]
        read_only_fields = fields


class AbsenceNoticeIn(serializers.Serializer[Any]):
    """Which days a client will miss, when they called and what they said."""

    lines = RowsField(ON_ROSTER, allow_empty=False)
    called_at = InstantField()
    reason = serializers.CharField(max_length=300)
    excused = serializers.BooleanField(default=False)
