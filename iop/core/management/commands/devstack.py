"""``make run``: a demo clinic with everything it needs, on this machine, until Ctrl-C."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from iop.settings import running


class Command(BaseCommand):
    help = "Start a private PostgreSQL and Valkey, a demo clinic, the worker, its clock and the web server; stop all on Ctrl-C."
    # The checks belong to the children, which have a database.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--port",
            type=_port,
            default=os.environ.get("PORT", "8000"),
            help="the web server's port (PORT)",
        )
        parser.add_argument(
            "--host",
            default=os.environ.get("HOST_ADDRESS", "127.0.0.1"),
            help="who may connect: this machine only by default",
        )
        parser.add_argument(
            "--data",
            type=Path,
            default=running.folder(os.environ),
            help="where the data is kept",
        )
        parser.add_argument(
            "--no-demo",
            action="store_true",
            help="start with an empty clinic and its first-run set-up",
        )
        parser.add_argument(
            "--rebuild",
            action="store_true",
            help="make the demo clinic anew, in its own database, and stop",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        # Imported here alone: production has neither these servers nor their wheels.
        from iop.devstack.errors import StackError
        from iop.devstack.stack import Stack, Wishes

        wishes = Wishes(
            data=options["data"].absolute(),
            port=options["port"],
            host=options["host"],
            # What a killed stack lent to this process is not a wish: only the caller's own environment counts.
            database_url=running.own(os.environ, "DATABASE_URL"),
            owner_url=running.own(os.environ, "DATABASE_OWNER_URL"),
            redis_url=running.own(os.environ, "REDIS_URL"),
            demo=not options["no_demo"],
        )
        stack = Stack(wishes, self._say)
        try:
            stack.rebuild() if options["rebuild"] else stack.run()
        except StackError as error:
            raise CommandError(str(error)) from None

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def _port(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 65_535:
        raise ValueError(f"A port is a number from 1 to 65535, not {number}.")
    return number
