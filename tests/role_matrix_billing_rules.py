"""Which roles may open which page about the rules of billing and what a day comes to. The test of the matrix reads this table."""

from __future__ import annotations

SEES = frozenset({"intake", "biller", "clinical_director", "site_admin"})
CHANGES = frozenset({"biller", "site_admin"})
ON_DAYS = frozenset(
    {"counselor", "therapist", "medical", "case_manager", "intake", "biller", "clinical_director", "site_admin"}
)
"""Whoever sees treatment days sees who is on them; what their day comes to is shown to those who treat or run it."""

BILLING_RULES: dict[str, frozenset[str]] = {
    "billing_rules": SEES,
    "billing_rule": SEES,
    "rule_tester": SEES,
    "rule_effect": SEES,
    "billing_rule_add": CHANGES,
    "billing_rule_edit": CHANGES,
    "billing_rule_replace": CHANGES,
    "billing_rule_publish": CHANGES,
    "billing_rule_end": CHANGES,
    "billing_rule_take_back": CHANGES,
    "session_worth": ON_DAYS,
}
