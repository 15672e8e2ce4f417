"""Messages and their delivery; in development and demo also what a phone would have shown."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse

from iop.access.policies import may_view_outbox
from iop.audit.recorder import record
from iop.core.errors import require
from iop.pages.answers import show
from iop.pages.presenters import ground_lists
from iop.pages.views.ground import actor


def outbox(request: HttpRequest) -> HttpResponse:
    """List messages, the newest first. Addresses are personal, so looking is on the record."""
    require(may_view_outbox(actor(request)))
    status = request.GET.get("status", "")
    context = ground_lists.outbox(actor(request), status, _before(request), _zone(request))
    record(by=actor(request), verb="notifications.outbox_viewed", subject=None, detail={"rows": len(context["rows"])})
    return show(request, "notifications/outbox.html", context)


def _before(request: HttpRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.GET.get("before", ""))
    except ValueError:
        return None


def _zone(request: HttpRequest) -> str:
    known: Any = request
    place = known.site or (known.sites[0] if known.sites else None)
    return place.time_zone if place else "UTC"
