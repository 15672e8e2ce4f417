"""Files of clients from another system as resources: looked through first, then brought in whole."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import QuerySet

from clients.choices import Information
from clients.import_choices import ImportStatus, RowDecision, RowOutcome
from clients.models import ImportedRow, ImportRun
from iop.api.choices import Scope
from iop.api.reaching import MayBeNobodys
from iop.api.resources import Resource
from iop.api.serializers import imports as shapes
from iop.api.verbs import creates, verb
from iop.workflows.importing import deciding, receiving

WRITE = Scope.CLIENTS_WRITE


class ImportFilter(filters.FilterSet):
    """Files by site and status."""

    site = filters.UUIDFilter(field_name="site_id")
    status = filters.ChoiceFilter(choices=ImportStatus.choices)

    class Meta:
        model = ImportRun
        fields: list[str] = []


class ImportedRowFilter(filters.FilterSet):
    """People of files by file, outcome, what was decided, and client."""

    run = filters.UUIDFilter(field_name="run_id")
    outcome = filters.ChoiceFilter(choices=RowOutcome.choices)
    decision = filters.ChoiceFilter(choices=RowDecision.choices)
    is_decided = filters.BooleanFilter(field_name="decided_at", lookup_expr="isnull", exclude=True)
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

    @verb(WRITE, takes=shapes.RestDecisionIn)
    def decide_rest(self, row: ImportRun, data: dict[str, Any]) -> None:
        """Decide about all rows that look like somebody and that nobody decided about: new, or left out.

        As new come those alone of which the caller may see everybody they look like.
        """
        deciding.decide_rest(by=self.actor, run=row, at=self.at, **data)

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
        return ImportedRow.objects.filter(run__in=ImportRun.objects.visible_to(self.actor)).defer(
            "values", "external_id", "mark"
        )

    @verb(WRITE, takes=shapes.RowDecisionIn)
    def decide(self, row: ImportedRow, data: dict[str, Any]) -> None:
        """Decide about a row that looks like somebody: link it to a chart, bring it as new, or leave it out.

        Nothing happens before the file is brought in; its version changes with each decision.
        """
        deciding.decide(by=self.actor, row=row, at=self.at, **data)

    @verb(WRITE, takes=shapes.ClientFileVersionIn)
    def unlink(self, row: ImportedRow, data: dict[str, Any]) -> None:
        """Undo a link that was a mistake, after the file was brought in. In the chart nothing had changed."""
        deciding.unlink(by=self.actor, row=row, at=self.at, **data)
