"""Which roles may open which page about the end of a stay, follow-up after it, and asking for more support. The test of the matrix reads this table."""

from __future__ import annotations

TREATS = frozenset({"counselor", "therapist", "medical", "case_manager", "clinical_director"})
HELPS = TREATS | {"intake"}
DECIDES = frozenset({"therapist", "medical", "clinical_director"})

DISCHARGES: dict[str, frozenset[str]] = {
    "client_discharge": DECIDES,
    "client_after": HELPS,
    "stay_after": TREATS,
    "first_appointment": TREATS,
    "follow_ups": TREATS,
    "follow_up": TREATS,
    "follow_up_attempt": TREATS,
    "follow_up_settle": TREATS,
    "client_more_support": HELPS,
    "more_support_ask": HELPS,
}
