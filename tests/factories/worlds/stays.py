"""Ids of the small clinic for addresses about how long a stay lasts, and the packet of a review."""

from __future__ import annotations

from typing import Any

from clients.models import Client, StayExtension
from iop.clinic.models import Site
from therapy.models import LevelReview


def ids(boston: Site, client: Client) -> dict[str, Any]:
    """An id for each place in these addresses: of somebody whose only site is Boston."""
    theirs = {"episode__site": boston, "episode__client__is_restricted": False}
    extension = StayExtension.objects.standing().filter(
        placement__episode__site=boston, placement__episode__client__is_restricted=False
    )
    return {
        "extension_id": extension.order_by("pk").first().pk,
        "packet_review_id": LevelReview.objects.filter(signed_at__isnull=False, **theirs).order_by("pk").first().pk,
    }
