"""Which roles may open which page about messages with clients. The test of the matrix reads this table."""

from __future__ import annotations

THREADS: dict[str, frozenset[str]] = {}
