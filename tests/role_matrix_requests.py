"""Which roles may open which page about what clients and relatives ask for. The test of the matrix reads this table."""

from __future__ import annotations

REQUESTS: dict[str, frozenset[str]] = {}
