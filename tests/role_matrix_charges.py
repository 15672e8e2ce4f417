"""Which roles may open which page about charges, held days and the ledger. The test of the matrix reads this table."""

from __future__ import annotations

CHARGES: dict[str, frozenset[str]] = {}
