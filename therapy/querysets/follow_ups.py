"""The clinic's questions about check-ins after treatment, and about those who ask for more support."""

from __future__ import annotations

import datetime as dt
from typing import Self, TypeVar

from django.db import models

from clients.querysets import OfEpisodeQuerySet
from iop.access.actors import Actor
from iop.access.choices import Permission
from therapy.choices.follow_ups import FollowUpStatus

M = TypeVar("M", bound=models.Model)


class FollowUpQuerySet(OfEpisodeQuerySet[M]):
    """Check-ins after treatment."""

    def visible_to(
        self, actor: Actor, permission: str = Permission.SUPPORT_KEEP, *, at: dt.datetime | None = None
    ) -> Self:
        """Keep those of sites where the actor works on contacts, of people within their reach."""
        return super().visible_to(actor, permission, at=at)

    def due(self) -> Self:
        """Keep those that still ask something of somebody, or will."""
        return self.filter(status=FollowUpStatus.DUE)


class AskQuerySet(OfEpisodeQuerySet[M]):
    """Who asked for more support."""

    def visible_to(
        self, actor: Actor, permission: str = Permission.CONCERN_RAISE, *, at: dt.datetime | None = None
    ) -> Self:
        """Keep those of sites where the actor looks after people, of people within their reach."""
        return super().visible_to(actor, permission, at=at)

    def open(self) -> Self:
        """Keep those that nobody has answered."""
        return self.filter(answered_at__isnull=True)
