"""Numbers of reports in words."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils.formats import number_format

from iop.reports.shapes import Number, Unit

NOTHING = "–"
MINUS = "−"


def number_words(unit: Unit, value: Number | dt.date) -> str:
    """Say a number: "1,240", "88.2%", "1,204.5 h", "$87,346", or a dash where there is none."""
    if value is None:
        return NOTHING
    if isinstance(value, dt.date):
        return value.isoformat()
    sign = MINUS if value < 0 else ""
    return sign + _positive(unit, abs(Decimal(value)))


def _positive(unit: Unit, value: Decimal) -> str:
    if unit == Unit.PERCENT:
        return f"{_grouped(value, 1)}%"
    if unit == Unit.MINUTES:
        # A space that does not break: an hour sign alone on a line says nothing.
        return f"{_grouped(value / 60, 1)}\u00a0h"
    if unit == Unit.CENTS:
        return f"${_grouped(value / 100, 0)}"
    return _grouped(value, 0 if value == value.to_integral_value() and unit != Unit.NUMBER else 1)


def _grouped(value: Decimal, places: int) -> str:
    return number_format(value, decimal_pos=places, use_l10n=True, force_grouping=True)
