"""The clinic's questions about medications."""

from __future__ import annotations

import datetime as dt
from typing import Self, TypeVar

from django.db import models
from django.db.models import Q

from clients.querysets import OfClientQuerySet
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.querysets import SpanQuerySet

M = TypeVar("M", bound=models.Model)


class OfMedicationsQuerySet(OfClientQuerySet[M]):
    """Rows of a client that stand beside the medication list."""

    def visible_to(
        self, actor: Actor, permission: str = Permission.MEDICATIONS_VIEW, *, at: dt.datetime | None = None
    ) -> Self:
        """Keep the rows of sites where the actor reads medications, of people within their reach."""
        return super().visible_to(actor, permission, at=at)

    def right(self) -> Self:
        """Leave out what was entered in error."""
        return self.filter(entered_in_error_at__isnull=True)


class MedicationQuerySet(SpanQuerySet[M], OfMedicationsQuerySet[M]):  # type: ignore[override]
    """Medications, each with the days on which it was taken."""

    def going_on(self, day: dt.date) -> Self:
        """Keep what is taken on ``day`` or will be taken from a later day on."""
        return self.right().filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))


class OfMedicationQuerySet(OfMedicationsQuerySet[M]):
    """What was done with one medication."""

    site_path = "medication__site"
    client_path = "medication__client"


class OfStayMedicationsQuerySet(OfMedicationsQuerySet[M]):
    """What was done during a stay."""

    site_path = "episode__site"
    client_path = "episode__client"
