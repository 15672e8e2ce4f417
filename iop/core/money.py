"""Money is whole cents. One function rounds."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def cents(amount: Decimal | str | int) -> int:
    """Turn an amount in dollars into whole cents, halves away from zero."""
    return int((Decimal(amount) * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def share(amount_cents: int, percent: Decimal | int) -> int:
    """Give ``percent`` of whole cents, halves away from zero."""
    return cents(amount_cents * Decimal(percent) / 10_000)


def dollars(amount_cents: int) -> str:
    """Say whole cents as people read them: 123450 is "1,234.50"."""
    return f"{Decimal(amount_cents) / 100:,.2f}"


def money(amount_cents: int, *, plus: bool = False) -> str:
    """Say an amount with its sign and its dollars: "$1,234.50", "−$5.00"; ``plus`` marks what is above zero too."""
    sign = "−" if amount_cents < 0 else "+" if plus and amount_cents else ""
    return f"{sign}${dollars(abs(amount_cents))}"
