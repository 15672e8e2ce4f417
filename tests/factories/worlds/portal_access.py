"""Ids of the small clinic for addresses about who signs in from outside."""

from __future__ import annotations

import uuid
from typing import Any

from clients.models import Client, PortalAccount, PortalInvitation, Relationship
from iop.clinic.models import Site

NOWHERE = uuid.UUID(int=7)


def ids(boston: Site, client: Client) -> dict[str, Any]:
    """An id for each place in these addresses: of somebody whose only site is Boston."""
    there = {"client__episodes__site": boston, "client__is_restricted": False}
    account = PortalAccount.objects.filter(ended_at__isnull=True, **there).order_by("pk").first()
    asked = PortalInvitation.objects.filter(accepted_at__isnull=True, revoked_at__isnull=True, **there).first()
    relative = Relationship.objects.filter(client=client).order_by("pk").first()
    return {
        "account_id": account.pk if account else NOWHERE,
        "invitation_id": asked.pk if asked else NOWHERE,
        "relative_id": relative.person_id if relative else NOWHERE,
    }
