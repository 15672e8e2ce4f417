"""The clinic's questions about rewards."""

from __future__ import annotations

import datetime as dt
from typing import Self, TypeVar

from django.db import models
from django.db.models import Sum

from clients.querysets import OfClientQuerySet
from iop.access.actors import Actor
from iop.access.choices import Permission

M = TypeVar("M", bound=models.Model)


class RewardQuerySet(OfClientQuerySet[M]):
    """Draws and lines of the ledger."""

    site_path = "episode__site"
    client_path = "episode__client"

    def visible_to(
        self, actor: Actor, permission: str = Permission.REWARDS_GIVE, *, at: dt.datetime | None = None
    ) -> Self:
        """Keep the rows of sites where the actor gives rewards, of people within their reach."""
        return super().visible_to(actor, permission, at=at)

    def cents(self) -> int:
        """Add up the cents of these lines."""
        return self.aggregate(sum=Sum("cents"))["sum"] or 0


class RewardPrizeQuerySet(models.QuerySet[M]):
    """Prizes."""

    def in_bowl(self) -> Self:
        """Keep those whose slips are in the bowl, in the order in which they are counted."""
        return self.filter(retired_at__isnull=True).order_by("cents", "pk")
