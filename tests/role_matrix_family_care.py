"""Which roles may open which page about family sessions and what is offered to families. The test of the matrix reads this table."""

from __future__ import annotations

FAMILY_CARE: dict[str, frozenset[str]] = {}
