"""``manage.py export_clinic TARGET``: the clinic's own data, whole, in open formats."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS

from iop.access.actors import SYSTEM
from iop.audit.recorder import record
from iop.core.basis import own_use
from iop.workflows.clinic_export import boxes, passphrases
from iop.workflows.clinic_export.boxes import Refused
from iop.workflows.clinic_export.writing import Written, write_export


class Command(BaseCommand):
    help = (
        "Write every table and stored file to a folder or a .zip: sealed under the passphrase of --passphrase-file, or, "
        "when you say so, in the clear. Keep it like a chart."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take where to, and how it is guarded."""
        parser.add_argument("target", type=Path, help="a folder, or a file; neither may exist")
        how = parser.add_mutually_exclusive_group(required=True)
        how.add_argument("--passphrase-file", type=Path, help="a file with the passphrase that seals it into one file")
        how.add_argument("--in-the-clear", action="store_true", help="write it readable for whoever finds it")
        how.add_argument(
            "--open", type=Path, metavar="SEALED", help="write the plain zip that is inside a sealed export"
        )
        parser.add_argument("--with", type=Path, dest="with_file", metavar="FILE", help="the passphrase for --open")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it, with a word in the audit record before the first row leaves and one after the last."""
        try:
            if options["open"]:
                self._open(options["open"], options["target"], options["with_file"])
                return
            self._write(options["target"], passphrases.from_file(options["passphrase_file"]))
        except Refused as refusal:
            raise CommandError(str(refusal)) from None

    def _write(self, target: Path, passphrase: str) -> None:
        basis = own_use("operations", "everything")
        detail = {"basis": basis.as_data(), "is_sealed": bool(passphrase)}
        record(by=SYSTEM, verb="clinic.export_begun", subject=None, detail=detail)
        alias = "owner" if "owner" in settings.DATABASES else DEFAULT_DB_ALIAS
        done = write_export(target, alias=alias, passphrase=passphrase)
        record(
            by=SYSTEM, verb="clinic.exported", subject=None,
            detail={**detail, "tables": done.tables, "rows": done.rows, "files": done.files, "files_lost": len(done.lost)},
        )  # fmt: skip
        self._tell(target, done, sealed=bool(passphrase))

    def _open(self, sealed: Path, target: Path, file: Path | None) -> None:
        if file is None:
            raise Refused("Name the file that holds the passphrase: --with FILE")
        boxes.unseal(sealed, target, passphrases.from_file(file))
        self.stdout.write(f"{target} is the plain export. Whoever finds it can read it.")

    def _tell(self, target: Path, done: Written, *, sealed: bool) -> None:
        how = "sealed; keep the passphrase somewhere else" if sealed else "readable for whoever finds it"
        self.stdout.write(f"{target}: {done.rows} rows of {done.tables} tables and {done.files} files ({how}).")
        for name in done.lost:
            self.stderr.write(f"This stored file was not to be found and is missing: {name}")
