"""What a client sees on the waiting room's tablet."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import NoReverseMatch, reverse

from clients.portal import Outsider
from therapy.asked_of import open_forms


def read_inside(outsider: Outsider, at: dt.datetime) -> dict[str, Any]:
    """List what waits for a client: today's check-in and the forms that are due."""
    client = outsider.client
    forms = open_forms(client.pk, at) if client else []
    return {
        "check_in_url": reverse("my_check_in"), "forms": [item for item in map(_form, forms) if item["url"]],
        "name": client.preferred_name or client.legal_first_name if client else "",
    }  # fmt: skip


def _form(found: Any) -> dict[str, str]:
    try:
        return {"title": str(found.title), "url": reverse(found.url_name, args=[found.id])}
    except NoReverseMatch:
        return {"title": "", "url": ""}
