"""What levels of care ask of a week, as it stands on a date."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

from clients.models import LevelRequirement


def for_levels(level_ids: Iterable[uuid.UUID], on: dt.date) -> dict[uuid.UUID, LevelRequirement]:
    """Give each level's requirement that holds on ``on``, in one query; a level without one is left out."""
    rows = (
        LevelRequirement.objects.filter(level_id__in=set(level_ids), valid_from__lte=on)
        .order_by("level_id", "-valid_from")
        .distinct("level_id")
    )
    return {row.level_id: row for row in rows}
