"""The clinic's questions about assessments and counseling notes."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Self, TypeVar

from django.db import models

from clients.querysets import OfClientQuerySet
from iop.access.actors import Actor
from iop.access.choices import Permission
from therapy.choices import NoteStatus

M = TypeVar("M", bound=models.Model)


class AssessmentQuerySet(OfClientQuerySet[M]):
    """Biopsychosocial assessments."""

    site_path = "episode__site"
    client_path = "episode__client"

    def visible_to(
        self, actor: Actor, permission: str = Permission.NOTE_VIEW, *, at: dt.datetime | None = None
    ) -> Self:
        """Keep the assessments of sites where the actor reads clinical notes; drafts are for those who assess there."""
        if actor.is_system:
            return self
        assesses = models.Q(episode__site__in=actor.sites_where(Permission.ASSESS))
        return super().visible_to(actor, permission, at=at).filter(models.Q(signed_at__isnull=False) | assesses)

    def drafts(self) -> Self:
        """Keep those not signed yet."""
        return self.filter(status=NoteStatus.DRAFT)

    def signed(self) -> Self:
        """Keep those with their author's signature, co-signed or not."""
        return self.filter(signed_at__isnull=False)


class CounselingNoteManager(models.Manager[M]):
    """SUD counseling notes: the only question that may be asked is for an author's own."""

    def own(self, actor: Actor, note_id: uuid.UUID | None = None) -> models.QuerySet[M]:
        """Keep what the actor wrote themselves, where they may still keep such notes. The system and integrations have none."""
        if actor.is_system or actor.staff_id is None:
            return self.none()
        mine = self.filter(author_id=actor.staff_id, episode__site__in=actor.sites_where(Permission.COUNSELING_NOTES))
        return mine if note_id is None else mine.filter(pk=note_id)
