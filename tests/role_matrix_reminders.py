"""Which roles may open which page about reminders: what is sent when. The test of the matrix reads this table."""

from __future__ import annotations

from tests.role_matrix_clients import CHART
from tests.role_matrix_ground import EVERYBODY

SETS_UP = frozenset({"clinical_director", "site_admin"})
"""Who says what is reminded when."""

REMINDERS: dict[str, frozenset[str]] = {
    "reminders": SETS_UP,
    "reminder_rule": SETS_UP,
    "my_reminders": frozenset(EVERYBODY),
    "client_reminders": frozenset(CHART),
}
