"""Opening a site, with somebody who may set it up; closing it for some days, with everybody told."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db import transaction

from iop.access.actors import SYSTEM, Actor
from iop.access.choices import Permission
from iop.audit.choices import ActorKind
from iop.clinic.actions import add_closure, add_site, give_role
from iop.clinic.models import Closure, Site, SiteRole
from iop.core import clock
from iop.core.errors import NotAllowed
from iop.core.words import say
from sessions_app import actions as days
from sessions_app.actions import groups


@transaction.atomic
def open_site(*, by: Actor, at: dt.datetime, **fields: Any) -> Site:
    """Open a site and let whoever opens it hold there the roles by which they may: else nobody could set it up."""
    if by.kind == ActorKind.API:
        raise NotAllowed(say("A site is opened by a colleague, who then sets it up."))
    site = add_site(by=by, **fields)
    today = clock.local_date(at, site.time_zone)
    held = SiteRole.objects.on(today).filter(staff_id=by.staff_id, role__permissions__contains=[Permission.CLINIC_EDIT])
    for role_id in held.order_by().values_list("role_id", flat=True).distinct():
        give_role(by=SYSTEM, staff_id=by.staff_id, site_id=site.pk, role_id=role_id, starts_on=today)  # type: ignore[arg-type]
    return site


@transaction.atomic
def close_site(
    *, by: Actor, site_id: uuid.UUID, starts_on: dt.date, ends_on: dt.date, reason: str, at: dt.datetime
) -> Closure:
    """Close a site for some days, and call off at once what was planned for them: who set out at eight must hear at seven.

    The hourly task would do the same an hour late. Raises what ``iop.clinic.actions.add_closure`` raises.
    """
    row = add_closure(by=by, site_id=site_id, starts_on=starts_on, ends_on=ends_on, reason=reason)
    days.materialise(by=SYSTEM, at=at, site_ids=[site_id])
    groups.make_meetings(by=SYSTEM, at=at)
    return row
