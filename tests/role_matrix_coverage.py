"""Which roles may open which page about payers and who covers a client. The test of the matrix reads this table."""

from __future__ import annotations

COVERAGE: dict[str, frozenset[str]] = {}
