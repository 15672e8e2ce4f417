"""Which roles may open which page about treatment plans. The test of the matrix reads this table."""

from __future__ import annotations

PLANS: dict[str, frozenset[str]] = {}
