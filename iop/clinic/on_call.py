"""Who answers for a site in a crisis."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from iop.clinic.models import OnCallShift


@dataclass(frozen=True)
class OnCall:
    """The colleague to call, where, and until when."""

    staff_id: uuid.UUID
    name: str
    phone: str
    until: dt.datetime


def now(site_id: uuid.UUID, at: dt.datetime) -> OnCall | None:
    """Say who is on call for the site at ``at``, also after hours; nothing when the rota has a gap."""
    shift = OnCallShift.objects.at(at).filter(site_id=site_id).select_related("staff").first()
    if shift is None:
        return None
    number = shift.phone or shift.staff.phone
    return OnCall(shift.staff_id, shift.staff.name, str(number or ""), shift.ends_at)
