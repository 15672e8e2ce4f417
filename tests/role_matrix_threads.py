"""Which roles may open which page about messages with clients. The test of the matrix reads this table."""

from __future__ import annotations

ANSWERS = frozenset({"counselor", "therapist", "medical", "case_manager", "clinical_director"})
"""Who treats clients reads and answers what they write."""

THREADS: dict[str, frozenset[str]] = {
    "threads": ANSWERS,
    "client_threads": ANSWERS,
    "client_thread_new": ANSWERS,
    "thread": ANSWERS,
    "thread_take": ANSWERS,
    "thread_give": ANSWERS,
    "thread_settle": ANSWERS,
    "thread_close": ANSWERS,
    "thread_file": ANSWERS,
}
