"""What an integration is told of its export, and each file as it is fetched: the gate is asked again about everybody in it.

A consent that was taken back since the file was made closes every file that holds that client: a new export leaves them out.
"""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.http import Http404

from clients.models import Client
from iop.api.callers import Caller
from iop.audit.recorder import record
from iop.core.basis import Basis
from iop.fhir import labels
from iop.fhir.bulk.asking import by_itself
from iop.fhir.elements import Part, moment
from iop.fhir.models import BulkExport, BulkExportFile
from iop.fhir.reach import Reach
from iop.fhir.reading import Reading
from iop.fhir.registry import spec_of
from iop.fhir.specs import Source

UNDER_WAY = dt.timedelta(minutes=5)
"""So long a change may take from its instant until it is there to be read: whoever asks again since ``transactionTime`` is
told of it twice rather than never."""
NOTICE = "urn:iop:redisclosure-notice"
SCOPE = "urn:iop:consent-scope"
SECURITY = "urn:iop:security"


def manifest(export: BulkExport, reach: Reach, base: str, at: dt.datetime) -> Part:
    """Tell a finished export: its files that may still be fetched, and the statement of 42 CFR 2.32 that goes along."""
    files = [each for each in export.files.order_by("number") if _may_leave(each, reach, at)]
    said = {NOTICE: export.notice, SCOPE: export.consent_scope} if export.notice else {}
    return {
        "transactionTime": moment(export.asked_at - UNDER_WAY),
        "request": export.request,
        "requiresAccessToken": True,
        "output": [{"type": each.kind, "url": f"{base}/export-files/{each.pk}", "count": each.count} for each in files],
        "deleted": [],
        "error": [],
        "extension": {**said, SECURITY: labels.security()},
    }


def fetched(*, reach: Reach, pk: uuid.UUID, at: dt.datetime) -> BulkExportFile:
    """Give a file to be sent, and write down that it was fetched. Raises ``Http404`` for one that may not leave any more."""
    caller = by_itself(reach.caller)
    with transaction.atomic():
        rows = BulkExportFile.objects.filter(export__integration=caller.integration, export__ready_at__isnull=False)
        standing = rows.filter(export__removed_at__isnull=True, export__ends_at__gt=at)
        file = standing.select_related("export").filter(pk=pk).first()
        if file is None or not _may_leave(file, reach, at):
            raise Http404
        BulkExportFile.objects.filter(pk=pk, fetched_at__isnull=True).update(fetched_at=at)
        detail = {"kind": file.kind, "count": file.count}
        record(
            by=reach.actor, verb="fhir.export_fetched", subject=file.export, clients=set(file.clients), detail=detail
        )
    return file


def _may_leave(file: BulkExportFile, reach: Reach, at: dt.datetime) -> bool:
    """Ask scopes and gate anew, for everybody in the file at once."""
    spec = spec_of(file.kind)
    if spec is None or file.source >= len(spec.sources) or reach.refusal(spec, "s"):
        return False
    source, clients = spec.sources[file.source], set(file.clients)
    if not clients:
        return True
    if not source.on_consent and _needs_consent(reach.caller, reach, source.information, at):
        return False
    if not _all_in_reach(reach, source, clients):
        return False
    bases = Reading(reach, at).way_out.grounds(clients, spec.event_name, source.information)
    return all(isinstance(bases.get(each), Basis) for each in clients)


def _all_in_reach(reach: Reach, source: Source, clients: set[uuid.UUID]) -> bool:
    """Say whether the integration still reaches everybody in a file: its sites may be fewer, a chart restricted since."""
    seen = Client.objects.visible_to(reach.actor).filter(pk__in=clients).order_by()
    others = clients - set(seen.values_list("pk", flat=True))
    if not others or source.client_path is None:
        return not others
    # Somebody from elsewhere who was here for a day is reached through that day alone.
    path = source.client_path.replace(".", "__")
    rows = source.rows(reach.rows_as).filter(**{f"{path}__in": others}).order_by()
    return others <= set(rows.values_list(path, flat=True))


def _needs_consent(caller: Caller | None, reach: Reach, information: tuple[str, ...], at: dt.datetime) -> bool:
    return caller is not None and Reading(reach, at).way_out.serving(information) is None  # type: ignore[arg-type]
