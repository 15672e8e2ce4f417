"""Questions about colleagues, answered by the database for many at once."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from iop.access.choices import Permission

if TYPE_CHECKING:
    from iop.clinic.models import OnCallShift, StaffMember  # noqa: F401


class StaffQuerySet(models.QuerySet["StaffMember"]):
    """The clinic's vocabulary for its colleagues."""

    def working(self, on: dt.date) -> Self:
        """Keep colleagues who have not left by ``on`` and may sign in."""
        return self.filter(Q(left_on__isnull=True) | Q(left_on__gt=on), user__is_active=True)

    def at_site(self, site_id: uuid.UUID, on: dt.date, permission: Permission | None = None) -> Self:
        """Keep colleagues with a role at the site that day, or with one that grants ``permission``."""
        roles = apps.get_model("clinic", "SiteRole").objects.on(on).filter(staff=OuterRef("pk"), site_id=site_id)
        if permission:
            roles = roles.filter(role__permissions__contains=[permission])
        return self.filter(Exists(roles))

    def licensed_to_lead(self, on: dt.date) -> Self:
        """Keep colleagues whose licence lets them lead a group that day, alone or under a supervisor."""
        held = credentials_valid(on).filter(staff=OuterRef("pk"))
        alone = Exists(held.filter(kind__may_lead=True))
        supervised = Exists(held.filter(kind__may_lead_supervised=True)) & Q(supervisor__isnull=False)
        return self.filter(alone | supervised)

    def who_may_lead(self, on: dt.date, site_id: uuid.UUID) -> Self:
        """Keep colleagues who work at the site that day, run sessions there and are licensed to lead one."""
        return self.working(on).at_site(site_id, on, Permission.SESSION_RUN).licensed_to_lead(on)


def credentials_valid(on: dt.date) -> models.QuerySet:
    """Keep licences that hold on ``on``, both end days included; one that should expire but has no date does not hold."""
    dated = Q(expires_on__gte=on) | Q(expires_on__isnull=True, kind__expires=False)
    return apps.get_model("clinic", "StaffCredential").objects.filter(dated, issued_on__lte=on)


class OnCallQuerySet(models.QuerySet["OnCallShift"]):
    """Questions about the rota."""

    def at(self, at: dt.datetime) -> Self:
        """Keep the shifts running at ``at``."""
        return self.filter(starts_at__lte=at, ends_at__gt=at)

    def between(self, start: dt.datetime, end: dt.datetime) -> Self:
        """Keep the shifts that touch the half-open stretch from ``start`` to ``end``."""
        return self.filter(starts_at__lt=end, ends_at__gt=start)
