"""Early warnings and their rules as resources."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import QuerySet

from clients.choices import Information
from iop.api.choices import Scope
from iop.api.reaching import stays_inside
from iop.api.resources import Resource
from iop.api.serializers import warnings as shapes
from iop.api.verbs import creates, verb
from therapy.actions import warnings
from therapy.choices.warnings import WarningKind
from therapy.models import EarlyWarning, WarningRule


class WarningFilter(filters.FilterSet):
    """Warnings by client, stay, kind, and whether somebody answered."""

    client = filters.UUIDFilter(field_name="episode__client_id")
    episode = filters.UUIDFilter(field_name="episode_id")
    kind = filters.ChoiceFilter(choices=WarningKind.choices)
    is_over = filters.BooleanFilter(field_name="ended_at", lookup_expr="isnull", exclude=True)

    class Meta:
        model = EarlyWarning
        fields: list[str] = []


class EarlyWarningResource(Resource):
    """Early warnings; those about drug tests are for who reads test results."""

    serializer_class = shapes.EarlyWarningOut
    filterset_class = WarningFilter
    read_scope = Scope.NOTES_READ
    client_path = "episode.client_id"
    information = (Information.PROGRESS,)
    event_name = "early_warning"
    expands = {"client": "client", "episode": "episode"}

    def get_queryset(self) -> QuerySet[EarlyWarning]:
        """Scope to the caller's sites. What rests on tests or questionnaires is told to people, not to integrations."""
        rows = EarlyWarning.objects.visible_to(self.actor)
        if self.actor.staff_id is None or not stays_inside(self):
            rows = rows.exclude(kind__startswith="test_").exclude(kind=WarningKind.SCORE)
        return rows.select_related("episode", "rule")

    @verb(Scope.NOTES_WRITE, takes=shapes.WarningEndIn)
    def end(self, row: EarlyWarning, data: dict[str, Any]) -> None:
        """Put a warning aside with a reason. The same facts do not warn again."""
        warnings.end_warning(by=self.actor, warning=row, at=self.at, **data)


class WarningRuleResource(Resource):
    """When early warnings are raised, by date. About nobody."""

    serializer_class = shapes.WarningRuleOut
    filterset_fields = ("kind", "measure_key")
    read_scope = Scope.NOTES_READ
    queryset = WarningRule.objects.order_by("pk")

    @creates(Scope.MEASURES_WRITE, takes=shapes.WarningRuleIn)
    def create(self, data: dict[str, Any]) -> WarningRule:
        """Let a rule hold from a day on."""
        return warnings.set_warning_rule(by=self.actor, at=self.at, **data)
