"""What billing asks about claims and their batches."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.db import models

from billing.choices.claims import ClaimStatus
from clients.querysets import OfClientQuerySet
from iop.access.actors import Actor
from iop.access.choices import Permission


class ClaimQuerySet(OfClientQuerySet[Any]):
    """Claims; restricted charts stay closed."""

    keeps_caseloads = False

    def visible_to(
        self, actor: Actor, permission: str = Permission.BILLING_VIEW, *, at: dt.datetime | None = None
    ) -> Self:
        """Keep those of sites where the actor works with money."""
        return super().visible_to(actor, permission, at=at)

    def with_faults(self) -> Self:
        """Keep those that wait for something to be mended."""
        return self.filter(status=ClaimStatus.DRAFT).exclude(faults=[])

    def read(self) -> Self:
        """Bring along what lists and pages show of a claim."""
        return self.select_related("client", "payer", "site", "batch", "episode")


class BatchQuerySet(models.QuerySet[Any]):
    """Batches: about no client by themselves, their claims are."""

    def visible_to(self, actor: Actor, permission: str = Permission.BILLING_VIEW) -> Self:
        """Keep those of sites where the actor works with money."""
        return self if actor.is_system else self.filter(site__in=actor.sites_where(permission))
