"""Brings every encrypted column under the first key of FIELD_ENCRYPTION_KEYS. May be stopped and started again at any time."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from iop.core.crypto import Unreadable, current_key_id
from iop.core.rotation import BATCH, Count, count, encrypted_fields, rotate


class Command(BaseCommand):
    """Re-encrypt, or say what would be."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Take how many rows a transaction holds, and whether only to count."""
        parser.add_argument("--batch", type=int, default=BATCH, help="rows for each transaction (%(default)s)")
        parser.add_argument("--only-count", action="store_true", help="change nothing, say how many values are left")

    def handle(self, *args: Any, **options: Any) -> None:
        """Go through all columns; fail at the end when something could not be read or is left under an old key."""
        if options["batch"] < 1:
            raise CommandError("--batch needs a number from 1 on.")
        try:
            self.stdout.write(f"The current key is {current_key_id()}.")
        except Unreadable as missing:
            raise CommandError(f"{missing}.") from missing
        counts = [self._one(field, options) for field in encrypted_fields()]
        if any(found.unreadable for found in counts):
            raise CommandError(
                "Some values could not be read: their key is not set, or they were changed. They stay as they are."
            )
        left = sum(found.old - found.renewed for found in counts)
        done = "Everything is under the current key: the others may be removed."
        self.stdout.write(done if left <= 0 else f"{left} values are still under another key.")

    def _one(self, field: Any, options: dict[str, Any]) -> Count:
        found = count(field) if options["only_count"] else rotate(field, options["batch"])
        self.stdout.write(
            f"{found.place}: {found.current} were current, {found.old} were under another key, "
            f"{found.renewed} re-encrypted, {found.unreadable} unreadable"
        )
        return found
