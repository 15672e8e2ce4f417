"""What billing asks about payers' answers and denials."""

from __future__ import annotations

from typing import Any, Self

from django.apps import apps
from django.db import models

from billing.choices.remittances import UNDER_WAY
from iop.access.actors import Actor
from iop.access.choices import Permission


class PayersAnswerQuerySet(models.QuerySet[Any]):
    """Payments and files: about no client by themselves, their answers are."""

    def visible_to(self, actor: Actor, permission: str = Permission.BILLING_WORK) -> Self:
        """Keep those of sites where the actor works on remittances."""
        return self if actor.is_system else self.filter(site__in=actor.sites_where(permission))


class DenialQuerySet(models.QuerySet[Any]):
    """Denials; restricted charts stay closed."""

    def visible_to(self, actor: Actor, permission: str = Permission.BILLING_WORK) -> Self:
        """Keep those of claims that the actor works on."""
        claims = apps.get_model("billing", "Claim").objects
        return self.filter(claim__in=claims.visible_to(actor, permission).order_by().values("pk"))

    def under_way(self) -> Self:
        """Keep those that still want somebody."""
        return self.filter(status__in=UNDER_WAY)
