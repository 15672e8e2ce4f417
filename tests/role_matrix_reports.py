"""Which roles may open which page about reports. The test of the matrix reads this table."""

from __future__ import annotations

REPORTS: dict[str, frozenset[str]] = {}
