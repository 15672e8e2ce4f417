"""Which roles may open which page about the timeline, early warnings and rewards. The test of the matrix reads this table."""

from __future__ import annotations

TIMELINE: dict[str, frozenset[str]] = {}
