"""What billing asks about payments and statements of clients."""

from __future__ import annotations

from typing import TypeVar

from django.db import models

from billing.querysets.charges import OfBillingQuerySet

M = TypeVar("M", bound=models.Model)


class PaymentQuerySet(OfBillingQuerySet[M]):
    """Money that came from clients."""


class StatementQuerySet(OfBillingQuerySet[M]):
    """What clients were told that they owe."""
