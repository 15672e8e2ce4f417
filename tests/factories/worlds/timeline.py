"""Ids of the small clinic for addresses about the timeline, early warnings and rewards."""

from __future__ import annotations

from typing import Any

from clients.models import Client
from iop.clinic.models import Site
from therapy.models import EarlyWarning, RewardLedger, RewardPrize


def ids(boston: Site, client: Client) -> dict[str, Any]:
    """An id for each place in these addresses, of ``client`` where a client is in the address."""
    return {
        "warning_id": EarlyWarning.objects.filter(episode__site=boston).order_by("pk").values_list("pk", flat=True)[0],
        "reward_id": RewardLedger.objects.filter(episode__site=boston).order_by("pk").values_list("pk", flat=True)[0],
        "prize_id": RewardPrize.objects.filter(site=boston).order_by("pk").values_list("pk", flat=True)[0],
    }
