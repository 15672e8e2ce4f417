"""Which roles may open which page about reviews of the level of care, and how long a stay lasts. The test of the matrix reads this table."""

from __future__ import annotations

REVIEWS: dict[str, frozenset[str]] = {}
