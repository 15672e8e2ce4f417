"""Money is whole cents. One function rounds."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def cents(amount: Decimal | str | int) -> int:
    """Turn an amount in dollars into whole cents, halves away from zero."""
    return int((Decimal(amount) * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def dollars(amount_cents: int) -> str:
    """Say whole cents as people read them: 123450 is "1,234.50"."""
    return f"{Decimal(amount_cents) / 100:,.2f}"
