"""Appointments, what is due, rhythms, commitments and self-reports."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from clients.choices import Substance
from clients.models import Client, Episode
from iop.api.fields import InstantField, RowField, TextField, seen
from iop.clinic.choices import Weekday
from scheduling.choices import (
    LONGEST_SERIES,
    MOST_TIMES,
    MOST_WEEKS_BETWEEN,
    AppointmentKind,
    AppointmentStatus,
    CommitmentKind,
    StatusReason,
)
from scheduling.family_choices import (
    BY_HAND,
    MOST_GUESTS,
    FamilyForm,
    FamilyGoal,
    GuestAnswer,
    GuestPresence,
    UninvitedBecause,
)
from scheduling.models import Appointment, AppointmentParticipant, AppointmentStatusChange, Commitment, Expectation
from scheduling.rules.family import FamilyPlan, Guest
from sessions_app.models import ReportedUse, SelfReport

SCOPES = (("this", "this"), ("following", "following"), ("all", "all"))


class AppointmentOut(serializers.ModelSerializer[Appointment]):
    """A meeting with a client outside the treatment day."""

    site = serializers.UUIDField(source="site_id")
    client = serializers.UUIDField(source="client_id")
    episode = serializers.UUIDField(source="episode_id", allow_null=True)
    staff = serializers.UUIDField(source="staff_id")
    room = serializers.UUIDField(source="room_id", allow_null=True)
    series = serializers.UUIDField(source="series_id", allow_null=True)

    class Meta:
        model = Appointment
        fields = [
            "id", "site", "kind", "client", "episode", "staff", "room", "starts_at", "ends_at", "telehealth_link",
            "during_session", "status", "cancel_reason", "series", "version",
        ]  # fmt: skip
        read_only_fields = fields


class GuestIn(serializers.Serializer[Any]):
    """A related person who is invited, and as what."""

    person = serializers.UUIDField()
    role = TextField(60)


class FamilyPlanIn(serializers.Serializer[Any]):
    """What a family appointment is planned as: who sits together, what for, and who is invited."""

    form = serializers.ChoiceField(choices=FamilyForm.choices, default=FamilyForm.FAMILY)
    goals = serializers.ListField(
        child=serializers.ChoiceField(choices=FamilyGoal.choices),
        required=False,
        max_length=len(FamilyGoal),
        default=list,
    )
    guests = GuestIn(many=True, required=False, max_length=MOST_GUESTS)  # type: ignore[call-arg]


class FamilyPlanChangeIn(serializers.Serializer[Any]):
    """Another plan, and why somebody is no longer invited."""

    version = serializers.IntegerField(min_value=1)
    plan = FamilyPlanIn()
    because = serializers.ChoiceField(choices=BY_HAND, default=UninvitedBecause.CHANGED)


class PresenceIn(serializers.Serializer[Any]):
    """Whether somebody who was invited came."""

    person = serializers.UUIDField()
    presence = serializers.ChoiceField(choices=GuestPresence.choices)


class WhoCameIn(serializers.Serializer[Any]):
    """Who was at a family session: the client or not, and those who were invited."""

    client_present = serializers.BooleanField()
    presence = PresenceIn(many=True, allow_empty=True, max_length=MOST_GUESTS)  # type: ignore[call-arg]


def plan_of(asked: dict[str, Any] | None) -> FamilyPlan | None:
    """Turn what was sent into the plain value of the rules."""
    if asked is None:
        return None
    guests = tuple(Guest(one["person"], one["role"]) for one in asked.get("guests", ()))
    return FamilyPlan(form=asked["form"], goals=tuple(asked["goals"]), guests=guests)


class ParticipantOut(serializers.ModelSerializer[AppointmentParticipant]):
    """Somebody who is invited to a family appointment, what they answered and whether they came."""

    appointment = serializers.UUIDField(source="appointment_id")
    client = serializers.UUIDField(source="appointment.client_id")
    person = serializers.UUIDField(source="person_id")

    class Meta:
        model = AppointmentParticipant
        fields = [
            "id", "appointment", "client", "person", "role", "invited_at", "answer", "attended", "uninvited_at",
            "uninvited_because",
        ]  # fmt: skip
        read_only_fields = fields


class ParticipantAnswerIn(serializers.Serializer[Any]):
    """What somebody who is invited said."""

    answer = serializers.ChoiceField(choices=GuestAnswer.choices)


class AppointmentStatusChangeOut(serializers.ModelSerializer[AppointmentStatusChange]):
    """What became of an appointment, when and why."""

    appointment = serializers.UUIDField(source="appointment_id")
    client = serializers.UUIDField(source="appointment.client_id")

    class Meta:
        model = AppointmentStatusChange
        fields = ["id", "appointment", "client", "status", "at", "because", "reason"]
        read_only_fields = fields


class AppointmentIn(serializers.Serializer[Any]):
    """A new appointment; ``weeks`` above 1 books the same wall time for so many weeks.

    ``despite_commitment`` books a time at which the client said they cannot come; ``skip_clashes`` leaves out taken weeks.
    """

    kind = serializers.ChoiceField(choices=AppointmentKind.choices)
    site = serializers.UUIDField()
    client = serializers.UUIDField()
    staff = serializers.UUIDField()
    room = serializers.UUIDField(required=False, allow_null=True, default=None)
    starts_at = InstantField()
    ends_at = InstantField()
    telehealth_link = serializers.URLField(required=False, allow_blank=True, default="", max_length=200)
    during_session = serializers.BooleanField(default=False)
    despite_commitment = serializers.BooleanField(default=False)
    plan = FamilyPlanIn(required=False, allow_null=True, default=None)
    weeks = serializers.IntegerField(min_value=1, max_value=LONGEST_SERIES, default=1)
    skip_clashes = serializers.BooleanField(default=False)


class ScopedIn(serializers.Serializer[Any]):
    """The version that was read, and how far a change of one of a series reaches."""

    version = serializers.IntegerField(min_value=1)
    scope = serializers.ChoiceField(choices=SCOPES, default="this")


class AppointmentMoveIn(ScopedIn):
    """Another time, colleague, room or video link; what is left out stays as it was."""

    starts_at = InstantField()
    ends_at = InstantField()
    staff = serializers.UUIDField(required=False, allow_null=True, default=None)
    room = serializers.UUIDField(required=False, allow_null=True, default=None)
    leaves_room = serializers.BooleanField(default=False)
    telehealth_link = serializers.URLField(
        required=False, allow_blank=True, allow_null=True, default=None, max_length=200
    )
    despite_commitment = serializers.BooleanField(default=False)


class AppointmentCancelIn(ScopedIn):
    """Why it does not happen: a reason from the list, words, or both."""

    because = serializers.ChoiceField(choices=StatusReason.choices, required=False, allow_blank=True, default="")
    reason = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class AppointmentStatusIn(AppointmentCancelIn):
    """What became of it. ``scope`` marks those of the series that have begun with it."""

    status = serializers.ChoiceField(choices=AppointmentStatus.choices)


class ExpectationOut(serializers.ModelSerializer[Expectation]):
    """How often a client is to have appointments of a kind, where that was agreed with them."""

    episode = serializers.UUIDField(source="episode_id")
    client = serializers.UUIDField(source="episode.client_id")

    class Meta:
        model = Expectation
        fields = [
            "id", "episode", "client", "kind", "times", "every_weeks", "starts_on", "ends_on", "reason",
            "withdrawn_at", "version",
        ]  # fmt: skip
        read_only_fields = fields


class ExpectationIn(serializers.Serializer[Any]):
    """A rhythm from a day on: so many times in so many weeks, and why."""

    episode = RowField(seen(Episode))
    kind = serializers.ChoiceField(choices=AppointmentKind.choices)
    times = serializers.IntegerField(min_value=0, max_value=MOST_TIMES)
    every_weeks = serializers.IntegerField(min_value=1, max_value=MOST_WEEKS_BETWEEN, default=1)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(required=False, allow_null=True, default=None)
    reason = serializers.CharField(max_length=300)


class LastDayIn(serializers.Serializer[Any]):
    """The version that was read, and the last day it holds."""

    version = serializers.IntegerField(min_value=1)
    ends_on = serializers.DateField()


class StandingOut(serializers.Serializer[Any]):
    """How one kind stands in the weeks that count: missing is what is neither held nor booked."""

    kind = serializers.ChoiceField(choices=AppointmentKind.choices)
    expected = serializers.IntegerField()
    booked = serializers.IntegerField()
    held = serializers.IntegerField()
    missing = serializers.IntegerField()
    first = serializers.DateField()
    until = serializers.DateField()


class DueOut(serializers.ModelSerializer[Episode]):
    """What is due one-to-one of a stay this week."""

    client = serializers.UUIDField(source="client_id")
    site = serializers.UUIDField(source="site_id")
    standing = serializers.SerializerMethodField()

    class Meta:
        model = Episode
        fields = ["id", "client", "site", "standing"]
        read_only_fields = fields

    @extend_schema_field(StandingOut(many=True))
    def get_standing(self, row: Episode) -> Any:
        """Give the row's standing, read for the whole page at once."""
        return StandingOut(self.context["standing"].get(row.pk, []), many=True).data


