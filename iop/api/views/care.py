"""Stays, levels of care by date, care teams and worries as resources."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from clients import actions
from clients.actions import lengths
from clients.choices import CareRole, ConcernKind, Information
from clients.discharge_rules import Leaving
from clients.models import (
    CareTeamMembership,
    Concern,
    DischargeDetail,
    Episode,
    LevelRequirement,
    Placement,
    StayExtension,
)
from iop.api.choices import Scope
from iop.api.filters import EpisodeFilter, PlacementFilter
from iop.api.reaching import for_colleagues
from iop.api.resources import Resource
from iop.api.serializers import care as shapes
from iop.api.verbs import creates, verb
from iop.api.views.discharges import DischargeResource
from iop.workflows import admission
from iop.workflows import discharge as discharging

READ, WRITE = Scope.CLIENTS_READ, Scope.CLIENTS_WRITE
DECIDE, END = Scope.ASSESSMENTS_WRITE, Scope.REVIEWS_WRITE
OF_A_STAY = {"client": "client", "episode": "episode"}


class ExtensionFilter(filters.FilterSet):
    """Weeks added, by client and stay; ``withdrawn`` false leaves out what was taken back."""

    client = filters.UUIDFilter(field_name="placement__episode__client_id")
    episode = filters.UUIDFilter(field_name="placement__episode_id")
    withdrawn = filters.BooleanFilter(field_name="withdrawn_at", lookup_expr="isnull", exclude=True)

    class Meta:
        model = StayExtension
        fields: list[str] = []


class CareTeamFilter(filters.FilterSet):
    """Care teams by client, stay, colleague, role and day."""

    client = filters.UUIDFilter(field_name="episode__client_id")
    episode = filters.UUIDFilter(field_name="episode_id")
    staff = filters.UUIDFilter(field_name="staff_id")
    role = filters.ChoiceFilter(choices=CareRole.choices)
    on = filters.DateFilter(method="holding_on")

    class Meta:
        model = CareTeamMembership
        fields: list[str] = []

    def holding_on(self, queryset, name, value):  # type: ignore[no-untyped-def]
        """Keep those that hold on the day."""
        return queryset.on(value)


class ConcernFilter(filters.FilterSet):
    """Concerns by client, site and kind; ``open`` keeps those that nobody has closed."""

    client = filters.UUIDFilter(field_name="client_id")
    site = filters.UUIDFilter(field_name="site_id")
    kind = filters.ChoiceFilter(choices=ConcernKind.choices)
    open = filters.BooleanFilter(field_name="resolved_at", lookup_expr="isnull")

    class Meta:
        model = Concern
        fields: list[str] = []


class RequirementFilter(filters.FilterSet):
    """What levels ask, by the level's key."""

    level = filters.CharFilter(field_name="level__key")

    class Meta:
        model = LevelRequirement
        fields: list[str] = []


