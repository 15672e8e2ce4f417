"""Shares and means that never divide by nothing."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

TENTH = Decimal("0.1")


def tenth(value: Decimal | float | int | None) -> Decimal | None:
    """A number in a report has one decimal, halves rounded up; nothing stays nothing."""
    return None if value is None else Decimal(str(value)).quantize(TENTH, ROUND_HALF_UP)


def percent(part: int, whole: int) -> Decimal | None:
    """A share is in percent of its denominator; of nothing there is none. Source: reporting.md §6."""
    return tenth(Decimal(part) * 100 / whole) if whole > 0 else None


def ratio(total: int | Decimal, count: int) -> Decimal | None:
    """A mean is the total over how many there are; of none there is no mean."""
    return tenth(Decimal(total) / count) if count > 0 else None


def days_in_receivables(balance: int, charges: int, days: int = 90) -> Decimal | None:
    """What is owed, in days of the charges of the last ``days`` days; without charges it cannot be said.

    Source: reporting.md §6, revenue cycle.
    """
    return tenth(Decimal(balance) * days / charges) if charges > 0 else None


def net_collection(payments: int, charges: int, contractual: int) -> Decimal | None:
    """Money received is compared with what was charged less what contracts write off. Source: reporting.md §6."""
    return percent(payments, charges - contractual)
