"""Which roles may open which page about the state's data sets and readiness for a survey. The test of the matrix reads this table."""

from __future__ import annotations

STATE_DATA: dict[str, frozenset[str]] = {}
