"""The clinic's questions about progress notes and their formats."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Self, TypeVar

from django.db import models
from django.db.models import Q

from clients.querysets import OfClientQuerySet
from iop.access.actors import Actor
from iop.access.choices import Permission
from therapy.choices.notes import NoteStatus

M = TypeVar("M", bound=models.Model)


class ProgressNoteQuerySet(OfClientQuerySet[M]):
    """Progress notes."""

    site_path = "episode__site"
    client_path = "episode__client"

    def visible_to(
        self, actor: Actor, permission: str = Permission.NOTE_VIEW, *, at: dt.datetime | None = None
    ) -> Self:
        """Keep the notes of clients whose notes the actor may read. A draft only its author sees; that of somebody who has
        left, also those who co-sign at its site, so that it can be finished."""
        if actor.is_system:
            return self
        orphaned = Q(author__left_on__isnull=False, episode__site__in=actor.sites_where(Permission.NOTE_COSIGN))
        return (
            super()
            .visible_to(actor, permission, at=at)
            .filter(Q(signed_at__isnull=False) | Q(author=actor.staff_id) | orphaned)
        )

    def drafts(self) -> Self:
        """Keep those not signed yet."""
        return self.filter(status=NoteStatus.DRAFT)

    def awaiting_cosignature(self) -> Self:
        """Keep those signed by a supervised author and not yet co-signed."""
        return self.filter(status=NoteStatus.AWAITING_COSIGNATURE)

    def in_chart(self) -> Self:
        """Keep what a chart shows: signed, and not entered in error."""
        return self.filter(signed_at__isnull=False, error__isnull=True)

    def standing(self) -> Self:
        """Keep drafts and signed ones alike, without those entered in error."""
        return self.filter(error__isnull=True)


class NoteFormatQuerySet(models.QuerySet[M]):
    """Formats of progress notes."""

    def in_use(self, site_id: uuid.UUID | None = None) -> Self:
        """Keep the versions in use, at a site when one is named."""
        rows = self.filter(is_active=True)
        return rows if site_id is None else rows.filter(Q(site__isnull=True) | Q(site=site_id))
