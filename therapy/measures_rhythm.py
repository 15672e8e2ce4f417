"""Which questionnaires a level of care gives by rhythm, as it stands on a date."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable

from therapy.models.measures import MeasureRule
from therapy.questionnaires import available


def every_days(level_ids: Iterable[uuid.UUID], on: dt.date) -> dict[uuid.UUID, dict[str, int]]:
    """Say of each level how often, in days, it gives each questionnaire that can be asked (one statement)."""
    rows = MeasureRule.objects.filter(level__in=list(level_ids), valid_from__lte=on)
    newest = rows.order_by("level_id", "key", "-valid_from", "-created_at").distinct("level", "key")
    usable = titles()
    found: dict[uuid.UUID, dict[str, int]] = defaultdict(dict)
    for level_id, key, days in newest.values_list("level_id", "key", "every_days"):
        if days and key in usable:
            found[level_id][key] = days
    return found


def titles() -> dict[str, str]:
    """Give the titles of the questionnaires that can be asked, by key."""
    return {each.key: each.title for each in available("en")}
