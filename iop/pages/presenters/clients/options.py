"""What filters and forms about clients offer to choose from."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from clients.choices import EpisodeStatus
from clients.models import LevelOfCare
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.clinic.models import SiteRole, StaffMember
from scheduling.models import Track


def filter_choices(request: Any) -> dict[str, Any]:
    """Give the sites, levels, tracks and statuses a list of clients can be filtered by: one statement."""
    actor: Actor = request.actor
    sites = actor.sites_where(Permission.CLIENT_VIEW)
    tracks = list(
        Track.objects.filter(program__site__in=sites, is_active=True)
        .order_by("program__site__name", "name")
        .values("pk", "name", "program__site__name", "program__level__key", "program__level__short_name")
    )
    several = len(sites) > 1
    levels = {track["program__level__key"]: track["program__level__short_name"] for track in tracks}
    return {
        "sites": [(str(place.id), place.name) for place in actor.places if place.id in sites] if several else [],
        "levels": sorted(levels.items(), key=lambda one: one[1]),
        "tracks": [
            (str(track["pk"]), f"{track['name']} · {track['program__site__name']}" if several else track["name"])
            for track in tracks
        ],
        "statuses": EpisodeStatus.choices,
    }


def levels_in_use() -> list[LevelOfCare]:
    """Give the levels of care that somebody may be placed in, the most intensive first."""
    return list(LevelOfCare.objects.filter(is_active=True))


def clinical_colleagues(site_id: uuid.UUID, on: dt.date) -> list[StaffMember]:
    """Give the colleagues who may be on a care team at the site that day."""
    roles = SiteRole.objects.on(on).filter(site=site_id, role__is_clinical=True)
    return list(StaffMember.objects.working(on).filter(pk__in=roles.values("staff")))
