"""``manage.py rulebook``: every rule and policy in plain English, for a clinical director to read."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

FILES = ("rules", "policies")


@dataclass(frozen=True)
class Rule:
    """One function that decides: what it states, where the rule comes from, and where it stands in the code."""

    name: str
    states: str
    source: str
    place: str


class Command(BaseCommand):
    """Print what the system decides by, as its own docstrings say it."""

    help = "Print every rule and policy: what it decides, its source, and where it stands."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the app to print."""
        parser.add_argument("--app", default="", help="only this app, by its label")

    def handle(self, *args: Any, app: str = "", **options: Any) -> None:
        """Print the book, one chapter an app."""
        for config in apps.get_app_configs():
            if app and config.label != app:
                continue
            rules = list(rules_in(Path(config.path)))
            if rules:
                self.stdout.write(f"\n# {config.verbose_name}\n")
            for rule in rules:
                self.stdout.write(f"- {rule.states}")
                if rule.source:
                    self.stdout.write(f"  {rule.source}")
                self.stdout.write(f"  ({rule.place}, {rule.name})")


def rules_in(folder: Path) -> Iterator[Rule]:
    """Read the public functions of an app's rules and policies, without running any of it.

    Packages from elsewhere that happen to have a file of that name are no rules of ours.
    """
    if settings.BASE_DIR not in folder.parents or ".venv" in folder.parts:
        return
    for file in sorted(_files(folder)):
        place = str(file.relative_to(settings.BASE_DIR))
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                yield _rule(node, place)


def _files(folder: Path) -> Iterator[Path]:
    for name in FILES:
        yield from [folder / f"{name}.py"] if (folder / f"{name}.py").exists() else (folder / name).glob("**/*.py")
        yield from folder.glob(f"*_{name}.py")


def _rule(node: ast.FunctionDef, place: str) -> Rule:
    lines = (ast.get_docstring(node) or node.name).splitlines()
    source = next((line.strip() for line in lines[1:] if line.strip().startswith("Source:")), "")
    return Rule(node.name, lines[0].strip(), source, place)
