"""Which roles may open which page about answers of payers and denials. The test of the matrix reads this table."""

from __future__ import annotations

REMITTANCES: dict[str, frozenset[str]] = {}
