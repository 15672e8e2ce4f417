"""Coded values that stand in an address: days and numbers, read or refused."""

from __future__ import annotations

import datetime as dt
import uuid

from rest_framework.request import Request

from iop.core.errors import Invalid
from iop.core.words import say, sentence

FIRST_YEAR, LAST_YEAR = 1900, 2200


def day(request: Request, name: str) -> dt.date:
    """Read a day. Raises ``Invalid`` for what is none, and for years in which nobody plans anything."""
    try:
        found = dt.date.fromisoformat(request.query_params.get(name, ""))
    except ValueError:
        raise Invalid(say("Give the day as YYYY-MM-DD."), field=name) from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise Invalid(say("Give a day of this time."), field=name)
    return found


def number(request: Request, name: str, *, usual: int, most: int) -> int:
    """Read a number from 1 to ``most``; ``usual`` when it isn't there. Raises ``Invalid``."""
    told = request.query_params.get(name, str(usual))
    if not (told.isascii() and told.isdecimal() and len(told) < 9 and 1 <= int(told) <= most):
        raise Invalid(sentence(say("Give a number from 1 to {most}."), most=most), field=name)
    return int(told)


def row_id(request: Request, name: str) -> uuid.UUID:
    """Read an id. Raises ``Invalid`` for what is none."""
    try:
        return uuid.UUID(request.query_params.get(name, ""))
    except ValueError:
        raise Invalid(say("This is not an id."), field=name) from None
