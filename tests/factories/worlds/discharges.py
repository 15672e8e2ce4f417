"""Ids of the small clinic for addresses about the end of a stay, follow-up after it, and asking for more support."""

from __future__ import annotations

from typing import Any

from clients.models import Client
from iop.clinic.models import Site
from therapy.models import FollowUp, MoreSupportAsk


def ids(boston: Site, client: Client) -> dict[str, Any]:
    """An id for each place in these addresses: of somebody whose only site is Boston."""
    follow_ups = FollowUp.objects.filter(episode__site=boston).order_by("status", "due_on", "pk")
    asks = MoreSupportAsk.objects.filter(episode__site=boston).order_by("-asked_at", "pk")
    return {
        "follow_up_id": follow_ups.values_list("pk", flat=True).first(),
        "ask_id": asks.values_list("pk", flat=True).first(),
    }
