"""Questions that every dated table answers."""

from __future__ import annotations

import datetime as dt
from typing import Self, TypeVar

from django.contrib.postgres.fields import DateRangeField, DateTimeRangeField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.fields import CharField

M = TypeVar("M", bound=models.Model)


class SpanQuerySet(models.QuerySet[M]):
    """For models with ``starts_on`` and ``ends_on`` (the last day included; none is open-ended)."""

    def on(self, day: dt.date) -> Self:
        """Keep the rows that hold on ``day``."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)

    def overlapping(self, first: dt.date, last: dt.date) -> Self:
        """Keep the rows that hold on at least one day from ``first`` to ``last``."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=first), starts_on__lte=last)


def date_span(start: str = "starts_on", end: str = "ends_on") -> Func:
    """Build the closed date range of two columns, for exclusion constraints."""
    return Func(
        F(start),
        F(end),
        Value("[]", output_field=CharField()),
        function="DATERANGE",
        output_field=DateRangeField(),
    )


def instant_span(start: str = "starts_at", end: str = "ends_at") -> Func:
    """Build the half-open instant range of two columns, for exclusion constraints."""
    return Func(
        F(start),
        F(end),
        Value("[)", output_field=CharField()),
        function="TSTZRANGE",
        output_field=DateTimeRangeField(),
    )
