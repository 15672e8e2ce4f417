"""Which roles may open which page about the end of a stay, follow-up after it, and asking for more support. The test of the matrix reads this table."""

from __future__ import annotations

DISCHARGES: dict[str, frozenset[str]] = {}
