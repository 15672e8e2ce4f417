"""Which roles may open which page about groups outside a stay: alumni and others. The test of the matrix reads this table."""

from __future__ import annotations

OPEN_GROUPS: dict[str, frozenset[str]] = {}
