"""Which roles may open which page about medications, referrals, resources and support meetings. The test of the matrix reads this table."""

from __future__ import annotations

SUPPORT: dict[str, frozenset[str]] = {}
