"""The addresses of an export: asking, looking how far it is, cancelling, fetching. Source: FHIR Bulk Data Access 2.0."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.http import FileResponse, Http404, HttpResponseBase
from rest_framework.request import Request
from rest_framework.response import Response

from iop.audit.recorder import record
from iop.core.errors import Invalid
from iop.core.words import say
from iop.fhir import outcomes
from iop.fhir.bulk import asking, fetching, making
from iop.fhir.models import BulkExport
from iop.fhir.speaking import AsItIs
from iop.fhir.views import FhirView, base_of

ASKED = say("The export is being made. Look at the address in Content-Location.")
FAILED = say("The export could not be made. Ask for it again.")
RETRY_AFTER = 10
NDJSON = "application/fhir+ndjson"


class ExportView(FhirView):
    """``[base]/$export``, ``Patient/$export``, ``Patient/[id]/$export``."""

    operation = "fhir.export"
    only_clients = False

    def get(self, request: Request, pk: str = "") -> Response:
        """Begin an export; the answer says where to look."""
        prefer = request.headers.get("Prefer", "").replace(" ", "")
        asking.by_itself(self.caller)
        if "respond-async" not in prefer:
            raise Invalid(say("An export is made in the background: send “Prefer: respond-async”."))
        row = asking.ask(
            reach=self.reach, at=self.at, address=request.build_absolute_uri(), only_clients=self.only_clients,
            of_client=self._whose(pk) if pk else None, lenient="handling=lenient" in prefer,
            pairs=[(name, value) for name, values in dict(request.query_params.lists()).items() for value in values],
        )  # fmt: skip
        answer = Response(outcomes.outcome("information", "informational", ASKED), status=202)
        answer["Content-Location"] = f"{base_of(request)}/export-jobs/{row.pk}"
        return answer

    def _whose(self, text: str) -> uuid.UUID:
        """Find the client; one whom the caller may not be told of looks like nobody."""
        spec = self.opened("Patient", "r")
        pk = as_id(text)
        found = [self.reading.rows(spec, source, "r").filter(pk=pk).exists() for source in spec.sources]
        if not any(found):
            raise Http404
        return pk


class ClientsExportView(ExportView):
    """``Patient/$export``: what is about clients, without staff and places."""

    only_clients = True


class ExportJobView(FhirView):
    """``export-jobs/[id]``: how far it is; its files; cancelling it."""

    http_method_names = ["get", "delete", "options"]
    operation = "fhir.export_status"

    def get(self, request: Request, pk: str) -> Response:
        """Say how far it is (202), or what came of it (200)."""
        row = self._own(pk)
        if row.failed_at:
            return Response(outcomes.outcome("error", "exception", FAILED), status=500)
        if row.ready_at is None:
            waiting = Response(status=202)
            waiting["X-Progress"], waiting["Retry-After"] = making.progress(row), str(RETRY_AFTER)
            return waiting
        with transaction.atomic():
            told = fetching.manifest(row, self.reach, base_of(request), self.at)
        answer = Response(told)
        answer.content_type = "application/json"
        if row.ends_at:
            answer["Expires"] = row.ends_at.strftime("%a, %d %b %Y %H:%M:%S GMT")
        return answer

    def delete(self, request: Request, pk: str) -> Response:
        """Cancel it, or take its files away."""
        row = self._own(pk)
        with transaction.atomic():
            making.remove_ended(self.at, row.pk)
            record(by=self.actor, verb="fhir.export_removed", subject=row, clients=[], detail={})
        return Response(status=202)

    def _own(self, pk: str) -> BulkExport:
        row = asking.own(self.caller, as_id(pk))
        if row is None or (row.ends_at is not None and row.ends_at <= self.at):
            raise Http404
        return row


class ExportFileView(FhirView):
    """``export-files/[id]``: one file, streamed."""

    operation = "fhir.export_file"
    content_negotiation_class = AsItIs

    def get(self, request: Request, pk: str) -> HttpResponseBase:
        """Send a file, with the statement of 42 CFR 2.32 where it rests on consents."""
        file = fetching.fetched(reach=self.reach, pk=as_id(pk), at=self.at)
        answer = FileResponse(file.file.open("rb"), content_type=NDJSON)
        if file.export.notice and file.clients:
            answer["Redisclosure-Notice"] = " ".join(file.export.notice.split())
            answer["Consent-Scope"] = file.export.consent_scope
        return answer

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Leave a stream as it is."""
        if isinstance(response, FileResponse):
            response["Cache-Control"] = "private, no-store"
            response["X-Content-Type-Options"] = "nosniff"
            response.headers.pop("Content-Disposition", None)
            return response
        return super().finalize_response(request, response, *args, **kwargs)


def as_id(text: str) -> uuid.UUID:
    """Read an id. Raises ``Http404`` for what is none."""
    try:
        return uuid.UUID(text)
    except ValueError as wrong:
        raise Http404 from wrong
