"""What the rules propose for a stay now, and as a signed review keeps it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clients.models import Episode
from iop.core import clock
from therapy.choices.reviews import ReviewDecision
from therapy.review_figures import figures, limits_of
from therapy.review_rhythm import ladder
from therapy.rules.reviews import Figures, Proposal, proposals


@dataclass(frozen=True)
class Known:
    """The figures of a stay and what the rules make of them."""

    figures: Figures
    proposals: Sequence[Proposal]


def of_stays(stays: Collection[Episode], at: dt.datetime) -> dict[uuid.UUID, Known]:
    """Give figures and proposals of many stays. Statements grow with the sites, never with the stays."""
    known, levels = figures([stay.pk for stay in stays], at), ladder()
    days = {stay.site_id: clock.local_date(at, stay.site.time_zone) for stay in stays}
    limits = {site_id: limits_of(site_id, day) for site_id, day in days.items()}
    return {
        stay.pk: Known(known[stay.pk], proposals(known[stay.pk], limits[stay.site_id], levels, days[stay.site_id]))
        for stay in stays
    }


def of_stay(stay: Episode, at: dt.datetime) -> Known:
    """Give figures and proposals of one stay."""
    return of_stays([stay], at)[stay.pk]


def as_data(known: Known) -> list[dict[str, Any]]:
    """Turn proposals into what a signed review keeps: sentences as they read now."""
    return [
        {
            "decision": str(each.decision), "level": each.level.name if each.level else None,
            "reasons": [str(one) for one in each.reasons], "against": [str(one) for one in each.against],
        }
        for each in known.proposals
    ]  # fmt: skip


def from_data(kept: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Read back what ``as_data`` kept, with the decision in the reader's language."""
    return [{**each, "label": ReviewDecision(each["decision"]).label} for each in kept]
