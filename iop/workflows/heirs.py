"""At which sites a colleague can take over what somebody leaves behind."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

from iop.access.choices import Permission
from iop.clinic.models import StaffMember


def sites_of_heir(
    heir_id: uuid.UUID | None, sites: Iterable[uuid.UUID], needed: Permission, *, on: dt.date
) -> set[uuid.UUID]:
    """Say at which of ``sites`` the heir works on a day with what the work needs; nowhere without an heir."""
    heirs = StaffMember.objects.working(on).filter(pk__in=[heir_id] if heir_id else [])
    return {site for site in set(sites) if heirs.at_site(site, on, needed).exists()}
