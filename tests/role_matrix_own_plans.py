"""Which roles may open which page about safety, relapse-prevention and aftercare plans, and the discharge summary. The test of the matrix reads this table."""

from __future__ import annotations

OWN_PLANS: dict[str, frozenset[str]] = {}
