"""Which roles may open which page about what clients pay. The test of the matrix reads this table."""

from __future__ import annotations

CLIENT_MONEY: dict[str, frozenset[str]] = {}
