"""Which roles may open which page about measures: given, answered, watched. The test of the matrix reads this table."""

from __future__ import annotations

MEASURES: dict[str, frozenset[str]] = {}
