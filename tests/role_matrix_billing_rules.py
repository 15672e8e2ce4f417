"""Which roles may open which page about the rules of billing and what a day comes to. The test of the matrix reads this table."""

from __future__ import annotations

BILLING_RULES: dict[str, frozenset[str]] = {}
