"""Questionnaires due, answers, alerts and the rhythm as resources, by the same rules as on the pages."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db import transaction
from django.db.models import QuerySet

from clients.choices import Information
from iop.api.choices import Scope
from iop.api.reaching import InHouse, stays_inside
from iop.api.resources import Resource
from iop.api.serializers import measures as shapes
from iop.api.serializers.signing import ReasonIn
from iop.api.verbs import changes, creates, verb
from iop.core import clock
from iop.core.errors import Conflict, Invalid
from iop.core.words import say
from therapy.actions import measures
from therapy.choices.measures import AlertLevel, AssignmentStatus, ResponseStatus
from therapy.models import MeasureAlert, MeasureAssignment, MeasureResponse, MeasureSave
from therapy.models.measures import MeasureRule


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


class SaveFilter(filters.FilterSet):
    """Saves by client and answers."""

    client = filters.UUIDFilter(field_name="response__episode__client_id")
    response = filters.UUIDFilter(field_name="response_id")

    class Meta:
        model = MeasureSave
        fields: list[str] = []


class AssignmentResource(Resource):
    """Questionnaires due."""

    serializer_class = shapes.AssignmentOut
    filterset_class = AssignmentFilter
    read_scope = Scope.MEASURES_READ
    client_path = "episode.client_id"
    information = (Information.MEASURES,)
    event_name = "measure_assignments"
    expands = {"client": "client", "episode": "episode"}

    def get_queryset(self) -> QuerySet[MeasureAssignment]:
        """Scope to the sites where the caller gives measures."""
        return MeasureAssignment.objects.visible_to(self.actor).select_related("episode")

    @creates(Scope.MEASURES_WRITE, takes=shapes.AskIn)
    def create(self, data: dict[str, Any]) -> MeasureAssignment:
        """Ask for one questionnaire in a stay; while one of its kind is open, that one is given back."""
        return measures.ask_now(by=self.actor, at=self.at, **data)

    @verb(Scope.MEASURES_WRITE, takes=shapes.SkipIn)
    def skip(self, row: MeasureAssignment, data: dict[str, Any]) -> None:
        """Leave a due questionnaire out this time. That they declined is kept as an answer of its own."""
        measures.skip(by=self.actor, assignment=row, at=self.at, **data)


class ResponseResource(Resource):
    """Answers to questionnaires."""

    serializer_class = shapes.ResponseOut
    filterset_class = ResponseFilter
    read_scope = Scope.MEASURES_READ
    client_path = "episode.client_id"
    information = (Information.MEASURES,)
    event_name = "measure_responses"
    expands = {"client": "client", "episode": "episode", "assignment": "measure-assignment"}

    def get_queryset(self) -> QuerySet[MeasureResponse]:
        """Scope to the sites where the caller gives measures."""
        rows = MeasureResponse.objects.visible_to(self.actor).select_related("episode")
        if not stays_inside(self):
            rows = rows.exclude(status=ResponseStatus.DRAFT).filter(entered_in_error_at__isnull=True)
        return rows

    @creates(Scope.MEASURES_WRITE, takes=shapes.ResponseIn)
    @transaction.atomic
    def create(self, data: dict[str, Any]) -> MeasureResponse:
        """Enter a whole questionnaire: all of it is kept, scored and watched for what alarms, or none."""
        row = measures.begin(
            by=self.actor, episode=data["episode"], key=data["questionnaire"], at=self.at, language=data["language"],
            mode=data["mode"],
        )  # fmt: skip
        if row.started_at != self.at:
            raise Conflict(say("This questionnaire is being answered at the clinic just now."), code="under_way")
        return measures.finish(
            by=self.actor, response=row, version=row.version, answers=data["answers"], left=data["left"], at=self.at,
            accept_missing=data["accept_missing"],
        )  # fmt: skip

    @verb(Scope.MEASURES_WRITE, takes=shapes.BeginIn, detail=False, status=201)
    def begin(self, data: dict[str, Any]) -> MeasureResponse:
        """Begin answering a questionnaire step by step; answers that are not finished are given back."""
        return measures.begin(by=self.actor, at=self.at, **data)

    @changes(Scope.MEASURES_WRITE, takes=shapes.AnswersIn)
    @transaction.atomic
    def partial_update(self, row: MeasureResponse, data: dict[str, Any]) -> MeasureResponse:
        """Keep what is answered so far; what alarms is raised at once. An answer that cannot stand keeps nothing."""
        saved = measures.save_answers(by=self.actor, response=row, at=self.at, **data)
        for key, sentence in saved.problems.items():
            raise Invalid(sentence, field=key)
        return saved.response

    @verb(Scope.MEASURES_WRITE)
    def hand_over(self, row: MeasureResponse, data: dict[str, Any]) -> MeasureResponse:
        """Say that the client puts the answers in from here on."""
        return measures.hand_over(by=self.actor, response=row, at=self.at)

    @verb(Scope.MEASURES_WRITE, takes=shapes.FinishIn)
    def finish(self, row: MeasureResponse, data: dict[str, Any]) -> MeasureResponse:
        """Finish and lock answers with their score."""
        return measures.finish(by=self.actor, response=row, at=self.at, **data)

    @verb(Scope.MEASURES_WRITE, takes=ReasonIn)
    def entered_in_error(self, row: MeasureResponse, data: dict[str, Any]) -> MeasureResponse:
        """Say that finished answers do not belong here; they count nowhere from then on."""
        return measures.mark_error(by=self.actor, response=row, at=self.at, **data)


class MeasureSaveResource(InHouse):
    """What stood after each save of answers: the history of a questionnaire that was changed while it was given."""

    serializer_class = shapes.MeasureSaveOut
    filterset_class = SaveFilter
    read_scope = Scope.MEASURES_READ
    client_path = "response.episode.client_id"
    information = (Information.MEASURES,)
    event_name = "measure_saves"
    expands = {"client": "client", "response": "measure-response"}

    def get_queryset(self) -> QuerySet[MeasureSave]:
        """Scope to the sites where the caller gives measures."""
        theirs = MeasureResponse.objects.visible_to(self.actor).order_by()
        return MeasureSave.objects.filter(response__in=theirs).select_related("response__episode")


class AlertResource(Resource):
    """Answers that alarmed."""

    serializer_class = shapes.AlertOut
    filterset_class = AlertFilter
    read_scope = Scope.MEASURES_READ
    client_path = "response.episode.client_id"
    information = (Information.MEASURES, Information.SAFETY)
    event_name = "measure_alerts"
    expands = {"client": "client", "response": "measure-response"}

    def get_queryset(self) -> QuerySet[MeasureAlert]:
        """Scope to the sites where the caller gives measures."""
        return MeasureAlert.objects.visible_to(self.actor).select_related("response__episode")

    @verb(Scope.MEASURES_WRITE, takes=shapes.AcknowledgeIn)
    def acknowledge(self, row: MeasureAlert, data: dict[str, Any]) -> MeasureAlert:
        """Answer an alert with what was done. Only a person can."""
        return measures.acknowledge(by=self.actor, alert=row, at=self.at, **data)


class MeasureRuleResource(Resource):
    """When questionnaires are given, by level and date. About nobody."""

    serializer_class = shapes.MeasureRuleOut
    filterset_fields = ("key", "level__key")
    read_scope = Scope.MEASURES_READ
    queryset = MeasureRule.objects.select_related("level").order_by("pk")

    @creates(Scope.MEASURES_WRITE, takes=shapes.MeasureRuleIn)
    def create(self, data: dict[str, Any]) -> MeasureRule:
        """Let a line of the rhythm hold from a day on, today or later."""
        data["after_days"] = tuple(data["after_days"])
        return measures.set_rhythm(by=self.actor, today=self._today(), **data)

    @verb(Scope.MEASURES_WRITE, detail=False, status=200)
    def suggested(self, data: dict[str, Any]) -> None:
        """Make the suggested rhythm for levels that have none yet."""
        measures.install_rhythm(by=self.actor, valid_from=self._today())

    def _today(self) -> Any:
        places = self.actor.places
        return clock.local_date(self.at, places[0].time_zone if places else "UTC")
