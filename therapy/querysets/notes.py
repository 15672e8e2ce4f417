"""The clinic's questions about notes."""

from __future__ import annotations

import datetime as dt
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

    def visible_to(
        self, actor: Actor, permission: str = Permission.NOTE_VIEW, *, at: dt.datetime | None = None
    ) -> Self:
        """Keep the notes of sites where the actor may read notes; a draft only its author sees."""
        if actor.is_system:
            return self
        # A note is of a whole group; whose lines in it may be read, the page asks line by line.
        return self.filter(
            ~models.Q(status=NoteStatus.DRAFT) | models.Q(author=actor.staff_id),
            session__site__in=actor.sites_where(permission),
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
