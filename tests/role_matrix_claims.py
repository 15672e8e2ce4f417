"""Which roles may open which page about claims and their batches. The test of the matrix reads this table."""

from __future__ import annotations

CLAIMS: dict[str, frozenset[str]] = {}
