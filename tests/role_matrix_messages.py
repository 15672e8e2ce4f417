"""Which roles may open which page about messages, their delivery, and what people answer. The test of the matrix reads this table."""

from __future__ import annotations

MESSAGES: dict[str, frozenset[str]] = {}
