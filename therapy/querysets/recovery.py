"""The clinic's, and the client's, questions about homework and the journal."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Self, TypeVar

from django.db import models

from clients.querysets import OfClientQuerySet
from iop.access.actors import Actor
from iop.access.choices import Permission
from therapy.choices.recovery import HomeworkStatus

M = TypeVar("M", bound=models.Model)


class HomeworkQuerySet(OfClientQuerySet[M]):
    """Tasks between sessions."""

    site_path = "episode__site"
    client_path = "episode__client"

    def visible_to(
        self, actor: Actor, permission: str = Permission.NOTE_VIEW, *, at: dt.datetime | None = None
    ) -> Self:
        """Keep those of sites where the actor reads clinical notes, of people within their reach."""
        return super().visible_to(actor, permission, at=at)

    def open(self) -> Self:
        """Keep those still to do."""
        return self.filter(status=HomeworkStatus.OPEN)


class JournalQuerySet(models.QuerySet[M]):
    """Entries of journals. There is no question about all of them: ``own`` for who writes, ``shared`` for who cares for them."""

    def own(self, client_id: uuid.UUID) -> Self:
        """Keep a client's own entries, for that client alone."""
        return self.filter(client=client_id)

    def shared(self) -> Self:
        """Keep what the clients share now: nothing private, nothing that was taken back."""
        return self.filter(shared_at__isnull=False, withdrawn_at__isnull=True)
