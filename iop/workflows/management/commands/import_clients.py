"""``manage.py import_clients FILE --site CODE``: bring clients of another system in; without ``--commit`` only a look at it."""

from __future__ import annotations

import hashlib
import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from clients.import_choices import ImportStatus
from clients.models import ImportRun
from iop.access.actors import SYSTEM
from iop.clinic.models import Site
from iop.core import clock
from iop.core.errors import Refusal
from iop.workflows.importing import bringing, reading, tables
from iop.workflows.importing.checking import DAY_FIRST, MONTH_FIRST
from iop.workflows.importing.fields import BY_KEY
from iop.workflows.importing.problems import PROBLEMS
from iop.workflows.importing.receiving import bring_in, receive

SHOWN = 200


class Command(BaseCommand):
    help = (
        "Look at a file of clients from another system (CSV or FHIR R4 bundle): what would become of each row, by its number. "
        "With --commit the file that was looked at is brought in, whole."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, where its people go, and what is decided about it."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--site", required=True, help="the site's code")
        parser.add_argument("--source", default="another system", help="what the other system is called")
        parser.add_argument(
            "--map", type=Path, help='a JSON file: {"columns": {"Heading": "field"}, "dates": "mdy" or "dmy"}'
        )
        parser.add_argument("--commit", action="store_true", help="bring in what was looked at before")
        parser.add_argument("--leave-faulty-out", action="store_true", help="although some rows cannot be used")
        parser.add_argument(
            "--bring-alike",
            action="store_true",
            help="people who look like somebody here and about whom nobody decided, too",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Look, or bring in."""
        site = Site.objects.filter(code=options["site"]).first()
        if site is None:
            raise CommandError("There is no site with this code.")
        if not options["file"].is_file():
            raise CommandError("There is no such file.")
        try:
            run = self._bring(options, site) if options["commit"] else self._look(options, site)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from None
        self._report(run)

    def _look(self, options: dict[str, Any], site: Site) -> ImportRun:
        with options["file"].open("rb") as file:
            mapping = _mapping(options["map"], options["file"])
            run = receive(by=SYSTEM, file=file, site=site, source=options["source"], at=clock.now(), mapping=mapping)
        reading.read_waiting(run_id=run.pk, at=clock.now())
        run.refresh_from_db()
        return run

    def _bring(self, options: dict[str, Any], site: Site) -> ImportRun:
        digest = hashlib.sha256(options["file"].read_bytes()).hexdigest()
        looked = ImportRun.objects.filter(digest=digest, site=site, status=ImportStatus.READY)
        run = looked.filter(source_key=options["source"].casefold()).order_by("-received_at").first()
        if run is None:
            raise CommandError("Look at exactly this file first: the same command without --commit.")
        bring_in(
            by=SYSTEM, run=run, version=run.version, at=clock.now(), leave_faulty_out=options["leave_faulty_out"],
            bring_alike=options["bring_alike"],
        )  # fmt: skip
        bringing.bring_waiting(run_id=run.pk, at=clock.now())
        run.refresh_from_db()
        if run.status != ImportStatus.DONE:
            raise CommandError(run.refusal or "It was not brought in.")
        return run

    def _report(self, run: ImportRun) -> None:
        """Write codes, fields and row numbers: what a row says stays out of terminals and their logs."""
        if run.status == ImportStatus.REFUSED:
            raise CommandError(run.refusal)
        headings = run.report.get("headings", [])
        columns = run.mapping.get("columns", {})
        for place, heading in enumerate(headings):
            field = columns.get(str(place))
            self.stdout.write(f"column {place + 1} ({heading}): {BY_KEY[field].label if field else 'nobody reads it'}")
        for kind, number in {**run.report.get("read", {}), **run.report.get("unread", {})}.items():
            self.stdout.write(f"{kind}: {number}{'' if kind in run.report['read'] else ' (nobody reads it)'}")
        for row in run.rows.exclude(problems=[]).defer("values")[:SHOWN]:
            said = "; ".join(
                f"{about}: {PROBLEMS[code].words}" if about else str(PROBLEMS[code].words)
                for code, about in row.problems
            )
            decided = f", decided: {row.get_decision_display()}" if row.decision else ""
            self.stdout.write(f"row {row.position} [{row.get_outcome_display()}{decided}] {said}")
        for outcome, number in sorted(run.counts.items()):
            self.stdout.write(f"{outcome}: {number}")
        if run.status == ImportStatus.READY:
            self.stdout.write("Nothing was brought in. To do so: the same command with --commit")


def _mapping(place: Path | None, file: Path) -> dict[str, Any] | None:
    if place is None:
        return None
    told = json.loads(place.read_text(encoding="utf-8"))
    with file.open("rb") as opened:
        headings = tables.headings(opened)
    columns = told.get("columns", {})
    if unknown := set(columns.values()) - set(BY_KEY):
        raise CommandError(f"The map names a field that is not known: {min(unknown)}")
    by_place = {str(number): columns[heading] for number, heading in enumerate(headings) if heading in columns}
    if (dates := told.get("dates", "")) not in {"", MONTH_FIRST, DAY_FIRST}:
        raise CommandError(f"Dates are {MONTH_FIRST} or {DAY_FIRST}, not {dates}.")
    return {"columns": by_place, "dates": dates}
