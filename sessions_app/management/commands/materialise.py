"""Make treatment days ahead now, and say what was made and why something was not."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from iop.access.actors import SYSTEM
from iop.core import clock
from scheduling.models import Track
from sessions_app import actions


class Command(BaseCommand):
    """``manage.py materialise [--until DATE] [--site CODE …]``."""

    help = "Make treatment days ahead from the weekly templates, and report."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the last day and the sites."""
        parser.add_argument("--until", type=dt.date.fromisoformat, help="Last day to make, as YYYY-MM-DD.")
        parser.add_argument("--site", action="append", help="Only this site, by its short code; may be repeated.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make and report."""
        tracks = Track.objects.filter(program__site__code__in=options["site"]) if options["site"] else None
        report = actions.materialise(
            by=SYSTEM,
            at=clock.now(),
            until=options["until"],
            track_ids=None if tracks is None else list(tracks.values_list("pk", flat=True)),
        )
        self._say(report)

    def _say(self, report: actions.Report) -> None:
        names = dict(Track.objects.values_list("pk", "name"))
        for made in report.made:
            self.stdout.write(f"{made.on} {names[made.track_id]}: made. {made.note}".rstrip())
        for skipped in report.skipped:
            self.stdout.write(f"{skipped.on} {names[skipped.track_id]}: not made. {skipped.reason}")
        self.stdout.write(
            f"{len(report.made)} made, {report.already_there} already there, {len(report.skipped)} not made, "
            f"{len(report.cancelled)} cancelled by a closure, {len(report.clashes)} clashes, "
            f"{len(report.without_lead)} without a licensed lead."
        )
