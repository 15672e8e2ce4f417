"""What billing asks about who covers a client."""

from __future__ import annotations

import datetime as dt
from typing import Self, TypeVar

from django.db import models

from iop.core.querysets import SpanQuerySet

M = TypeVar("M", bound=models.Model)


class CoverageQuerySet(SpanQuerySet[M]):
    """Covers of clients."""

    def standing(self) -> Self:
        """Leave out what was entered wrongly."""
        return self.filter(error_at__isnull=True)

    def holding(self, day: dt.date) -> Self:
        """Keep the covers that hold on a day, the first to pay first."""
        return self.standing().on(day).order_by("client_id", "priority")
