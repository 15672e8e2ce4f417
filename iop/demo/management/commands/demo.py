"""``manage.py demo [--seed N] [--clients N]``: the made-up clinic, made through the real actions."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from iop.clinic.models import Organization
from iop.core import clock
from iop.core.demo_accounts import DEMO_PASSWORD, DEMO_SIGN_INS
from iop.demo import clinic
from iop.demo.build import WEEKS, bring_up

BAR = 28
DEMO_NAME = "Harbor Light Recovery"


class Command(BaseCommand):
    """Builds the demo clinic in an empty database, or adds the days that are missing since the last start."""

    help = "Build the demo clinic, or add the days missing since the last start. Only with the demo settings."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the seed and the size."""
        parser.add_argument("--seed", type=int, default=7, help="the same seed gives the same clinic (default 7)")
        parser.add_argument("--weeks", type=int, default=WEEKS, help=f"how far back the days reach (default {WEEKS})")
        parser.add_argument("--clients", type=int, default=220, help="people, about a third of them in treatment now")

    def handle(self, *args: Any, **options: Any) -> None:
        """Build, and print the sign-ins. Refuses anywhere but in the demo settings and in a real clinic's database."""
        if not settings.DEMO:
            raise CommandError("The demo clinic is made only with the demo settings (iop.settings.demo): make demo.")
        if clinic.exists() and not Organization.objects.filter(name=DEMO_NAME).exists():
            raise CommandError("This database holds a real clinic. The demo leaves it alone.")
        began = time.monotonic()
        self._step = ""
        built = bring_up(
            now=clock.now(),
            seed=options["seed"],
            people=options["clients"],
            weeks=options["weeks"],
            report=self._show,
        )
        self.stdout.write("")
        word = "Built the demo clinic" if built.is_new else "The demo clinic is up to date"
        self.stdout.write(f"{word} ({built.days_run} days run, {time.monotonic() - began:.0f} s).")
        self._print_sign_ins()

    def _show(self, step: str, done: int, total: int) -> None:
        """Draw one line of progress for each step; off a terminal, only its first and last state."""
        if not self.stdout.isatty():
            if done == total:
                self.stdout.write(f"{step}: {total}")
            return
        if step != self._step:
            self.stdout.write("")
            self._step = step
        full = BAR * done // max(total, 1)
        self.stdout.write(f"\r{step:28} [{'#' * full}{'.' * (BAR - full)}] {done}/{total}", ending="")
        self.stdout.flush()

    def _print_sign_ins(self) -> None:
        self.stdout.write(f"Sign-ins, all with the password {DEMO_PASSWORD}:")
        for person in DEMO_SIGN_INS:
            self.stdout.write(f"  {person.label!s:22} {person.email}")
