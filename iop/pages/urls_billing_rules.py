"""Addresses of the pages about the rules of billing and what a day comes to."""

from __future__ import annotations

from django.urls import URLPattern, path

from iop.pages.views.billing_rules import rules, trying

RULE = "billing/rules/<uuid:rule_id>/"

urlpatterns: list[URLPattern] = [
    path("billing/rules/", rules.billing_rules, name="billing_rules"),
    path("billing/rules/add/", rules.billing_rule_add, name="billing_rule_add"),
    path("billing/rules/tester/", trying.rule_tester, name="rule_tester"),
    path(RULE, rules.billing_rule, name="billing_rule"),
    path(RULE + "edit/", rules.billing_rule_edit, name="billing_rule_edit"),
    path(RULE + "replace/", rules.billing_rule_replace, name="billing_rule_replace"),
    path(RULE + "publish/", rules.billing_rule_publish, name="billing_rule_publish"),
    path(RULE + "end/", rules.billing_rule_end, name="billing_rule_end"),
    path(RULE + "take-back/", rules.billing_rule_take_back, name="billing_rule_take_back"),
    path(RULE + "effect/", trying.rule_effect, name="rule_effect"),
    path("sessions/<uuid:session_id>/worth/", trying.session_worth, name="session_worth"),
]
