"""Says how background work stands, as text: the page "Background work" for a terminal."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from iop.core import clock
from iop.pages.presenters import operations as presenter

LINE = "{state:<18} {task:<34} last {last:<17} took {took:>9}  usually {usual:>9}  next {due:<17} failed {failures}"


class Command(BaseCommand):
    """Print each scheduled task, queue and failure."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Take whether trouble ends in an exit code, for a check from outside."""
        parser.add_argument("--check", action="store_true", help="exit with 1 when something is late or failing")
        parser.add_argument("--zone", default="UTC", help="time zone of what is printed (%(default)s)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print, and fail when asked to and something is wrong."""
        found = presenter.read(at=clock.now(), zone=options["zone"])
        for row in found["rows"]:
            self.stdout.write(LINE.format(**{**vars(row), "state": str(row.state)}))
        for process in found["processes"]:
            self.stdout.write(f"{process['name']}: {'running' if process['ok'] else 'NOT SEEN'} ({process['ago']})")
        for queue in found["queues"]:
            self.stdout.write(f"Queue {queue['name']}: {queue['waiting']} waiting")
        waiting = found["outbox"]
        self.stdout.write(
            f"Messages due: {waiting['waiting']}"
            + (f", the oldest for {waiting['oldest']}" if waiting["oldest"] else "")
        )
        for run in found["failures"]:
            self.stdout.write(f"{run.outcome}: {run.name} at {run.at}, {run.error}, on {run.worker}")
        if options["check"] and (found["trouble"] or found["broker_away"]):
            raise CommandError("Some background work is late, failed last time, or the queue does not answer.")
