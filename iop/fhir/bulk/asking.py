"""Asking for an export: who may, of which kinds, since when."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError
from rest_framework.exceptions import PermissionDenied, Throttled

from iop.api.callers import Caller
from iop.api.models import Integration
from iop.audit.recorder import record
from iop.core.errors import Invalid
from iop.core.words import say, sentence
from iop.fhir.matching import bounds
from iop.fhir.models import BulkExport
from iop.fhir.reach import Reach
from iop.fhir.registry import spec_of, specs
from iop.fhir.specs import Spec

TASK = "fhir.make_exports"
MOST_WAITING = 3
FORMATS = ("application/fhir+ndjson", "application/ndjson", "application/x-ndjson", "ndjson")
FOR_PROGRAMS = say("An export is asked for by an integration with its own key or token (scopes system/…).")
NOT_OFFERED = say("{names} cannot be asked of an export here.")


def ask(
    *, reach: Reach, pairs: Iterable[tuple[str, str]], address: str, only_clients: bool, of_client: uuid.UUID | None,
    at: dt.datetime, lenient: bool = False,
) -> BulkExport:  # fmt: skip
    """Begin an export. ``pairs`` are the parameters as they were given; ``lenient`` leaves aside what is not offered.

    Raises ``PermissionDenied`` for a person's or a client's app, ``Invalid`` for a parameter, ``Throttled`` while several wait.
    """
    caller = by_itself(reach.caller)
    told = dict(_known(pairs, lenient=lenient))
    kinds = _kinds(reach, told.get("_type", ""), only_clients=only_clients or of_client is not None)
    since = bounds(told["_since"], "_since")[0] if told.get("_since") else None
    with transaction.atomic():
        # One at a time for an integration: two calls that come together are counted one after the other.
        Integration.objects.select_for_update(of=("self",), no_key=True).get(pk=caller.integration.pk)
        waiting = BulkExport.objects.filter(
            integration=caller.integration, ready_at__isnull=True, failed_at__isnull=True, removed_at__isnull=True
        )
        if waiting.count() >= MOST_WAITING:
            raise Throttled(wait=60)
        row = BulkExport.objects.create(
            integration=caller.integration, scopes=sorted(caller.scopes), request=address[:1000], kinds=kinds, since=since,
            only_clients=only_clients, of_client=of_client, asked_at=at,
        )  # fmt: skip
        record(
            by=reach.actor, verb="fhir.export_asked", subject=row, clients=[of_client] if of_client else [],
            detail={"kinds": kinds, "since": since.isoformat() if since else ""},
        )  # fmt: skip
        transaction.on_commit(wake)
    return row


def by_itself(caller: Caller | None) -> Caller:
    """Give the caller when it is an integration that calls for itself. Raises ``PermissionDenied``."""
    if caller is None or caller.client_id is not None or caller.by_staff:
        raise PermissionDenied(str(FOR_PROGRAMS))
    return caller


def own(caller: Caller | None, pk: uuid.UUID) -> BulkExport | None:
    """Find an export that this integration asked for and that is not over."""
    rows = BulkExport.objects.filter(integration=by_itself(caller).integration, removed_at__isnull=True)
    return rows.filter(pk=pk).first()


def _known(pairs: Iterable[tuple[str, str]], *, lenient: bool) -> list[tuple[str, str]]:
    known, unknown = [], []
    for name, value in pairs:
        if name in ("_type", "_since"):
            known.append((name, value))
        elif name == "_outputFormat":
            if value and value.replace(" ", "+") not in FORMATS:
                raise Invalid(say("Files are given as application/fhir+ndjson."), field=name)
        elif name != "_format":
            unknown.append(name)
    if unknown and not lenient:
        raise Invalid(sentence(NOT_OFFERED, names=", ".join(unknown)), field=unknown[0][:60])
    types = ",".join(value for name, value in known if name == "_type" and value)
    return [*(pair for pair in known if pair[0] != "_type"), ("_type", types)]


def _kinds(reach: Reach, wanted: str, *, only_clients: bool) -> list[str]:
    """Name the kinds: those that were asked for, each of which must be open, or all that are."""
    offered = [spec for spec in specs().values() if spec.bears_clients or not only_clients]
    if wanted:
        return [_open(reach, _offered(name, offered)).kind for name in dict.fromkeys(wanted.split(","))]
    found = [spec.kind for spec in offered if reach.refusal(spec, "s") is None]
    if not found:
        raise PermissionDenied(str(say("None of your scopes opens an export.")))
    return found


def _offered(name: str, offered: list[Spec]) -> Spec:
    spec = spec_of(name)
    if spec is None or spec not in offered:
        raise Invalid(sentence(NOT_OFFERED, names=name[:60]), field="_type")
    return spec


def _open(reach: Reach, spec: Spec) -> Spec:
    refused = reach.refusal(spec, "s")
    if refused:
        raise refused
    return spec


def wake() -> None:
    """Ask the background work to begin at once; without a broker the round of the next minute does."""
    try:
        current_app.send_task(TASK, retry=False)
    except (OperationalError, OSError):
        return
