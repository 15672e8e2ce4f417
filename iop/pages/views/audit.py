"""The audit record, for those whose role includes reading it. Reading it is on the record too."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.dateparse import parse_date, parse_datetime

from iop.access.policies import may_view_audit
from iop.audit.recorder import record
from iop.core.errors import require
from iop.pages.answers import show
from iop.pages.presenters import audit as presenter
from iop.pages.views.ground import actor


def audit(request: HttpRequest) -> HttpResponse:
    """Show the record, the newest first, by the filters in the address."""
    require(may_view_audit(actor(request)))
    filters, zone = _filters(request), _zone(request)
    context = presenter.page(actor(request), filters, zone, _before(request), reverse("audit"))
    record(by=actor(request), verb="audit.viewed", subject=None, clients=_client(filters), detail=filters.as_detail())
    download = f"{reverse('audit_csv')}?{filters.query()}"
    return show(
        request,
        "audit/list.html",
        {**context, "filters": filters, "zone": zone.replace("_", " "), "download": download},
    )


def audit_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Download what the filters find, as CSV, ids instead of clients' names."""
    require(may_view_audit(actor(request)))
    filters = _filters(request)
    record(
        by=actor(request), verb="audit.downloaded", subject=None, clients=_client(filters), detail=filters.as_detail()
    )
    rows = presenter.found(actor(request), filters, _zone(request)).newest_first().prefetch_related("subjects")
    lines = presenter.csv_lines(rows[: presenter.DOWNLOAD_AT_MOST].iterator(chunk_size=2000))
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="audit.csv"'
    return answer


def _filters(request: HttpRequest) -> presenter.Filters:
    asked = request.GET
    return presenter.Filters(
        verb=asked.get("verb", "")[:60],
        actor=_id(asked.get("actor", "")),
        client=_id(asked.get("client", "")),
        first=_day(asked.get("from", "")),
        last=_day(asked.get("until", "")),
    )


def _id(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _day(text: str) -> dt.date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _before(request: HttpRequest) -> tuple[dt.datetime, int] | None:
    at_text, _, number = request.GET.get("before", "").rpartition("_")
    try:
        at = parse_datetime(at_text)
    except ValueError:
        return None
    return (at, int(number)) if at and at.tzinfo and number.isdecimal() and len(number) < 19 else None


def _zone(request: HttpRequest) -> str:
    known: Any = request
    place = known.site or (known.sites[0] if known.sites else None)
    return place.time_zone if place else "UTC"


def _client(filters: presenter.Filters) -> list[uuid.UUID]:
    return [filters.client] if filters.client else []
