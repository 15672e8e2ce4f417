"""Which roles may open which page about who signs in from outside. The test of the matrix reads this table."""

from __future__ import annotations

PORTAL_ACCESS: dict[str, frozenset[str]] = {}
