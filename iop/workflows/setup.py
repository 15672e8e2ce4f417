"""The first minutes of an installation: the clinic, its first site, its first administrator."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from iop.access.actions import ensure_roles
from iop.access.actors import SYSTEM
from iop.audit.recorder import record
from iop.clinic.actions import add_site, add_staff, give_role
from iop.clinic.models import Organization, Site, StaffMember
from iop.clinic.naming import refuse_revealing_name
from iop.core import clock
from iop.core.errors import Conflict
from iop.core.words import say


@dataclass(frozen=True)
class FirstRun:
    """What the set-up made."""

    organization: Organization
    site: Site
    administrator: StaffMember


@transaction.atomic
def set_up(
    *,
    name: str,
    neutral_name: str,
    site_name: str,
    site_code: str,
    time_zone: str,
    state: str = "",
    first_name: str,
    last_name: str,
    email: str,
    password: str,
    at: dt.datetime,
) -> FirstRun:
    """Make the clinic with its first site and administrator, once.

    The single row of ``Organization`` is made first, so of two browsers one waits and is then told.
    Raises ``Conflict`` when the clinic exists already.
    """
    organization = _the_one(name, neutral_name)
    site = add_site(by=SYSTEM, name=site_name, code=site_code, time_zone=time_zone, state=state)
    administrator = add_staff(by=SYSTEM, email=email, first_name=first_name, last_name=last_name, password=password)
    roles = ensure_roles(by=SYSTEM)
    today = clock.local_date(at, time_zone)
    give_role(by=SYSTEM, staff_id=administrator.pk, site_id=site.pk, role_id=roles["site_admin"].pk, starts_on=today)
    record(by=SYSTEM, verb="clinic.set_up", subject=organization, site_id=site.pk)
    return FirstRun(organization, site, administrator)


def _the_one(name: str, neutral_name: str) -> Organization:
    refuse_revealing_name(neutral_name)
    try:
        with transaction.atomic():
            return Organization.objects.create(name=name, neutral_name=neutral_name)
    except IntegrityError as clash:
        raise Conflict(
            say("This installation has been set up already. Sign in instead."), code="set_up_already"
        ) from clash
