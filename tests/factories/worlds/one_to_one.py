"""Ids of the small clinic for addresses about individual sessions, what is due, and when a client cannot."""

from __future__ import annotations

from typing import Any

from clients.models import Client, Episode
from iop.clinic.models import Site
from scheduling.models import Commitment, Expectation


def ids(boston: Site, client: Client) -> dict[str, Any]:
    """An id for each place in these addresses: of somebody whose only site is Boston."""
    theirs = Episode.objects.filter(site=boston, client__is_restricted=False).values("client")
    return {
        "commitment_id": Commitment.objects.standing().filter(client__in=theirs, ends_on=None).first().pk,
        "expectation_id": Expectation.objects.filter(episode__site=boston, withdrawn_at=None, ends_on=None).first().pk,
    }
