"""The curriculum as resources: kinds of parts, topics, handouts, exercises."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import QuerySet

from iop.api.choices import Scope
from iop.api.resources import Resource
from iop.api.serializers import curriculum as shapes
from iop.api.serializers.patching import kept
from iop.api.verbs import changes, creates, removes
from scheduling import actions
from scheduling.choices import ComponentCategory
from scheduling.models import ComponentKind, CurriculumTopic, Exercise, Handout


class ByCategoryFilter(filters.FilterSet):
    """By category, and whether it is in use."""

    category = filters.ChoiceFilter(choices=ComponentCategory.choices)
    is_active = filters.BooleanFilter()

    class Meta:
        fields: list[str] = []


class KindFilter(ByCategoryFilter):
    """Kinds by category, and whether they are in use."""

    class Meta(ByCategoryFilter.Meta):
        model = ComponentKind


class TopicFilter(ByCategoryFilter):
    """Topics by category, and whether they are in use."""

    class Meta(ByCategoryFilter.Meta):
        model = CurriculumTopic


class HandoutFilter(filters.FilterSet):
    """Handouts by topic."""

    topic = filters.UUIDFilter(field_name="topic_id")

    class Meta:
        model = Handout
        fields: list[str] = []


class ComponentKindResource(Resource):
    """Kinds of parts of a treatment day."""

    serializer_class = shapes.ComponentKindOut
    filterset_class = KindFilter
    read_scope = Scope.SCHEDULE_READ
    queryset = ComponentKind.objects.all()

    @creates(Scope.SCHEDULE_WRITE, takes=shapes.ComponentKindIn)
    def create(self, data: dict[str, Any]) -> ComponentKind:
        """Add a kind of part."""
        return actions.save_kind(by=self.actor, at=self.at, **data)

    @changes(Scope.SCHEDULE_WRITE, takes=shapes.ComponentKindPatch)
    def partial_update(self, row: ComponentKind, data: dict[str, Any]) -> None:
        """Change a kind of part; days that were held keep what they counted."""
        said = kept(
            row, data, "name", "category", "default_minutes", "min_minutes", "max_minutes", "counts_as_service",
            "clients_per_facilitator", "min_clients", "needs_licensed_lead", "is_active",
        )  # fmt: skip
        actions.save_kind(by=self.actor, at=self.at, key=row.key, kind=row, **said)


class TopicResource(Resource):
    """Topics of the curriculum."""

    serializer_class = shapes.TopicOut
    filterset_class = TopicFilter
    read_scope = Scope.SCHEDULE_READ

    def get_queryset(self) -> QuerySet[CurriculumTopic]:
        """Give every topic, with its handouts in one statement."""
        return CurriculumTopic.objects.prefetch_related("handouts")

    @creates(Scope.SCHEDULE_WRITE, takes=shapes.TopicIn)
    def create(self, data: dict[str, Any]) -> CurriculumTopic:
        """Add a topic."""
        return actions.save_topic(by=self.actor, at=self.at, **data)

    @changes(Scope.SCHEDULE_WRITE, takes=shapes.TopicPatch)
    def partial_update(self, row: CurriculumTopic, data: dict[str, Any]) -> None:
        """Change a topic."""
        said = kept(row, data, "title", "category", "summary", "position", "language", "is_active")
        actions.save_topic(by=self.actor, at=self.at, topic=row, **said)


class HandoutResource(Resource):
    """What there is to take home of topics. Files are added on the page, where they are checked before they are kept."""

    serializer_class = shapes.HandoutOut
    filterset_class = HandoutFilter
    read_scope = Scope.SCHEDULE_READ
    queryset = Handout.objects.all()
    expands = {"topic": "topic"}

    @creates(Scope.SCHEDULE_WRITE, takes=shapes.HandoutIn)
    def create(self, data: dict[str, Any]) -> Handout:
        """Give a topic a text to take home."""
        return actions.add_handout(by=self.actor, at=self.at, **data)

    @changes(Scope.SCHEDULE_WRITE, takes=shapes.HandoutPatch)
    def partial_update(self, row: Handout, data: dict[str, Any]) -> None:
        """Change a handout's title and text."""
        actions.change_handout(by=self.actor, handout=row, at=self.at, **kept(row, data, "title", "body"))

    @removes(Scope.SCHEDULE_WRITE)
    def destroy(self, row: Handout) -> None:
        """Take a handout away from its topic."""
        actions.remove_handout(by=self.actor, handout=row, at=self.at)


class ExerciseResource(Resource):
    """The library of exercises."""

    serializer_class = shapes.ExerciseOut
    read_scope = Scope.SCHEDULE_READ
    queryset = Exercise.objects.all()

    @creates(Scope.SCHEDULE_WRITE, takes=shapes.ExerciseIn)
    def create(self, data: dict[str, Any]) -> Exercise:
        """Add an exercise."""
        return actions.save_exercise(by=self.actor, at=self.at, **data)

    @changes(Scope.SCHEDULE_WRITE, takes=shapes.ExercisePatch)
    def partial_update(self, row: Exercise, data: dict[str, Any]) -> None:
        """Change an exercise."""
        said = kept(row, data, "title", "script", "minutes", "language", "is_active")
        actions.save_exercise(by=self.actor, at=self.at, exercise=row, **said)
