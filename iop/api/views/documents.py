"""Papers in charts as a resource: which there are, adding one, and one itself through the gate."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from clients.actions import documents
from clients.choices import CARDS, DocumentKind
from clients.models import ClientDocument
from clients.policies_papers import READS_PAPERS
from iop.api.choices import Scope
from iop.api.reaching import InHouse, holding, of_charts
from iop.api.serializers import disclosures as shapes
from iop.api.verbs import creates, verb

READ, WRITE = Scope.DOCUMENTS_READ, Scope.DOCUMENTS_WRITE


class DocumentFilter(filters.FilterSet):
    """Papers by client and kind; ``shared`` keeps those that the client opens, ``in_error`` those entered in error."""

    client = filters.UUIDFilter(field_name="client_id")
    kind = filters.ChoiceFilter(choices=DocumentKind.choices)
    shared = filters.BooleanFilter(field_name="shared_at", lookup_expr="isnull", exclude=True)
    in_error = filters.BooleanFilter(field_name="error_at", lookup_expr="isnull", exclude=True)

    class Meta:
        model = ClientDocument
        fields: list[str] = []


class DocumentResource(InHouse):
    """Papers of others in clients' charts."""

    serializer_class = shapes.DocumentOut
    filterset_class = DocumentFilter
    read_scope = READ
    scopes = {"file": READ}
    client_path = "client_id"
    information = shapes.INFORMATION_OF_A_PAPER
    event_name = "documents"
    expands = {"client": "client"}

    def get_queryset(self) -> QuerySet[ClientDocument]:
        """Cards for whoever opens the chart; other papers for those who meet clinical content of others."""
        rows = of_charts(ClientDocument.objects.select_related("file", "client"), self.actor)
        return rows.filter(Q(kind__in=CARDS) | Q(holding(self.actor, READS_PAPERS)))

    def get_serializer_class(self) -> Any:
        """Draw the paper itself where it is asked for."""
        return shapes.DocumentFileOut if self.action == "file" else shapes.DocumentOut

    @creates(WRITE, takes=shapes.DocumentIn)
    def create(self, data: dict[str, Any]) -> ClientDocument:
        """Keep a checked paper in a chart."""
        return documents.add_document(by=self.actor, upload=data.pop("file"), at=self.at, **data)

    @extend_schema(responses=shapes.DocumentFileOut, filters=False)
    @action(detail=True, methods=["get"], filterset_class=None)
    def file(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Fetch a paper itself. That it was opened is an event on that client's record."""
        row = self.get_object()
        documents.open_document(by=self.actor, document=row, at=self.at)
        return Response(self.exit_one(row))

    @verb(WRITE, takes=shapes.DocumentErrorIn)
    def mark_error(self, row: ClientDocument, data: dict[str, Any]) -> None:
        """Close a paper that does not belong in this chart; it stays on file."""
        documents.mark_document_in_error(by=self.actor, document=row, at=self.at, **data)

    @verb(WRITE, takes=shapes.DocumentShareIn)
    def share(self, row: ClientDocument, data: dict[str, Any]) -> None:
        """Put a paper among those that the client opens by themselves, or take it away from there."""
        documents.share_document(by=self.actor, document=row, at=self.at, **data)
