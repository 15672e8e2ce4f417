"""Which sites and days a page about the state's data is asked for."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict

from clients.models import Client
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.clinic.models import Site
from iop.pages.presenters.schedule.asking import StaffRequest

LONGEST = dt.timedelta(days=366)


@dataclass(frozen=True)
class Wish:
    """What was asked: sites, days, and codes of filters."""

    sites: tuple[Site, ...]
    first: dt.date
    last: dt.date
    kind: str = ""
    status: str = ""

    @property
    def query(self) -> str:
        """Give the days and filters as part of an address."""
        told = {"first": self.first, "last": self.last, "kind": self.kind, "status": self.status}
        return urlencode({key: str(value) for key, value in told.items() if value})


def wish_of(request: StaffRequest, today: dt.date) -> Wish:
    """Read the filters of the address; without any, from the first day of last month until today."""
    asked: QueryDict = request.GET
    begin = (today.replace(day=1) - dt.timedelta(days=1)).replace(day=1)
    first, last = day_of(asked.get("first", ""), begin), day_of(asked.get("last", ""), today)
    if not dt.timedelta(0) <= last - first <= LONGEST:
        first, last = begin, today
    return Wish(sites_of(request), first, last, asked.get("kind", ""), asked.get("status", ""))


def sites_of(request: StaffRequest, permission: str = Permission.STATE_DATA_KEEP) -> tuple[Site, ...]:
    """Name the sites that a page is about: the one chosen in the frame, else all where the permission is held."""
    held = kept_sites(request.actor, permission)
    place = getattr(request, "site", None)
    chosen = held.filter(pk=place.id) if place else held
    return tuple(chosen)


def kept_sites(actor: Actor, permission: str = Permission.STATE_DATA_KEEP) -> QuerySet[Site]:
    """Name the sites where the permission is held."""
    return Site.objects.filter(pk__in=actor.sites_where(permission), is_active=True).order_by("name")


def day_of(text: str, otherwise: dt.date) -> dt.date:
    """Read a day of an address; anything else is the other."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return otherwise


def openable(actor: Actor, clients: set[uuid.UUID], permission: str = Permission.STATE_DATA_KEEP) -> set[uuid.UUID]:
    """Name those whose chart the colleague may open; one statement."""
    return set(
        Client.objects.visible_to(actor, permission).filter(pk__in=clients).order_by().values_list("pk", flat=True)
    )
