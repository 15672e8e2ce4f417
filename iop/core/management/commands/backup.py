"""``make backup``: one encrypted file with the database and the uploaded files."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS, connections

from iop.core import clock
from iop.core.backup import copying
from iop.core.backup.keys import backup_key
from iop.core.backup.programs import Missing
from iop.core.backup.sealed import Unreadable


class Command(BaseCommand):
    help = "Write the database and the files to one encrypted file. The key comes from BACKUP_KEY or BACKUP_KEY_FILE."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, help="the file to write (backups/iop-<time>.iopbackup by default)")

    def handle(self, *args: Any, **options: Any) -> None:
        target: Path = options["to"] or settings.BASE_DIR / "backups" / f"iop-{clock.now():%Y%m%dT%H%M%SZ}.iopbackup"
        if target.exists():
            raise CommandError(f"{target} exists already, and a backup is never written over.")
        alias = "owner" if "owner" in settings.DATABASES else DEFAULT_DB_ALIAS
        try:
            size = copying.write(target, backup_key(), connections[alias], Path(settings.MEDIA_ROOT))
        except (Unreadable, Missing) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{target} ({size / 1_000_000:.1f} MB, encrypted). Keep the key somewhere else.")
