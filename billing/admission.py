"""What an admission asks of coverage (the slot ``ADMISSION_CHECKS``). The clinic's own check list stands beside it."""

from __future__ import annotations

import datetime as dt

from billing.payer_needs import needs
from clients.admission import ChecklistItem, ItemState
from clients.models import Episode
from iop.core import clock

PLACE = "billing.coverage_of"


def checks(episode: Episode, at: dt.datetime) -> list[ChecklistItem]:
    """Who pays is on record and was asked, and an authorization is there where the payer wants one. At most four statements."""
    found = needs(episode.client, episode, clock.local_date(at, episode.site.time_zone))
    place = (PLACE, str(episode.client_id))
    by_key: dict[str, ChecklistItem] = {}
    for need in found:
        if need.key not in by_key or (need.missing and by_key[need.key].state == ItemState.OK):
            state = ItemState.MISSING if need.missing else ItemState.OK
            by_key[need.key] = ChecklistItem(need.key, need.label, state, need.missing, place)
    return list(by_key.values())
