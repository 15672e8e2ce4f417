"""Ids of the small clinic for addresses about reviews of the level of care."""

from __future__ import annotations

import uuid
from typing import Any

from clients.models import Client
from iop.clinic.models import Site
from therapy.models import LevelReview

NOWHERE = uuid.UUID(int=7)


def ids(boston: Site, client: Client) -> dict[str, Any]:
    """An id for each place in these addresses: a review that is still open, of somebody whose chart is not restricted."""
    row = (
        LevelReview.objects.open()
        .filter(episode__site=boston, episode__client__is_restricted=False)
        .order_by("pk")
        .first()
    )
    return {"level_review_id": row.pk if row else NOWHERE}
