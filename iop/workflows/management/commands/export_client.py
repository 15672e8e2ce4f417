"""``manage.py export_client CLIENT FILE.zip``: the archive of one client's whole record, to hand to them."""

from __future__ import annotations

import os
import uuid
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from clients.models import Client
from iop.access.actors import SYSTEM
from iop.core import clock
from iop.core.errors import Refusal
from iop.workflows.record_export import whole_archive


class Command(BaseCommand):
    help = (
        "Write the archive of a client's whole record (PDF, JSON, FHIR, papers) for handing it to them, as they could take "
        "it by themselves in the portal. It is written down as their own copy. SUD counseling notes are never in it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whose and where to."""
        parser.add_argument("client", help="the client's id or record number")
        parser.add_argument("file", type=Path, help="a .zip that does not exist yet")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it; only the one who runs the command may read the file."""
        file: Path = options["file"]
        client = self._client(options["client"])
        if file.exists():
            raise CommandError(f"{file} is there already.")
        try:
            content = whole_archive(by=SYSTEM, client=client, at=clock.now())
        except Refusal as refusal:
            raise CommandError(str(refusal)) from None
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(content)
        self.stdout.write(f"{len(content)} bytes written.")

    def _client(self, told: str) -> Client:
        try:
            found = Client.objects.filter(pk=uuid.UUID(told)).first()
        except ValueError:
            found = Client.objects.filter(record_number=told).first()
        if found is None:
            raise CommandError("There is no such client.")
        return found
