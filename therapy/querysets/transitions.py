"""The clinic's questions about changes of the level of care."""

from __future__ import annotations

import datetime as dt
from typing import Self, TypeVar

from django.db import models

from clients.querysets import OfEpisodeQuerySet

M = TypeVar("M", bound=models.Model)


class TransitionQuerySet(OfEpisodeQuerySet[M]):
    """Changes of the level of care, seen by whoever sees the client."""

    def standing(self) -> Self:
        """Leave out those that were undone."""
        return self.filter(undone_at__isnull=True)

    def ahead(self, today: dt.date) -> Self:
        """Keep those that have not begun on ``today``: they can still be undone."""
        return self.standing().filter(effective_on__gt=today)
