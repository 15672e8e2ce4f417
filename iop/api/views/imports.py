"""Files of clients from another system as resources: looked through first, then brought in whole."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import QuerySet

from clients.choices import Information
from clients.import_choices import ImportStatus, RowOutcome
from clients.models import ImportedRow, ImportRun
from iop.api.choices import Scope
from iop.api.reaching import MayBeNobodys
from iop.api.resources import Resource
from iop.api.serializers import imports as shapes
from iop.api.verbs import creates, verb
from iop.workflows.importing import receiving

WRITE = Scope.CLIENTS_WRITE


class ImportFilter(filters.FilterSet):
    """Files by site and status."""

    site = filters.UUIDFilter(field_name="site_id")
    status = filters.ChoiceFilter(choices=ImportStatus.choices)

    class Meta:
        model = ImportRun
        fields: list[str] = []


class ImportedRowFilter(filters.FilterSet):
    """People of files by file, outcome and client."""

    run = filters.UUIDFilter(field_name="run_id")
    outcome = filters.ChoiceFilter(choices=RowOutcome.choices)
    client = filters.UUIDFilter(field_name="client_id")

    class Meta:
        model = ImportedRow
        fields: list[str] = []


class ImportResource(Resource):
    """Files that were handed in: read and looked through first, then brought in."""

    serializer_class = shapes.ClientFileOut
    filterset_class = ImportFilter
    read_scope = WRITE
    expands = {"site": "site"}

    def get_queryset(self) -> QuerySet[ImportRun]:
        """Scope to sites where the caller brings clients in."""
        return ImportRun.objects.visible_to(self.actor).select_related("file", "site").prefetch_related("changes")

    @creates(WRITE, takes=shapes.ClientFileIn)
    def create(self, data: dict[str, Any]) -> ImportRun:
        """Take a file of clients in, 15 MB at most. Nothing is brought in yet."""
        return receiving.receive(by=self.actor, at=self.at, **data)

    @verb(WRITE, takes=shapes.ClientFileMappingIn)
    def mapping(self, row: ImportRun, data: dict[str, Any]) -> None:
        """Say anew which column is which field; the file is then read again."""
        receiving.change_mapping(by=self.actor, run=row, at=self.at, **data)

    @verb(WRITE, takes=shapes.ClientFileVersionIn)
    def read_again(self, row: ImportRun, data: dict[str, Any]) -> None:
        """Look at a file anew."""
        receiving.read_again(by=self.actor, run=row, at=self.at, **data)

    @verb(WRITE, takes=shapes.ClientFileVersionIn)
    def withdraw(self, row: ImportRun, data: dict[str, Any]) -> None:
        """Put a file aside: nobody of it is brought in."""
        receiving.withdraw(by=self.actor, run=row, at=self.at, **data)

    @verb(WRITE, takes=shapes.ClientFileBringIn)
    def bring_in(self, row: ImportRun, data: dict[str, Any]) -> None:
        """Bring in what was looked through; a few people at once, many in the background."""
        receiving.bring_in(by=self.actor, run=row, at=self.at, **data)


class ImportedRowResource(MayBeNobodys):
    """The people of files, with what became of each."""

    serializer_class = shapes.ImportedRowOut
    filterset_class = ImportedRowFilter
    read_scope = WRITE
    client_path = "client_id"
    information = (Information.PRESENCE,)
    event_name = "imported_rows"
    expands = {"client": "client", "run": "import"}

    def get_queryset(self) -> QuerySet[ImportedRow]:
        """Scope to files of sites where the caller brings clients in."""
        return ImportedRow.objects.filter(run__in=ImportRun.objects.visible_to(self.actor))
