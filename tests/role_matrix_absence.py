"""Which roles may open which page about missed days: the policy, limits and steps. The test of the matrix reads this table."""

from __future__ import annotations

ABSENCE: dict[str, frozenset[str]] = {}
