"""Coded filters of the lists."""

from __future__ import annotations

import django_filters as filters

from clients.choices import EpisodeStatus
from clients.models import Client, Episode, Placement
from scheduling.choices import AppointmentKind, AppointmentStatus, CommitmentKind
from scheduling.models import Appointment, Commitment, Enrolment, Expectation, Track
from sessions_app.choices import AttendanceStatus, SessionStatus
from sessions_app.models import Attendance, ProgramSession, SelfReport
from therapy.choices.plans import PlanStatus
from therapy.choices.progress_notes import NoteKind
from therapy.choices.reviews import ReviewStatus
from therapy.choices.transitions import TransitionKind
from therapy.models import LevelReview, ProgressNote, Transition
from therapy.models.plans import ObjectiveAddressed, PlanReview, TreatmentPlan


class ClientFilter(filters.FilterSet):
    """Clients by record number, or by the status of an episode."""

    record_number = filters.CharFilter()
    episode_status = filters.ChoiceFilter(choices=EpisodeStatus.choices, method="with_episode")

    class Meta:
        model = Client
        fields: list[str] = []

    def with_episode(self, queryset, name, value):  # type: ignore[no-untyped-def]
        """Keep clients who have an episode in that status, of those that the caller sees."""
        seen = Episode.objects.visible_to(self.request._request.actor).filter(status=value)
        return queryset.filter(pk__in=seen.order_by().values("client"))


class EpisodeFilter(filters.FilterSet):
    """Episodes by client, site and status."""

    client = filters.UUIDFilter(field_name="client_id")
    site = filters.UUIDFilter(field_name="site_id")
    status = filters.ChoiceFilter(choices=EpisodeStatus.choices)

    class Meta:
        model = Episode
        fields: list[str] = []


class PlacementFilter(filters.FilterSet):
    """Placements by episode and day."""

    episode = filters.UUIDFilter(field_name="episode_id")
    client = filters.UUIDFilter(field_name="episode__client_id")
    on = filters.DateFilter(method="holding_on")

    class Meta:
        model = Placement
        fields: list[str] = []

    def holding_on(self, queryset, name, value):  # type: ignore[no-untyped-def]
        """Keep those that hold on the day."""
        return queryset.on(value)


class TrackFilter(filters.FilterSet):
    """Tracks by site, and whether they run."""

    site = filters.UUIDFilter(field_name="program__site_id")
    is_active = filters.BooleanFilter()

    class Meta:
        model = Track
        fields: list[str] = []


class EnrolmentFilter(filters.FilterSet):
    """Enrolments by client, track and day."""

    client = filters.UUIDFilter(field_name="client_id")
    episode = filters.UUIDFilter(field_name="episode_id")
    track = filters.UUIDFilter(field_name="track_id")
    on = filters.DateFilter(method="holding_on")

    class Meta:
        model = Enrolment
        fields: list[str] = []

    def holding_on(self, queryset, name, value):  # type: ignore[no-untyped-def]
        """Keep those that stand on the day."""
        return queryset.standing().on(value)


class SessionFilter(filters.FilterSet):
    """Treatment days by site, track, status and clinic date."""

    site = filters.UUIDFilter(field_name="site_id")
    track = filters.UUIDFilter(field_name="track_id")
    status = filters.ChoiceFilter(choices=SessionStatus.choices)
    on = filters.DateFilter()
    first = filters.DateFilter(field_name="on", lookup_expr="gte")
    last = filters.DateFilter(field_name="on", lookup_expr="lte")

    class Meta:
        model = ProgramSession
        fields: list[str] = []


class AttendanceFilter(filters.FilterSet):
    """Roster lines by client, session, status and clinic date."""

    client = filters.UUIDFilter(field_name="client_id")
    session = filters.UUIDFilter(field_name="session_id")
    status = filters.ChoiceFilter(choices=AttendanceStatus.choices)
    first = filters.DateFilter(field_name="session__on", lookup_expr="gte")
    last = filters.DateFilter(field_name="session__on", lookup_expr="lte")

    class Meta:
        model = Attendance
        fields: list[str] = []


class ProgressNoteFilter(filters.FilterSet):
    """Signed progress notes by client, episode, kind, author and when the contact began or the note was signed."""

    client = filters.UUIDFilter(field_name="episode__client_id")
    episode = filters.UUIDFilter(field_name="episode_id")
    author = filters.UUIDFilter(field_name="author_id")
    kind = filters.ChoiceFilter(choices=NoteKind.choices)
    starts_from = filters.IsoDateTimeFilter(field_name="starts_at", lookup_expr="gte")
    starts_before = filters.IsoDateTimeFilter(field_name="starts_at", lookup_expr="lt")
    signed_from = filters.IsoDateTimeFilter(field_name="signed_at", lookup_expr="gte")

    class Meta:
        model = ProgressNote
        fields: list[str] = []


