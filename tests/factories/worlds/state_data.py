"""Ids of the small clinic for addresses about the state's data sets and readiness for a survey."""

from __future__ import annotations

from typing import Any

from clients.models import Client
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
    changed = next(each for each in events if each.placement_id)
    return {
        "state_extract_id": extract.pk, "state_episode_id": begun.episode.pk, "state_kind": "admission",
        "state_placement_id": changed.placement_id,
    }  # fmt: skip
