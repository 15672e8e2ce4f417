"""Which roles may open which page about what clients do between sessions. The test of the matrix reads this table."""

from __future__ import annotations

READS = frozenset({"counselor", "therapist", "medical", "case_manager", "clinical_director"})

RECOVERY: dict[str, frozenset[str]] = {
    "client_between": READS,
    "homework_drop": READS,
    "session_homework": READS,
}
PUBLIC_OF_THE_PHONE = frozenset({"service_worker", "manifest", "my_offline"})
"""What a phone asks for without a sign-in: they say nothing about anybody."""
