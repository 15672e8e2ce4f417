"""Changes of the level of care: looked at, carried out and taken back by people."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from clients.choices import Information
from clients.models import Episode
from iop.access.choices import Permission
from iop.api.choices import Scope
from iop.api.filters import TransitionFilter
from iop.api.permissions import may_use
from iop.api.resources import Resource
from iop.api.serializers.transitions import CarryOutIn, PreviewOut, TransitionOut, UndoIn, WishIn
from iop.api.verbs import creates, verb
from iop.core.errors import NotAllowed, require
from iop.workflows import transitions
from iop.workflows.transitions import Change, Wish
from therapy.choices.transitions import Area
from therapy.models import Transition
from therapy.policies.transitions import may_transition

OF_ITS_OWN = {Area.TESTS: Scope.TESTS_READ, Area.MEASURES: Scope.MEASURES_READ}
"""What has a scope of its own is told to those alone who hold it."""


class TransitionResource(Resource):
    """Changes of level with what each did, the newest first; those undone before they began too, saying so."""

    serializer_class = TransitionOut
    filterset_class = TransitionFilter
    read_scope = Scope.REVIEWS_READ
    client_path = "episode.client_id"
    information = (Information.ASSESSMENT, Information.SCHEDULE)
    event_name = "transition"
    expands = {"client": "client", "episode": "episode", "review": "level-review", "placement": "placement"}
    scopes = {"preview": Scope.REVIEWS_WRITE}

    def get_queryset(self) -> QuerySet[Transition]:
        """Scope to the caller's sites."""
        rows = Transition.objects.visible_to(self.actor, Permission.NOTE_VIEW)
        return rows.select_related("episode", "from_level", "to_level").prefetch_related("steps")

    @creates(Scope.REVIEWS_WRITE, takes=CarryOutIn)
    def create(self, data: dict[str, Any]) -> Transition:
        """Change level, track, days and everything that hangs on them at one date, or nothing at all.

        What would happen must be what the preview showed; otherwise nothing is changed (409 ``changed_since``).
        """
        seen, episode = data.pop("seen"), data.pop("episode")
        return transitions.carry_out(by=self.actor, episode=episode, wish=_wish(data), seen=seen, at=self.at)

    @verb(Scope.REVIEWS_WRITE, takes=UndoIn)
    def undo(self, row: Transition, data: dict[str, Any]) -> None:
        """Take a change back until the day it begins: everything as it stood."""
        transitions.undo(by=self.actor, transition=row, at=self.at, **data)

    @extend_schema(request=WishIn, responses=PreviewOut, filters=False)
    @action(detail=False, methods=["post"], pagination_class=None, filterset_class=None)
    def preview(self, request: Request) -> Response:
        """Say everything that a change would do, without doing it; or every reason for which it cannot be done."""
        data = self.parsed(WishIn)
        episode = data.pop("episode")
        require(may_transition(self.actor, episode.site_id))
        found = transitions.preview(by=self.actor, episode=episode, wish=_wish(data), at=self.at)
        for each in found.refusals:
            if isinstance(each, NotAllowed):
                raise each
        told = {
            **vars(found),
            "problems": found.problems,
            "changes": [each for each in found.changes if self._told_of(each)],
        }
        drawn = PreviewOut(told).data
        self._note_preview(episode, drawn)
        return Response(drawn)

    def _told_of(self, change: Change) -> bool:
        scope = OF_ITS_OWN.get(change.area)
        return scope is None or may_use(self.request, scope)

    def _note_preview(self, episode: Episode, drawn: Any) -> None:
        bases = self.way_out.grounds({episode.client_id}, "transition_preview", self.information)
        if not bases:
            raise Http404
        self.way_out.note("transition_preview", [(episode.client_id, episode, drawn)], bases)


def _wish(data: dict[str, Any]) -> Wish:
    rows = {name: data.pop(name) for name in ("level", "track", "indicated_level", "review")}
    ids: dict[str, Any] = {f"{name}_id": row.pk if row else None for name, row in rows.items()}
    data["weekdays"] = tuple(sorted(set(data["weekdays"])))
    data["keep_appointments"] = frozenset(data["keep_appointments"])
    return Wish(**ids, **data)
