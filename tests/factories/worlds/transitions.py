"""Ids of the small clinic for addresses about moving somebody to another level of care."""

from __future__ import annotations

from typing import Any

from clients.models import Client
from iop.clinic.models import Site
from therapy.choices.transitions import TransitionKind
from therapy.models import Transition


def ids(boston: Site, client: Client) -> dict[str, Any]:
    """An id for each place in these addresses: of somebody whose only site is Boston."""
    rows = Transition.objects.filter(episode__site=boston, episode__client__is_restricted=False)
    return {"transition_id": rows.exclude(kind=TransitionKind.SAME_LEVEL).order_by("pk").first().pk}
