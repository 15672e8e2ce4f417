"""What billing asks about clients' days and their charges. Reading them is a right of its own."""

from __future__ import annotations

import datetime as dt
from typing import Self, TypeVar

from django.db import models
from django.db.models import DateField, DurationField, ExpressionWrapper, F, Value

from billing.choices.rules import DayState
from billing.rules.held import HALF, LATE, PAST, SOON, Mark
from clients.querysets import OfClientQuerySet
from iop.access.actors import Actor
from iop.access.choices import Permission

M = TypeVar("M", bound=models.Model)
WAITS = (DayState.HELD, DayState.REVIEW)
"""Days about which somebody has to do something before they bring money."""


class OfBillingQuerySet(OfClientQuerySet[M]):
    """Rows about a client's money."""

    keeps_caseloads = False

    def visible_to(
        self, actor: Actor, permission: str = Permission.BILLING_VIEW, *, at: dt.datetime | None = None
    ) -> Self:
        """Keep those of sites where the actor works with money and opens charts; restricted charts stay closed."""
        rows = super().visible_to(actor, permission, at=at)
        return rows if actor.is_system else rows.filter(site__in=actor.sites_where(Permission.CLIENT_VIEW))


class ClientDayQuerySet(OfBillingQuerySet[M]):
    """Days of clients as billing sees them."""

    def waiting(self) -> Self:
        """Keep the days that wait for somebody."""
        return self.filter(state__in=WAITS)

    def ready(self) -> Self:
        """Keep the days that may be charged and are not yet."""
        return self.filter(state=DayState.BILLABLE, charged_at__isnull=True)

    def at_mark(self, mark: str, today: dt.date) -> Self:
        """Keep the days that have come so far on the way to their last day of filing (``billing.rules.held``)."""
        if mark == PAST:
            return self.filter(file_by__lt=today)
        span = ExpressionWrapper(F("file_by") - F("on"), output_field=DurationField())
        gone = ExpressionWrapper(Value(today, DateField()) - F("on"), output_field=DurationField())
        rows = self.filter(file_by__gte=today).annotate(span=span, gone=gone)
        rows = rows.annotate(
            twice=ExpressionWrapper(F("gone") * Value(2), output_field=DurationField()),
            five=ExpressionWrapper(F("gone") * Value(5), output_field=DurationField()),
            four=ExpressionWrapper(F("span") * Value(4), output_field=DurationField()),
        )
        if mark == LATE:
            return rows.filter(five__gte=F("four"))
        if mark == HALF:
            return rows.filter(twice__gte=F("span"), five__lt=F("four"))
        return rows.filter(twice__lt=F("span")) if mark == SOON else self


class ChargeQuerySet(OfBillingQuerySet[M]):
    """Charges."""

    def standing(self) -> Self:
        """Leave out those taken back."""
        return self.filter(reversed_at__isnull=True)


MARKS: tuple[Mark, ...] = (PAST, LATE, HALF, SOON)
