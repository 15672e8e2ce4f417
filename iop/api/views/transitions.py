"""Changes of the level of care, for reading: they are decided by people on a page."""

from __future__ import annotations

from django.db.models import QuerySet

from clients.choices import Information
from iop.access.choices import Permission
from iop.api.choices import Scope
from iop.api.filters import TransitionFilter
from iop.api.resources import Resource
from iop.api.serializers.transitions import TransitionOut
from therapy.models import Transition


class TransitionResource(Resource):
    """Changes of level with what each did, the newest first; those undone before they began too, saying so."""

    serializer_class = TransitionOut
    filterset_class = TransitionFilter
    read_scope = Scope.REVIEWS_READ
    client_path = "episode.client_id"
    information = (Information.ASSESSMENT, Information.SCHEDULE)
    event_name = "transition"

    def get_queryset(self) -> QuerySet[Transition]:
        """Scope to the caller's sites."""
        rows = Transition.objects.visible_to(self.actor, Permission.NOTE_VIEW)
        return rows.select_related("episode", "from_level", "to_level").prefetch_related("steps")
