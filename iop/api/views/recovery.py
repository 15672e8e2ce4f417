"""Homework and shared pages of journals as resources."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import QuerySet

from clients.choices import Information
from clients.models import Client
from iop.access.choices import Permission
from iop.api.choices import Scope
from iop.api.resources import Resource
from iop.api.serializers import recovery as shapes
from iop.api.serializers.signing import VersionIn
from iop.api.verbs import creates, verb
from therapy.actions import homework
from therapy.choices.recovery import HomeworkStatus
from therapy.models import Homework, JournalEntry


class HomeworkFilter(filters.FilterSet):
    """Tasks by client, stay and status."""

    client = filters.UUIDFilter(field_name="episode__client_id")
    episode = filters.UUIDFilter(field_name="episode_id")
    status = filters.ChoiceFilter(choices=HomeworkStatus.choices)

    class Meta:
        model = Homework
        fields: list[str] = []


class JournalFilter(filters.FilterSet):
    """Pages by client."""

    client = filters.UUIDFilter(field_name="client_id")

    class Meta:
        model = JournalEntry
        fields: list[str] = []


class HomeworkResource(Resource):
    """Tasks between sessions. That they are done is said by the client alone."""

    serializer_class = shapes.HomeworkOut
    filterset_class = HomeworkFilter
    read_scope = Scope.PLANS_READ
    client_path = "episode.client_id"
    information = (Information.PLAN,)
    event_name = "homework"
    expands = {"client": "client", "episode": "episode"}

    def get_queryset(self) -> QuerySet[Homework]:
        """Scope to the caller's sites."""
        return Homework.objects.visible_to(self.actor).select_related("episode")

    @creates(Scope.NOTES_WRITE, takes=shapes.HomeworkIn)
    def create(self, data: dict[str, Any]) -> Homework:
        """Give a task to one client."""
        (made,) = homework.give_homework(by=self.actor, episodes=[data.pop("episode")], at=self.at, **data)
        return made

    @verb(Scope.NOTES_WRITE, takes=shapes.HomeworkForManyIn, detail=False)
    def for_many(self, data: dict[str, Any]) -> None:
        """Give the same task to several clients: to all of them, or to nobody."""
        homework.give_homework(by=self.actor, at=self.at, **data)

    @verb(Scope.NOTES_WRITE, takes=VersionIn)
    def drop(self, row: Homework, data: dict[str, Any]) -> None:
        """No longer ask for it."""
        homework.drop_homework(by=self.actor, homework=row, at=self.at, **data)


class SharedPageResource(Resource):
    """What clients share of their journals now, for people who read their notes. No integration reads journals."""

    serializer_class = shapes.JournalEntryOut
    filterset_class = JournalFilter
    read_scope = Scope.NOTES_READ
    client_path = "client_id"
    information = (Information.PROGRESS,)
    event_name = "journal_page"
    expands = {"client": "client"}

    def get_queryset(self) -> QuerySet[JournalEntry]:
        """Scope to the clients whose notes the caller reads, and to what they share."""
        if self.actor.staff_id is None or self.key is not None:
            return JournalEntry.objects.none()
        theirs = Client.objects.visible_to(self.actor, Permission.NOTE_VIEW)
        return JournalEntry.objects.shared().filter(client__in=theirs.order_by().values("pk")).order_by("-written_at")
