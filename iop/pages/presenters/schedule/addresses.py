"""Addresses of rows, made once a page instead of once a row."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import lru_cache

from django.urls import reverse

_NOBODY = uuid.UUID(int=0)


@lru_cache(maxsize=64)
def pattern(name: str) -> str:
    """Give an address of one id with a place to put the id into."""
    return reverse(name, args=[_NOBODY]).replace(str(_NOBODY), "{}")


def to(name: str) -> Callable[[uuid.UUID], str]:
    """Give a maker of addresses: ``to("appointment")(id)``."""
    return pattern(name).format
