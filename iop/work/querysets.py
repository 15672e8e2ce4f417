"""Questions about work that somebody owes."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from iop.access.actors import Actor
from iop.work.choices import WorkStatus

if TYPE_CHECKING:
    from iop.work.models import WorkItem  # noqa: F401


class WorkQuerySet(models.QuerySet["WorkItem"]):
    """The vocabulary of the work list."""

    def open(self) -> Self:
        """Keep what is still owed."""
        return self.filter(status=WorkStatus.OPEN)

    def about(self, subject_kind: str, subject_id: uuid.UUID) -> Self:
        """Keep what points to one place."""
        return self.filter(subject_kind=subject_kind, subject_id=subject_id)

    def mine(self, actor: Actor) -> Self:
        """Keep what is assigned to the actor, or to nobody but a role that the actor holds at the item's site."""
        owned = Q(assignee_id=actor.staff_id) if actor.staff_id else Q(pk__in=[])
        for site_id, keys in actor.role_keys.items():
            owned |= Q(assignee__isnull=True, site_id=site_id, role_key__in=keys)
        return self.filter(owned)


def mine(actor: Actor) -> WorkQuerySet:
    """Give the open work of the actor, the longest due first."""
    from iop.work.models import WorkItem

    return WorkItem.objects.open().mine(actor).order_by("due_at", "id")
