"""Whose work something is: the colleague with a role on the care team, else the primary counselor, else the directors."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

from clients.choices import CareRole
from clients.models import CareTeamMembership

DIRECTORS = "clinical_director"


def owners_of(
    episode_ids: Iterable[uuid.UUID], on: dt.date, role: str = CareRole.PRIMARY_COUNSELOR
) -> dict[uuid.UUID, uuid.UUID]:
    """Give for each episode the colleague who has ``role`` on that day, else its primary counselor; one statement."""
    wanted = {CareRole.PRIMARY_COUNSELOR.value, str(role)}
    rows = CareTeamMembership.objects.on(on).filter(episode__in=list(episode_ids), role__in=wanted)
    found: dict[uuid.UUID, uuid.UUID] = {}
    for episode_id, held, staff_id in rows.values_list("episode_id", "role", "staff_id"):
        if held == role or episode_id not in found:
            found[episode_id] = staff_id
    return found
