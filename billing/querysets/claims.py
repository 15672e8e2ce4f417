"""What billing asks about claims and their batches."""

from __future__ import annotations

from typing import Self, TypeVar

from django.db import models

from billing.choices.claims import ClaimStatus
from billing.querysets.charges import OfBillingQuerySet
from iop.access.actors import Actor
from iop.access.choices import Permission

M = TypeVar("M", bound=models.Model)


class ClaimQuerySet(OfBillingQuerySet[M]):
    """Claims."""

    def with_faults(self) -> Self:
        """Keep those that wait for something to be mended."""
        return self.filter(status=ClaimStatus.DRAFT).exclude(faults=[])


class BatchQuerySet(models.QuerySet[M]):
    """Batches: about no client by themselves, their claims are."""

    def visible_to(self, actor: Actor, permission: str = Permission.BILLING_VIEW) -> Self:
        """Keep those of sites where the actor works with money."""
        return self if actor.is_system else self.filter(site__in=actor.sites_where(permission))
