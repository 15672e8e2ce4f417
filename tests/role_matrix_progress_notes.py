"""Which roles may open which page about progress notes and their templates. The test of the matrix reads this table."""

from __future__ import annotations

PROGRESS_NOTES: dict[str, frozenset[str]] = {}
