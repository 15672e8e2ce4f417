"""Whose work a co-signature is."""

from __future__ import annotations

import datetime as dt
import uuid

from iop.access.choices import Permission
from iop.clinic.actors import actor_of

SUPERVISOR_ROLE = "clinical_director"
"""Whose work a co-signature is when the author has no supervisor who may give it."""


def cosigner_of(supervisor_id: uuid.UUID | None, site_id: uuid.UUID, at: dt.datetime) -> tuple[uuid.UUID | None, str]:
    """Give the supervisor when they may co-sign at the site, else the role of those who direct it: (staff id, role key)."""
    if supervisor_id and actor_of(supervisor_id, at).can(Permission.NOTE_COSIGN, site_id):
        return supervisor_id, ""
    return None, SUPERVISOR_ROLE
