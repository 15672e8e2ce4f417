"""Which roles may open which page about questionnaires and their wording. The test of the matrix reads this table."""

from __future__ import annotations

QUESTIONNAIRES: dict[str, frozenset[str]] = {}