class EpisodeResource(Resource):
    """Episodes of care: inquiry, treatment, discharge."""

    serializer_class = shapes.EpisodeOut
    filterset_class = EpisodeFilter
    read_scope = READ
    scopes = {"admission_checklist": Scope.INTAKE_READ}
    client_path = "client_id"
    information = (Information.SCHEDULE, Information.DISCHARGE)
    event_name = "episodes"
    expands = {"client": "client", "site": "site"}

    def get_queryset(self) -> QuerySet[Episode]:
        """Scope to the caller's sites."""
        return Episode.objects.visible_to(self.actor).select_related("site").prefetch_related("status_changes")

    @creates(WRITE, takes=shapes.EpisodeIn)
    def create(self, data: dict[str, Any]) -> Episode:
        """Open a new course of care for somebody who comes back; the chart stays."""
        return actions.open_episode(by=self.actor, site_id=data.pop("site").pk, at=self.at, **data)

    @verb(WRITE, takes=shapes.AdmitIn)
    def admit(self, row: Episode, data: dict[str, Any]) -> None:
        """Begin treatment, once placed in a level of care."""
        actions.admit(by=self.actor, episode=row, at=self.at, **data)

    @extend_schema(responses=shapes.ChecklistLineOut(many=True), filters=False)
    @action(detail=True, methods=["get"], filterset_class=None, pagination_class=None, url_path="admission-checklist")
    def admission_checklist(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Say what an admission asks for, and how it stands."""
        for_colleagues(self)
        row = self.get_object()
        self.exit_one(row)
        lines = admission.checklist(episode=row, at=self.at)
        return Response(shapes.ChecklistLineOut(lines, many=True).data)

    @verb(Scope.INTAKE_WRITE, takes=shapes.AdmissionIn)
    def complete_admission(self, row: Episode, data: dict[str, Any]) -> None:
        """Admit with seat, level and care team in one step; all of it or nothing."""
        team = {each["role"]: each["staff"].pk for each in data.pop("team")}
        admission.admit(by=self.actor, episode=row, team=team, at=self.at, **data)

    @verb(END, takes=shapes.DischargeIn)
    def discharge(self, row: Episode, data: dict[str, Any]) -> None:
        """End treatment, with its enrolments and future days; or close an inquiry."""
        leaving = data.pop("leaving")
        kept = Leaving(**leaving) if leaving else None
        discharging.discharge(by=self.actor, episode=row, leaving=kept, at=self.at, **data)

    @verb(END, takes=shapes.DestinationIn, gives=DischargeResource)
    def destination(self, row: Episode, data: dict[str, Any]) -> DischargeDetail:
        """Keep or change where somebody went, once treatment has ended."""
        version = data.pop("version")
        kept = Leaving(**data)
        return discharging.keep_destination(by=self.actor, episode=row, leaving=kept, version=version, at=self.at)

    @verb(END, takes=shapes.FirstAppointmentKeptIn, gives=DischargeResource)
    def first_appointment(self, row: Episode, data: dict[str, Any]) -> DischargeDetail:
        """Say whether the first appointment after treatment was kept."""
        detail = get_object_or_404(DischargeDetail, episode=row)
        return discharging.answer_first_appointment(by=self.actor, detail=detail, at=self.at, **data)


class PlacementResource(Resource):
    """Levels of care by date."""

    serializer_class = shapes.PlacementOut
    filterset_class = PlacementFilter
    read_scope = READ
    client_path = "episode.client_id"
    information = (Information.ASSESSMENT,)
    event_name = "placements"
    expands = OF_A_STAY

    def get_queryset(self) -> QuerySet[Placement]:
        """Scope to the caller's sites; what was withdrawn before it began is shown to whoever names it."""
        rows = Placement.objects if self.action == "list" else Placement.every
        return rows.visible_to(self.actor).select_related("episode", "level", "indicated_level")

    @creates(DECIDE, takes=shapes.PlacementIn)
    def create(self, data: dict[str, Any]) -> Placement:
        """Place a client in a level of care from a day on; the level before ends the day before."""
        return actions.place(by=self.actor, at=self.at, **data)

    @verb(DECIDE)
    def withdraw(self, row: Placement, data: dict[str, Any]) -> None:
        """Take back a placement that begins today or later."""
        actions.withdraw_placement(by=self.actor, placement=row, at=self.at)


class ExtensionResource(Resource):
    """Stays that go on beyond their target, by decision."""

    serializer_class = shapes.StayExtensionOut
    filterset_class = ExtensionFilter
    read_scope = READ
    client_path = "placement.episode.client_id"
    information = (Information.ASSESSMENT,)
    event_name = "stay_extensions"
    expands = {**OF_A_STAY, "placement": "placement"}

    def get_queryset(self) -> QuerySet[StayExtension]:
        """Scope to the caller's sites."""
        stays = Episode.objects.visible_to(self.actor)
        return StayExtension.objects.filter(placement__episode__in=stays).select_related("placement__episode")

    @creates(DECIDE, takes=shapes.StayExtensionIn)
    def create(self, data: dict[str, Any]) -> StayExtension:
        """Let somebody stay in their level beyond its target."""
        return lengths.extend_stay(by=self.actor, at=self.at, **data)

    @verb(DECIDE)
    def withdraw(self, row: StayExtension, data: dict[str, Any]) -> None:
        """Take an extension back."""
        lengths.withdraw_extension(by=self.actor, extension=row, at=self.at)


class CareTeamResource(Resource):
    """Who looks after clients, by role and date."""

    serializer_class = shapes.CareTeamOut
    filterset_class = CareTeamFilter
    read_scope = READ
    client_path = "episode.client_id"
    information = (Information.SCHEDULE,)
    event_name = "care_teams"
    expands = OF_A_STAY

    def get_queryset(self) -> QuerySet[CareTeamMembership]:
        """Scope to the caller's sites."""
        return CareTeamMembership.objects.visible_to(self.actor).select_related("episode")

    @creates(WRITE, takes=shapes.CareTeamIn)
    def create(self, data: dict[str, Any]) -> CareTeamMembership:
        """Give a colleague a role from a day on; whoever had it before ends the day before."""
        return actions.assign_care_team(by=self.actor, at=self.at, **data)


class ConcernResource(Resource):
    """Worries about clients, and what came of them."""

    serializer_class = shapes.ConcernOut
    filterset_class = ConcernFilter
    read_scope = Scope.TIMELINE_READ
    client_path = "client_id"
    information = (Information.SAFETY,)
    event_name = "concerns"
    expands = {"client": "client", "site": "site"}

    def get_queryset(self) -> QuerySet[Concern]:
        """Scope to the caller's sites."""
        return Concern.objects.visible_to(self.actor)

    @creates(Scope.WORK_WRITE, takes=shapes.ConcernIn)
    def create(self, data: dict[str, Any]) -> Concern:
        """Raise a concern: the colleague on call is asked at once."""
        return actions.raise_concern(by=self.actor, site_id=data.pop("site").pk, at=self.at, **data)

    @verb(Scope.WORK_WRITE, takes=shapes.ConcernResolveIn)
    def resolve(self, row: Concern, data: dict[str, Any]) -> None:
        """Close a concern with what came of it."""
        actions.resolve_concern(by=self.actor, concern=row, at=self.at, **data)


class RequirementResource(Resource):
    """What levels ask of a week, by date."""

    serializer_class = shapes.LevelRequirementOut
    filterset_class = RequirementFilter
    read_scope = Scope.SCHEDULE_READ

    def get_queryset(self) -> QuerySet[LevelRequirement]:
        """The same for everybody who reads the schedule."""
        return LevelRequirement.objects.select_related("level")

    @creates(Scope.SCHEDULE_WRITE, takes=shapes.LevelRequirementIn)
    def create(self, data: dict[str, Any]) -> LevelRequirement:
        """Say what a level asks from a day on; what held before stays as it was."""
        return actions.set_requirement(by=self.actor, at=self.at, **data)
