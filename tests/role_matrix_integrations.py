"""Which roles may open which page about integrations. The test of the matrix reads this table."""

from __future__ import annotations

from iop.core.demo_accounts import DEMO_SIGN_INS

KEEPERS = frozenset({"site_admin"})
EVERYBODY = frozenset(person.role for person in DEMO_SIGN_INS)

INTEGRATIONS: dict[str, frozenset[str]] = {
    "integrations": KEEPERS,
    "integration": KEEPERS,
    "integration_change": KEEPERS,
    "integration_end": KEEPERS,
    "integration_key_add": KEEPERS,
    "integration_app_add": KEEPERS,
    "integration_app_change": KEEPERS,
    "integration_app_end": KEEPERS,
    "api_key_replace": KEEPERS,
    "api_key_revoke": KEEPERS,
    "webhook_add": KEEPERS,
    "webhook": KEEPERS,
    "webhook_change": KEEPERS,
    "webhook_act": KEEPERS,
    "own_apps": EVERYBODY,
    "own_app_take_back": EVERYBODY,
}