class CommitmentOut(serializers.ModelSerializer[Commitment]):
    """A time of the week at which a client cannot come."""

    client = serializers.UUIDField(source="client_id")

    class Meta:
        model = Commitment
        fields = [
            "id",
            "client",
            "kind",
            "weekday",
            "starts",
            "ends",
            "starts_on",
            "ends_on",
            "note",
            "withdrawn_at",
            "version",
        ]
        read_only_fields = fields


class CommitmentIn(serializers.Serializer[Any]):
    """A time of some weekdays (Monday is 0); an end before the beginning is on the next morning."""

    client = RowField(seen(Client))
    kind = serializers.ChoiceField(choices=CommitmentKind.choices)
    weekdays = serializers.ListField(child=serializers.ChoiceField(choices=Weekday.choices), min_length=1, max_length=7)
    starts = serializers.TimeField()
    ends = serializers.TimeField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(required=False, allow_null=True, default=None)
    note = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class ReportedUseOut(serializers.ModelSerializer[ReportedUse]):
    """A substance, how much in the client's words, and the day."""

    substance = serializers.ChoiceField(choices=Substance.choices)

    class Meta:
        model = ReportedUse
        fields = ["substance", "amount", "on"]
        read_only_fields = fields


class SelfReportOut(serializers.ModelSerializer[SelfReport]):
    """What a client said of use, sleep, stress and habits at the check-in of a treatment day."""

    attendance = serializers.UUIDField(source="attendance_id")
    client = serializers.UUIDField(source="attendance.client_id")
    on = serializers.DateField(source="attendance.session.on")
    uses = ReportedUseOut(many=True)

    class Meta:
        model = SelfReport
        fields = [
            "id", "attendance", "client", "on", "use", "uses", "sleep_hours", "stress", "habits", "by_client", "version",
        ]  # fmt: skip
        read_only_fields = fields
