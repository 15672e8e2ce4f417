"""Which roles may open which page about what payers authorized. The test of the matrix reads this table."""

from __future__ import annotations

AUTHORIZATIONS: dict[str, frozenset[str]] = {}
