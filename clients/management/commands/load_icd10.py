"""Loads a year of ICD-10-CM, or the list that comes with the product."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from clients import diagnosis_loading
from iop.access.actors import SYSTEM
from iop.audit.recorder import record
from iop.core.errors import Invalid


class Command(BaseCommand):
    """``load_icd10 icd10cm_order_2026.txt --valid-from 2025-10-01 --source "ICD-10-CM FY 2026 (CMS)"``, or ``--shipped``."""

    help = (
        "Load ICD-10-CM from an order file as CMS publishes it (icd10cm_order_YYYY.txt), all or nothing. Codes that the new "
        "year no longer has end the day before. Loading the same file twice changes nothing."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Say which file, from which day, and what it is called."""
        parser.add_argument("file", nargs="?", type=Path, help="the order file, unpacked")
        parser.add_argument("--valid-from", type=dt.date.fromisoformat, help="the first day of that year: 2025-10-01")
        parser.add_argument("--source", help='what it is: "ICD-10-CM FY 2026 (CMS)"')
        parser.add_argument("--shipped", action="store_true", help="load the list that comes with the product instead")

    def handle(
        self, *, file: Path | None, valid_from: dt.date | None, source: str | None, shipped: bool, **_: Any
    ) -> None:
        """Load, and say what it did."""
        if shipped:
            done = diagnosis_loading.load_shipped()
        else:
            done = self._load_file(file, valid_from, source or "")
        record(
            by=SYSTEM, verb="clients.codes_loaded", subject=None,
            detail={"new": done.new, "changed": done.changed, "ended": done.ended, "valid_from": valid_from},
        )  # fmt: skip
        self.stdout.write(f"{done.new} codes new, {done.changed} titles set right, {done.ended} ended.")

    def _load_file(self, file: Path | None, valid_from: dt.date | None, source: str) -> diagnosis_loading.Loaded:
        if file is None or valid_from is None or not source.strip():
            raise CommandError("Give the file, --valid-from and --source, or --shipped alone.")
        if len(source) > diagnosis_loading.SOURCE_LENGTH:
            raise CommandError(f"--source may have {diagnosis_loading.SOURCE_LENGTH} characters at most.")
        try:
            with file.open(encoding="utf-8", newline=None) as lines:
                codes = list(diagnosis_loading.order_file(lines))
            return diagnosis_loading.load(codes, valid_from=valid_from, source=source.strip(), is_whole=True)
        except Invalid as refusal:
            raise CommandError(str(refusal)) from refusal
        except (OSError, UnicodeDecodeError) as trouble:
            raise CommandError(f"{file} could not be read as text: {trouble}") from trouble
