"""What these pages share: which day it is for whoever looks, and the sites that they may change."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.clinic.models import Site
from iop.core import clock


def actor(request: HttpRequest) -> Actor:
    """Give who is acting (set by ``iop.pages.middleware``)."""
    known: Any = request
    acting: Actor = known.actor
    return acting


def today(request: HttpRequest) -> dt.date:
    """Say the calendar date at the site shown, or at the westernmost of the person's sites when all are."""
    known: Any = request
    shown = [known.site] if known.site else known.sites
    return min((clock.today(place.time_zone) for place in shown), default=clock.today("UTC"))


def site_shown(request: HttpRequest) -> uuid.UUID | None:
    """Give the site shown, nothing when all are."""
    known: Any = request
    return known.site.id if known.site else None


def sites_with(request: HttpRequest, permission: Permission) -> QuerySet[Site]:
    """Give the sites at which the person holds ``permission``. Others look as if they were not there."""
    return Site.objects.filter(pk__in=list(actor(request).sites_where(permission)))
