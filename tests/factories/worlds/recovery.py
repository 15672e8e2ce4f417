"""Ids of the small clinic for addresses about what clients do between sessions."""

from __future__ import annotations

from typing import Any

from clients.models import Client
from iop.clinic.models import Site
from therapy.models import Homework


def ids(boston: Site, client: Client) -> dict[str, Any]:
    """An id for each place in these addresses."""
    rows = Homework.objects.open().filter(episode__site=boston).order_by("pk")
    return {"homework_id": rows.values_list("pk", flat=True).first()}
