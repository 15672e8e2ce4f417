"""Gathers the words that visitors and clients read into the Spanish catalogue and compiles it; ``--check`` only complains."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from iop.pages import catalogue


class Command(BaseCommand):
    """Gather and compile, or check."""

    help = __doc__
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whether to change nothing."""
        parser.add_argument(
            "--check", action="store_true", help="change nothing; fail when something is behind or missing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the files unless only asked to check; then say what is missing."""
        if not options["check"]:
            catalog = catalogue.write()
            self.stdout.write(f"{len(catalog)} words and sentences are in locale/{catalogue.LANGUAGE}.")
        found = catalogue.complaints()
        for complaint in found:
            self.stdout.write(complaint)
        if found and options["check"]:
            raise CommandError(f"{len(found)} complaints.")
