"""The clinic's questions about notes."""

from __future__ import annotations

from typing import Self, TypeVar

from django.db import models

from clients.querysets import OfClientQuerySet
from iop.access.actors import Actor
from iop.access.choices import Permission
from therapy.choices import NoteStatus

M = TypeVar("M", bound=models.Model)


class GroupNoteQuerySet(OfClientQuerySet[M]):
    """Group notes."""

    site_path = "session__site"

    def visible_to(self, actor: Actor, permission: str = Permission.NOTE_VIEW) -> Self:
        """Keep the notes of sites where the actor may read notes; a draft only its author sees."""
        if actor.is_system:
            return self
        return (
            super()
            .visible_to(actor, permission)
            .filter(~models.Q(status=NoteStatus.DRAFT) | models.Q(author=actor.staff_id))
        )

    def awaiting_signature(self) -> Self:
        """Keep the drafts."""
        return self.filter(status=NoteStatus.DRAFT)

    def awaiting_cosignature(self) -> Self:
        """Keep those signed by a supervised author and not yet co-signed."""
        return self.filter(status=NoteStatus.AWAITING_COSIGNATURE)


class NoteLineQuerySet(OfClientQuerySet[M]):
    """A client's own part of group notes."""

    site_path = "note__session__site"

    def in_chart(self) -> Self:
        """Keep what a chart shows: signed, and not entered in error."""
        return self.filter(note__signed_at__isnull=False, error__isnull=True)
