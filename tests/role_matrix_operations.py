"""Which roles may open which page about background work: last runs, queues and failures. The test of the matrix reads this table."""

from __future__ import annotations

LOOKS_AFTER = frozenset({"site_admin"})

OPERATIONS: dict[str, frozenset[str]] = {"operations": LOOKS_AFTER, "operations_run": LOOKS_AFTER}
