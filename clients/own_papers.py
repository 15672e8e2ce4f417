"""A client's own papers as they see them from outside. Everything here is of one client and of charts joined into theirs."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from clients.choices import ConsentStatus
from clients.models import (
    AccessRequest,
    AmendmentRequest,
    Client,
    ClientDocument,
    Consent,
    Episode,
    Letter,
    RecordExport,
    RestrictionRequest,
)
from iop.clinic.models import SiteRole

WISHES: tuple[Any, ...] = (AccessRequest, AmendmentRequest, RestrictionRequest)


def last_stay(client: Client) -> Episode | None:
    """Give the newest episode of a client, with its site: whose clock and whose desk their papers have."""
    rows = Episode.objects.filter(client=client).select_related("site")
    return rows.order_by("-opened_on", "-created_at").first()


def of(client: Client) -> Q:
    """Keep rows of a client, and of charts that were joined into theirs."""
    return Q(client=client) | Q(client__merged_into=client)


def own_consents(client: Client) -> QuerySet[Consent]:
    """Give what a client signed, and the drafts that were offered to them for signing; the newest first."""
    offered = Q(status=ConsentStatus.DRAFT, offer__isnull=False)
    rows = Consent.objects.filter(of(client)).filter(Q(status=ConsentStatus.SIGNED) | offered)
    return rows.select_related("client", "site", "template", "party", "falsehood", "offer").order_by("-created_at")


def shared_documents(client: Client) -> QuerySet[ClientDocument]:
    """Give the papers that a colleague put among what the client opens by themselves; none entered in error."""
    rows = ClientDocument.objects.filter(of(client), shared_at__isnull=False, error_at__isnull=True)
    return rows.select_related("file", "client").order_by("-shared_at", "-pk")


def own_letters(client: Client) -> QuerySet[Letter]:
    """Give the letters that were sent about a client, the newest first."""
    rows = Letter.objects.filter(of(client)).select_related("template", "disclosure", "paper", "client", "site")
    return rows.order_by("-at", "-pk")


def own_wishes(client: Client) -> list[Any]:
    """Give what a client asked of their record, by whatever way it reached us, the newest first; three statements."""
    found: list[Any] = [row for model in WISHES for row in model.objects.filter(client=client).select_related("site")]
    return sorted(found, key=lambda row: (row.received_on, row.pk), reverse=True)


def own_exports(client: Client) -> QuerySet[RecordExport]:
    """Give the copies that a client made for themselves, the newest first."""
    return RecordExport.objects.filter(client=client).select_related("client").order_by("-asked_at", "-pk")


def roles_of(
    staff_ids: Iterable[uuid.UUID], days: Sequence[dt.date]
) -> dict[uuid.UUID, list[tuple[dt.date, dt.date | None, str]]]:
    """Say which roles colleagues held in a stretch of days: from when, until when, and what it is called; one statement."""
    if not days:
        return {}
    rows = SiteRole.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=min(days)), staff__in=set(staff_ids), starts_on__lte=max(days)
    )
    found: dict[uuid.UUID, list[tuple[dt.date, dt.date | None, str]]] = {}
    for staff_id, first, last, name in rows.order_by("role__position").values_list(
        "staff_id", "starts_on", "ends_on", "role__name"
    ):
        found.setdefault(staff_id, []).append((first, last, name))
    return found
