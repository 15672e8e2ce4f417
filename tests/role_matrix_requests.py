"""Which roles may open which page about what clients and relatives ask for. The test of the matrix reads this table."""

from __future__ import annotations

SETTLES = frozenset({"counselor", "therapist", "medical", "case_manager", "intake", "clinical_director"})

REQUESTS: dict[str, frozenset[str]] = {
    "requests": SETTLES,
    "schedule_ask": SETTLES,
}
