"""Which roles may open which page about drug tests. The test of the matrix reads this table."""

from __future__ import annotations

DRUG_TESTS: dict[str, frozenset[str]] = {}
