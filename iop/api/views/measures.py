"""Questionnaires due, answers and alerts as resources, by the same rules as on the pages."""

from __future__ import annotations

import django_filters as filters
from django.db import transaction
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from clients.choices import Information
from clients.models import Episode
from iop.api.choices import Scope
from iop.api.resources import Resource
from iop.api.serializers import measures as shapes
from iop.core import clock
from iop.core.errors import Conflict
from iop.core.words import say
from therapy.actions import measures
from therapy.choices.measures import AlertLevel, AssignmentStatus, ResponseStatus
from therapy.models import MeasureAlert, MeasureAssignment, MeasureResponse


class AssignmentFilter(filters.FilterSet):
    """Assignments by client, questionnaire and status."""

    client = filters.UUIDFilter(field_name="episode__client_id")
    questionnaire = filters.CharFilter(field_name="key")
    status = filters.ChoiceFilter(choices=AssignmentStatus.choices)

    class Meta:
        model = MeasureAssignment
        fields: list[str] = []


class ResponseFilter(filters.FilterSet):
    """Answers by client, questionnaire and status."""

    client = filters.UUIDFilter(field_name="episode__client_id")
    questionnaire = filters.CharFilter(field_name="key")
    status = filters.ChoiceFilter(choices=ResponseStatus.choices)

    class Meta:
        model = MeasureResponse
        fields: list[str] = []


class AlertFilter(filters.FilterSet):
    """Alerts by client, level, and whether somebody answered."""

    client = filters.UUIDFilter(field_name="response__episode__client_id")
    level = filters.ChoiceFilter(choices=AlertLevel.choices)
    answered = filters.BooleanFilter(field_name="acknowledged_at", lookup_expr="isnull", exclude=True)

    class Meta:
        model = MeasureAlert
        fields: list[str] = []


class AssignmentResource(Resource):
    """Questionnaires due."""

    serializer_class = shapes.AssignmentOut
    filterset_class = AssignmentFilter
    read_scope = Scope.MEASURES_READ
    client_path = "episode.client_id"
    information = (Information.MEASURES,)
    event_name = "measure_assignments"
    http_method_names = ["get", "head", "options"]

    def get_queryset(self) -> QuerySet[MeasureAssignment]:
        """Scope to the sites where the caller gives measures."""
        return MeasureAssignment.objects.visible_to(self.actor).select_related("episode")


class ResponseResource(Resource):
    """Answers to questionnaires."""

    serializer_class = shapes.ResponseOut
    filterset_class = ResponseFilter
    read_scope = Scope.MEASURES_READ
    scopes = {"create": Scope.MEASURES_WRITE}
    client_path = "episode.client_id"
    information = (Information.MEASURES,)
    event_name = "measure_responses"

    def get_queryset(self) -> QuerySet[MeasureResponse]:
        """Scope to the sites where the caller gives measures."""
        return MeasureResponse.objects.visible_to(self.actor).select_related("episode")

    @extend_schema(request=shapes.ResponseIn, responses={201: shapes.ResponseOut})
    def create(self, request: Request) -> Response:
        """Enter a whole questionnaire: all of it is kept, scored and watched for what alarms, or none."""
        data = self.parsed(shapes.ResponseIn)
        episode = self.pick(Episode.objects.visible_to(self.actor), data["episode"])
        at = clock.now()
        with transaction.atomic():
            row = measures.begin(
                by=self.actor,
                episode=episode,
                key=data["questionnaire"],
                at=at,
                language=data["language"],
                mode=data["mode"],
            )
            if row.started_at != at:
                raise Conflict(say("This questionnaire is being answered at the clinic just now."), code="under_way")
            done = measures.finish(
                by=self.actor, response=row, version=row.version, answers=data["answers"], left=data["left"], at=at,
                accept_missing=data["accept_missing"],
            )  # fmt: skip
        return self.fresh(done, status.HTTP_201_CREATED)


class AlertResource(Resource):
    """Answers that alarmed."""

    serializer_class = shapes.AlertOut
    filterset_class = AlertFilter
    read_scope = Scope.MEASURES_READ
    client_path = "response.episode.client_id"
    information = (Information.MEASURES, Information.SAFETY)
    event_name = "measure_alerts"
    http_method_names = ["get", "head", "options"]

    def get_queryset(self) -> QuerySet[MeasureAlert]:
        """Scope to the sites where the caller gives measures."""
        return MeasureAlert.objects.visible_to(self.actor).select_related("response__episode")
