"""``make restore FILE``: bring a backup back."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS, connections

from iop.core.backup import copying
from iop.core.backup.keys import backup_key
from iop.core.backup.programs import Missing
from iop.core.backup.sealed import Unreadable, verify


class Command(BaseCommand):
    help = "Bring a backup back into an empty database. The key comes from BACKUP_KEY or BACKUP_KEY_FILE."
    # The checks ask a database that is about to be filled.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--force-name", default="", help="the database's name, to replace everything that is in it")
        parser.add_argument(
            "--only-check", action="store_true", help="open and authenticate the whole file, change nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._restore(options["file"], options["force_name"], only_check=options["only_check"])
        except (Unreadable, Missing, copying.NotEmpty, FileNotFoundError) as error:
            raise CommandError(str(error)) from None

    def _restore(self, file: Path, force_name: str, *, only_check: bool) -> None:
        key = backup_key()
        with file.open("rb") as raw:
            size = verify(raw, key)
        self.stdout.write(f"The file is whole: {size / 1_000_000:.1f} MB, every piece authenticated.")
        if only_check:
            return
        has_owner = "owner" in settings.DATABASES
        connection = connections["owner" if has_owner else DEFAULT_DB_ALIAS]
        files = Path(settings.MEDIA_ROOT)
        if force_name:
            self._empty(connection, files, force_name)
        role = str(settings.DATABASES[DEFAULT_DB_ALIAS]["USER"]) if has_owner else ""
        copying.read(file, key, connection, files, application_role=role)
        self.stdout.write(f"Restored into {connection.settings_dict['NAME']}.")

    def _empty(self, connection: Any, files: Path, force_name: str) -> None:
        name = connection.settings_dict["NAME"]
        if force_name != name:
            raise CommandError(f"The database is {name}, not {force_name}: nothing was changed.")
        copying.empty(connection, files)
