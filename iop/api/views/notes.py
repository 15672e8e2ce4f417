"""Signed progress notes and formats as resources. Notes are written and signed by people on the pages."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from clients.choices import Information
from iop.api.choices import Scope
from iop.api.filters import ProgressNoteFilter
from iop.api.resources import Resource
from iop.api.serializers.notes import NoteFormatOut, ProgressNoteOut
from therapy.models import NoteFormat, ProgressNote


class ProgressNoteResource(Resource):
    """Signed progress notes. Drafts and notes entered in error are not there."""

    serializer_class = ProgressNoteOut
    filterset_class = ProgressNoteFilter
    read_scope = Scope.NOTES_READ
    client_path = "episode.client_id"
    information = (Information.NOTES,)
    event_name = "progress_note"
    http_method_names = ["get", "head", "options"]

    def get_queryset(self) -> QuerySet[ProgressNote]:
        """Scope to the clients whose notes the caller reads."""
        return (
            ProgressNote.objects.visible_to(self.actor)
            .in_chart()
            .select_related("episode", "format")
            .prefetch_related("objectives_addressed", "addenda", "carried")
        )


class NoteFormatResource(Resource):
    """The formats of progress notes that notes were written in, every version."""

    serializer_class = NoteFormatOut
    read_scope = Scope.NOTES_READ
    http_method_names = ["get", "head", "options"]

    def get_queryset(self) -> QuerySet[NoteFormat]:
        """Leave out what only other sites use."""
        rows = NoteFormat.objects.order_by("key", "-number")
        return rows if self.actor.is_system else rows.filter(Q(site__isnull=True) | Q(site__in=self.actor.site_ids))
