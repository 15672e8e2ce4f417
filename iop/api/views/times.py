"""Colleagues with their free times, time away, and who takes part in family appointments, as resources."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from clients.choices import Information
from iop.access.choices import Permission
from iop.api import asked
from iop.api.choices import Scope
from iop.api.resources import Resource
from iop.api.serializers import one_to_one as out
from iop.api.serializers import times as shapes
from iop.api.serializers.places import sites
from iop.api.verbs import creates, removes, verb
from iop.clinic.models import Site, SiteRole, StaffMember
from scheduling import actions
from scheduling.models import Appointment, AppointmentParticipant, AppointmentStatusChange, StaffBlock
from scheduling.slots import free_slots_of

MOST_DAYS = 14
MOST_MINUTES = 480


class ColleagueFilter(filters.FilterSet):
    """Colleagues by site; ``here`` keeps those who have not left."""

    site = filters.UUIDFilter(method="at_site")
    here = filters.BooleanFilter(field_name="left_on", lookup_expr="isnull")

    class Meta:
        model = StaffMember
        fields: list[str] = []

    def at_site(self, queryset, name, value):  # type: ignore[no-untyped-def]
        """Keep those who hold or held a role there."""
        return queryset.filter(pk__in=SiteRole.objects.filter(site=value).values("staff"))


class BlockFilter(filters.FilterSet):
    """Time away by colleague and time."""

    staff = filters.UUIDFilter(field_name="staff_id")
    from_at = filters.IsoDateTimeFilter(field_name="ends_at", lookup_expr="gt")
    until_at = filters.IsoDateTimeFilter(field_name="starts_at", lookup_expr="lt")

    class Meta:
        model = StaffBlock
        fields: list[str] = []


class OfAppointmentFilter(filters.FilterSet):
    """By appointment and client."""

    appointment = filters.UUIDFilter(field_name="appointment_id")
    client = filters.UUIDFilter(field_name="appointment__client_id")

    class Meta:
        fields: list[str] = []


class ParticipantFilter(OfAppointmentFilter):
    """Who is invited, by appointment and client; ``standing`` leaves out those no longer invited."""

    standing = filters.BooleanFilter(field_name="uninvited_at", lookup_expr="isnull")

    class Meta(OfAppointmentFilter.Meta):
        model = AppointmentParticipant


class AppointmentChangeFilter(OfAppointmentFilter):
    """What became of appointments, by appointment and client."""

    class Meta(OfAppointmentFilter.Meta):
        model = AppointmentStatusChange


class ColleagueResource(Resource):
    """Colleagues as those need them who book and plan: a name, a title, where they work. Their files are ``staff``."""

    serializer_class = shapes.ColleagueOut
    filterset_class = ColleagueFilter
    read_scope = Scope.SCHEDULE_READ
    scopes = {"free_times": Scope.SCHEDULE_READ}

    def get_queryset(self) -> QuerySet[StaffMember]:
        """Scope to those who work or worked at the caller's sites."""
        held = SiteRole.objects.filter(site__in=self.actor.site_ids)
        return StaffMember.objects.filter(pk__in=held.values("staff")).prefetch_related("site_roles")

    @extend_schema(
        parameters=[
            OpenApiParameter("site", OpenApiTypes.UUID, required=True),
            OpenApiParameter("first", OpenApiTypes.DATE, required=True),
            OpenApiParameter("days", OpenApiTypes.INT, description="How many days, at most 14; 1 when not said."),
            OpenApiParameter("minutes", OpenApiTypes.INT, description="How long, at most 480; 50 when not said."),
        ],
        responses=shapes.FreeTimeOut(many=True), filters=False,
    )  # fmt: skip
    @action(detail=True, pagination_class=None, filterset_class=None, url_path="free-times")
    def free_times(self, request: Request, pk: str) -> Response:
        """List when a colleague is free at a site while it is open; who or what takes the rest is not told."""
        staff, site = self.get_object(), self._site(request)
        days = asked.number(request, "days", usual=1, most=MOST_DAYS)
        minutes = asked.number(request, "minutes", usual=50, most=MOST_MINUTES)
        found = free_slots_of(
            staff_ids=[staff.pk], site_id=site.pk, zone=site.time_zone, first=asked.day(request, "first"), days=days, minutes=minutes,
            not_before=self.at,
        )  # fmt: skip
        rows = [{"starts_at": start, "ends_at": end} for start, end in found.get(staff.pk, [])]
        return Response(shapes.FreeTimeOut(rows, many=True).data)

    def _site(self, request: Request) -> Site:
        site: Site = self.pick(sites(self.actor), asked.row_id(request, "site"))
        return site


class StaffBlockResource(Resource):
    """Time colleagues are away. Nothing is booked over it."""

    serializer_class = shapes.StaffBlockOut
    filterset_class = BlockFilter
    read_scope = Scope.SCHEDULE_READ
    expands = {"staff": "colleague"}

    def get_queryset(self) -> QuerySet[StaffBlock]:
        """Scope to those who work or worked where the caller may see the schedule."""
        held = SiteRole.objects.filter(site__in=self.actor.sites_where(Permission.SESSION_VIEW))
        return StaffBlock.objects.filter(staff__in=held.values("staff"))

    @creates(Scope.APPOINTMENTS_WRITE, takes=shapes.StaffBlockIn)
    def create(self, data: dict[str, Any]) -> StaffBlock:
        """Block a colleague's time; what is already planned then answers 409 and is named."""
        return actions.block_staff(by=self.actor, at=self.at, **data)

    @removes(Scope.APPOINTMENTS_WRITE)
    def destroy(self, row: StaffBlock) -> None:
        """Give the time back."""
        actions.unblock_staff(by=self.actor, block=row, at=self.at)


class OfAppointmentResource(Resource):
    """Rows that belong to an appointment."""

    expands = {"client": "client", "appointment": "appointment"}

    def _appointments(self) -> QuerySet[Appointment]:
        return Appointment.objects.visible_to(self.actor, Permission.SESSION_VIEW).order_by()


class ParticipantResource(OfAppointmentResource):
    """Who is invited to family appointments. Planned with ``appointments/{id}/plan-family/``."""

    serializer_class = out.ParticipantOut
    filterset_class = ParticipantFilter
    read_scope = Scope.FAMILY_READ
    client_path = "appointment.client_id"
    information = (Information.SCHEDULE, Information.CONTACT)
    event_name = "participants"

    def get_queryset(self) -> QuerySet[AppointmentParticipant]:
        """Scope to the caller's sites."""
        rows = AppointmentParticipant.objects.filter(appointment__in=self._appointments())
        return rows.select_related("appointment")

    @verb(Scope.APPOINTMENTS_WRITE, takes=out.ParticipantAnswerIn)
    def answer(self, row: AppointmentParticipant, data: dict[str, Any]) -> None:
        """Keep what somebody said: that they come, or cannot."""
        actions.keep_answer(by=self.actor, participant=row, at=self.at, **data)


class AppointmentChangeResource(OfAppointmentResource):
    """What became of appointments: each status with its time and reason."""

    serializer_class = out.AppointmentStatusChangeOut
    filterset_class = AppointmentChangeFilter
    read_scope = Scope.APPOINTMENTS_READ
    client_path = "appointment.client_id"
    information = (Information.SCHEDULE,)
    event_name = "appointment_changes"

    def get_queryset(self) -> QuerySet[AppointmentStatusChange]:
        """Scope to the caller's sites."""
        rows = AppointmentStatusChange.objects.filter(appointment__in=self._appointments())
        return rows.select_related("appointment")
