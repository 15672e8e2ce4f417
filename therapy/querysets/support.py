"""The clinic's questions about case management."""

from __future__ import annotations

import datetime as dt
from typing import Self, TypeVar

from django.db import models
from django.db.models import Q

from clients.querysets import OfClientQuerySet
from iop.access.actors import Actor
from iop.access.choices import Permission
from therapy.choices.support import REFERRAL_OVER

M = TypeVar("M", bound=models.Model)


class OfSupportQuerySet(OfClientQuerySet[M]):
    """Rows of case management during a stay."""

    site_path = "episode__site"
    client_path = "episode__client"

    def visible_to(
        self, actor: Actor, permission: str = Permission.SUPPORT_KEEP, *, at: dt.datetime | None = None
    ) -> Self:
        """Keep the rows of sites where the actor works on referrals and contacts, of people within their reach."""
        return super().visible_to(actor, permission, at=at)

    def right(self) -> Self:
        """Leave out what was entered in error."""
        return self.filter(entered_in_error_at__isnull=True)


class ReferralQuerySet(OfSupportQuerySet[M]):
    """Referrals."""

    def open(self) -> Self:
        """Keep those that still ask something of somebody."""
        return self.exclude(status__in=sorted(REFERRAL_OVER))


class ResourceQuerySet(models.QuerySet[M]):
    """The list of community resources. It holds nothing about any client."""

    def of(self, actor: Actor) -> Self:
        """Keep the places of the actor's sites, and those of every site."""
        if actor.is_system:
            return self
        return self.filter(Q(site__isnull=True) | Q(site__in=actor.site_ids))

    def active(self) -> Self:
        """Leave out the places that are gone."""
        return self.filter(is_active=True)

    def offering(self, need: str) -> Self:
        """Keep those that help with ``need``."""
        return self.filter(needs__contains=[need])

    def named(self, text: str) -> Self:
        """Keep those whose name, description or address hold every word of ``text``."""
        found = self
        for word in text.split()[:5]:
            found = found.filter(Q(name__icontains=word) | Q(description__icontains=word) | Q(address__icontains=word))
        return found
