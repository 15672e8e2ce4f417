"""Opening a site, with somebody who may set it up."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from iop.access.actors import SYSTEM, Actor
from iop.access.choices import Permission
from iop.clinic.actions import add_site, give_role
from iop.clinic.models import Site, SiteRole
from iop.core import clock


@transaction.atomic
def open_site(*, by: Actor, at: dt.datetime, **fields: Any) -> Site:
    """Open a site and let whoever opens it hold there the roles by which they may: else nobody could set it up."""
    site = add_site(by=by, **fields)
    today = clock.local_date(at, site.time_zone)
    held = SiteRole.objects.on(today).filter(staff_id=by.staff_id, role__permissions__contains=[Permission.CLINIC_EDIT])
    for role_id in held.order_by().values_list("role_id", flat=True).distinct():
        give_role(by=SYSTEM, staff_id=by.staff_id, site_id=site.pk, role_id=role_id, starts_on=today)  # type: ignore[arg-type]
    return site
