"""Which roles may open which page about reminders: what is sent when. The test of the matrix reads this table."""

from __future__ import annotations

REMINDERS: dict[str, frozenset[str]] = {}
