"""Ids of the small clinic for addresses about reports."""

from __future__ import annotations

from typing import Any

from clients.models import Client
from iop.clinic.models import Site


def ids(boston: Site, client: Client) -> dict[str, Any]:
    """An id for each place in these addresses: of somebody whose only site is Boston."""
    return {"report_key": "attendance"}
