"""Ids of the small clinic for addresses about the state's data sets and readiness for a survey."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from clients.models import Client, Episode, LevelOfCare, Placement
from iop.clinic.models import Site
from iop.core import clock
from iop.reports.state_data.choices import RecordKind
from iop.reports.state_data.events import read
from iop.reports.state_data.models import StateExtract


def ids(boston: Site, client: Client) -> dict[str, Any]:
    """An id for each place in these addresses: of somebody whose only site is Boston."""
    extract = StateExtract.objects.filter(site=boston).order_by("made_at", "pk").first()
    assert extract is not None
    today = clock.now().date()
    events = [
        each for each in read([boston.pk], today.replace(year=today.year - 2), today)
        if not each.episode.client.is_restricted
    ]  # fmt: skip
    begun = next(each for each in events if each.kind == RecordKind.ADMISSION)
    changed = next((each.placement_id for each in events if each.placement_id), None) or _transfer(begun.episode)
    return {
        "state_extract_id": extract.pk, "state_episode_id": begun.episode.pk, "state_kind": "admission",
        "state_placement_id": changed, "state_family": "state", "state_list": "race",
    }  # fmt: skip


def _transfer(stay: Episode) -> uuid.UUID:
    """Let a stay have gone on as outpatient, where nobody's did in a world so small."""
    last = Placement.objects.filter(episode=stay).latest("starts_on")
    on = stay.discharged_on or clock.now().date()
    Placement.objects.filter(pk=last.pk).update(
        starts_on=min(last.starts_on, on - dt.timedelta(days=1)), ends_on=on - dt.timedelta(days=1)
    )
    row = Placement.objects.create(
        episode=stay, level=LevelOfCare.objects.get(key="op"), starts_on=on, ends_on=stay.discharged_on, reason="Stable.",
        decided_by=last.decided_by,
    )  # fmt: skip
    return row.pk
