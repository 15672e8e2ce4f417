"""Who at a site is asked when something about privacy has to be looked at."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping

from clients.models import Client, Episode
from iop.access.choices import Permission
from iop.clinic.models import SiteRole

OFFICER = "privacy_officer"


def desks(site_ids: Collection[uuid.UUID], permission: Permission, on: dt.date) -> Mapping[uuid.UUID, str]:
    """Name the role that is asked at each site: the privacy officer where there is one, else another that holds the permission.

    One statement. A site where nobody holds it is told to the privacy officer's role, for whoever gets it first.
    """
    held = SiteRole.objects.on(on).filter(
        site__in=site_ids, role__permissions__contains=[permission], staff__left_on__isnull=True
    )
    found: dict[uuid.UUID, str] = dict.fromkeys(site_ids, OFFICER)
    by_site: dict[uuid.UUID, list[str]] = {}
    for site_id, key in held.order_by("role__position", "role__key").values_list("site_id", "role__key"):
        by_site.setdefault(site_id, []).append(key)
    return found | {site: OFFICER if OFFICER in keys else keys[0] for site, keys in by_site.items()}


def desk(site_id: uuid.UUID, permission: Permission, on: dt.date) -> str:
    """Name the role that is asked at one site."""
    return desks([site_id], permission, on)[site_id]


def last_site(client: Client) -> uuid.UUID:
    """Name the site where a client is in care, or was last."""
    newest = Episode.objects.filter(client=client).order_by("-opened_on", "-created_at")
    return newest.values_list("site_id", flat=True)[0]
