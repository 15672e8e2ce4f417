"""Which roles may open which page about moving somebody to another level of care. The test of the matrix reads this table."""

from __future__ import annotations

TRANSITIONS: dict[str, frozenset[str]] = {}