class AppointmentFilter(filters.FilterSet):
    """Appointments by client, colleague, site, kind, status, series and time."""

    client = filters.UUIDFilter(field_name="client_id")
    staff = filters.UUIDFilter(field_name="staff_id")
    site = filters.UUIDFilter(field_name="site_id")
    series = filters.UUIDFilter(field_name="series_id")
    kind = filters.ChoiceFilter(choices=AppointmentKind.choices)
    status = filters.ChoiceFilter(choices=AppointmentStatus.choices)
    from_at = filters.IsoDateTimeFilter(field_name="starts_at", lookup_expr="gte")
    until_at = filters.IsoDateTimeFilter(field_name="starts_at", lookup_expr="lt")

    class Meta:
        model = Appointment
        fields: list[str] = []


class DueFilter(filters.FilterSet):
    """Stays by client and site."""

    client = filters.UUIDFilter(field_name="client_id")
    site = filters.UUIDFilter(field_name="site_id")

    class Meta:
        model = Episode
        fields: list[str] = []


class ExpectationFilter(filters.FilterSet):
    """Rhythms by client, stay, kind and day."""

    client = filters.UUIDFilter(field_name="episode__client_id")
    episode = filters.UUIDFilter(field_name="episode_id")
    kind = filters.ChoiceFilter(choices=AppointmentKind.choices)
    on = filters.DateFilter(method="holding_on")

    class Meta:
        model = Expectation
        fields: list[str] = []

    def holding_on(self, queryset, name, value):  # type: ignore[no-untyped-def]
        """Keep those that hold on the day."""
        return queryset.on(value).filter(withdrawn_at__isnull=True)


class CommitmentFilter(filters.FilterSet):
    """Commitments by client, kind and day."""

    client = filters.UUIDFilter(field_name="client_id")
    kind = filters.ChoiceFilter(choices=CommitmentKind.choices)
    on = filters.DateFilter(method="holding_on")

    class Meta:
        model = Commitment
        fields: list[str] = []

    def holding_on(self, queryset, name, value):  # type: ignore[no-untyped-def]
        """Keep those that hold on the day, whatever its weekday."""
        return queryset.on(value)


class SelfReportFilter(filters.FilterSet):
    """Self-reports by client, roster line and clinic date."""

    client = filters.UUIDFilter(field_name="attendance__client_id")
    attendance = filters.UUIDFilter(field_name="attendance_id")
    first = filters.DateFilter(field_name="attendance__session__on", lookup_expr="gte")
    last = filters.DateFilter(field_name="attendance__session__on", lookup_expr="lte")

    class Meta:
        model = SelfReport
        fields: list[str] = []


class PlanFilter(filters.FilterSet):
    """Treatment plans by client, stay and status."""

    client = filters.UUIDFilter(field_name="episode__client_id")
    episode = filters.UUIDFilter(field_name="episode_id")
    status = filters.ChoiceFilter(choices=PlanStatus.choices)

    class Meta:
        model = TreatmentPlan
        fields: list[str] = []


class ProgressFilter(filters.FilterSet):
    """What was said of objectives, by client, objective and day."""

    client = filters.UUIDFilter(field_name="thread__episode__client_id")
    thread = filters.UUIDFilter(field_name="thread_id")
    first = filters.DateFilter(field_name="on", lookup_expr="gte")
    last = filters.DateFilter(field_name="on", lookup_expr="lte")

    class Meta:
        model = ObjectiveAddressed
        fields: list[str] = []


class PlanReviewFilter(filters.FilterSet):
    """Reviews by client and plan."""

    client = filters.UUIDFilter(field_name="plan__episode__client_id")
    plan = filters.UUIDFilter(field_name="plan_id")

    class Meta:
        model = PlanReview
        fields: list[str] = []


class LevelReviewFilter(filters.FilterSet):
    """Reviews of the level of care by client, stay, status and day due; ``to_act_on`` keeps decisions that wait."""

    client = filters.UUIDFilter(field_name="episode__client_id")
    episode = filters.UUIDFilter(field_name="episode_id")
    status = filters.ChoiceFilter(choices=ReviewStatus.choices)
    due_from = filters.DateFilter(field_name="due_on", lookup_expr="gte")
    due_until = filters.DateFilter(field_name="due_on", lookup_expr="lte")
    to_act_on = filters.BooleanFilter(method="waiting")

    class Meta:
        model = LevelReview
        fields: list[str] = []

    def waiting(self, rows, name, value):  # type: ignore[no-untyped-def]
        """Keep the decisions that wait to be put into effect, or leave them out."""
        waits = LevelReview.objects.to_act_on().values("pk")
        return rows.filter(pk__in=waits) if value else rows.exclude(pk__in=waits)


class TransitionFilter(filters.FilterSet):
    """Changes of level by client, stay, kind and first day; ``standing`` leaves out those that were undone."""

    client = filters.UUIDFilter(field_name="episode__client_id")
    episode = filters.UUIDFilter(field_name="episode_id")
    kind = filters.ChoiceFilter(choices=TransitionKind.choices)
    effective_from = filters.DateFilter(field_name="effective_on", lookup_expr="gte")
    effective_until = filters.DateFilter(field_name="effective_on", lookup_expr="lte")
    standing = filters.BooleanFilter(field_name="undone_at", lookup_expr="isnull")

    class Meta:
        model = Transition
        fields: list[str] = []
