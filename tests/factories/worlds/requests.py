"""Ids of the small clinic for addresses about what clients and relatives ask for."""

from __future__ import annotations

from typing import Any

from clients.models import Client
from iop.clinic.models import Site
from sessions_app.models import ScheduleAsk


def ids(boston: Site, client: Client) -> dict[str, Any]:
    """An id for each place in these addresses: of somebody whose only site is Boston."""
    rows = ScheduleAsk.objects.filter(site=boston, client__is_restricted=False)
    return {"schedule_ask_id": rows.values_list("pk", flat=True).first()}
