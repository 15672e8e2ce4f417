"""Which roles may open which page about individual sessions, what is due, and when a client cannot. The test of the matrix reads this table."""

from __future__ import annotations

ONE_TO_ONE: dict[str, frozenset[str]] = {}
