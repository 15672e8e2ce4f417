"""Which roles may open which page about bringing clients in from another system. The test of the matrix reads this table."""

from __future__ import annotations

IMPORTS: dict[str, frozenset[str]] = {}
