"""The rule book reads like one: every rule and policy states what it decides."""

from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from iop.access.management.commands.rulebook import rules_in

OURS = [config for config in apps.get_app_configs() if list(rules_in(Path(config.path)))]


def test_prints_a_chapter_for_an_app(capsys):
    call_command("rulebook", app="clinic")
    book = capsys.readouterr().out
    assert "# Clinic" in book
    assert "A licence holds from its issue to its expiry, both days included" in book
    assert "# Accounts" not in book


def test_leaves_out_packages_from_elsewhere():
    assert {config.name.split(".")[0] for config in OURS} <= {
        "iop", "clients", "scheduling", "sessions_app", "therapy", "family", "billing",
    }  # fmt: skip


@pytest.mark.parametrize("label", [config.label for config in OURS])
def test_every_rule_states_what_it_decides(label):
    for rule in rules_in(Path(apps.get_app_config(label).path)):
        assert rule.states != rule.name, f"{rule.place}: {rule.name} says nothing"
        assert len(rule.states) > 20, f"{rule.place}: {rule.name} says too little"
