"""``manage.py import_clinic SOURCE``: bring an export of a clinic into an empty installation."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS, DatabaseError

from iop.access.actors import SYSTEM
from iop.audit import chain
from iop.audit.recorder import record
from iop.workflows.clinic_export import passphrases
from iop.workflows.clinic_export.boxes import Refused
from iop.workflows.clinic_export.bringing_back import bring_back, check


class Command(BaseCommand):
    help = "Bring an export (a folder, a .zip or a sealed file) into an empty, migrated database: all of it or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take where from."""
        parser.add_argument("source", type=Path)
        parser.add_argument("--passphrase-file", type=Path, help="a file with the passphrase of a sealed export")
        parser.add_argument(
            "--only-check", action="store_true", help="compare everything with the manifest, change nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Bring it in, and walk the chain of the audit record afterwards."""
        try:
            passphrase = passphrases.from_file(options["passphrase_file"])
            self._run(options["source"], passphrase, only_check=options["only_check"])
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        except DatabaseError as error:
            # The database's own words may hold a row's values: the kind of error and the rule's name say enough.
            rule = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or type(error).__name__
            raise CommandError(f"The data breaks a rule of these tables ({rule}). Nothing was changed.") from None

    def _run(self, source: Path, passphrase: str, *, only_check: bool) -> None:
        if only_check:
            done = check(source, passphrase=passphrase)
            self.stdout.write(f"The export is whole: {done.rows} rows of {done.tables} tables and {done.files} files.")
            return
        alias = "owner" if "owner" in settings.DATABASES else DEFAULT_DB_ALIAS
        done = bring_back(source, alias=alias, passphrase=passphrase)
        report = chain.check()
        record(
            by=SYSTEM, verb="clinic.brought_in", subject=None,
            detail={"tables": done.tables, "rows": done.rows, "files": done.files, "seals": report.links},
        )  # fmt: skip
        self.stdout.write(f"Brought in: {done.rows} rows of {done.tables} tables and {done.files} files.")
        if report.first_break is not None:
            raise CommandError(f"The audit record is not as it was sealed, from link {report.first_break.position} on.")
        sealed = f"is whole: {report.links} links" if report.links else "came along; none of it was sealed yet"
        self.stdout.write(f"The audit record {sealed}. Everybody sets a new password now.")
