"""Which roles may open which page about integrations, their keys, apps and webhooks. The test of the matrix reads this table."""

from __future__ import annotations

INTEGRATIONS: dict[str, frozenset[str]] = {}
