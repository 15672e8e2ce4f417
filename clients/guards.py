"""Whose charts somebody reaches beyond holding a permission at a site: restricted charts, caseloads, emergencies.

One place decides it, as a condition that every scoped queryset adds (``clients.querysets``), so no statement is added
anywhere. What holds:

* A **restricted** chart is reached by its care team of the day, by holders of ``CHART_RESTRICT`` at a site of the client,
  and by a colleague while their emergency access lasts. For everybody else it is not there. Rosters are not scoped this
  way: a group must run, so the line is there with its short name, and the chart does not open from it.
* At a site where ``access.caseload_only`` is on, colleagues whose roles there are all clinical reach the people of their
  care teams and of the rosters of days they lead, a week back and ahead (``settings.CASELOAD_ROSTERS``).
* An **emergency access** opens a chart past site, restriction and caseload, for what the colleague's role may do at all.

This is the one edge where a queryset may look at the clock: ``visible_to`` takes ``at``, and without it now is meant,
because an emergency access ends by itself and every reader must notice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.module_loading import import_string

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core import clock

ROSTER_DAYS = dt.timedelta(days=7)
"""How long before and after a day its leaders reach the people on its roster, where caseloads are kept apart."""


def within_reach(
    actor: Actor, permission: str, *, client: str, site: str, at: dt.datetime | None = None, caseload: bool = True
) -> Q:
    """Say which rows are within an actor's reach, for rows with a client at path ``client`` and a site at ``site``.

    ``client`` is empty for the client's own table. Without ``caseload`` caseloads are not looked at: calls that come in
    belong to everybody who takes them.
    """
    at = at or clock.now()
    sites = actor.sites_where(permission)
    here = at_sites(actor, sites, client=client, site=site, at=at) if caseload else Q(**{f"{site}__in": sites})
    seen = here & unguarded(actor, sites, client=client, site=site, at=at)
    if actor.staff_id and sites:
        seen |= _among(client, in_emergency(actor, at))
    return seen


def at_sites(actor: Actor, sites: Iterable[Any], *, client: str, site: str, at: dt.datetime) -> Q:
    """Keep rows of these sites; of sites with caseloads kept apart, those of the actor's own people."""
    sites = frozenset(sites)
    apart = sites & actor.caseload_sites
    found = Q(**{f"{site}__in": sites - apart})
    if apart:
        found |= Q(**{f"{site}__in": apart}) & _own_people(actor, client, at)
    return found


def unguarded(actor: Actor, sites: Iterable[Any], *, client: str, site: str, at: dt.datetime) -> Q:
    """Leave out restricted charts that are not open to the actor anyway."""
    trusted = actor.sites_where(Permission.CHART_RESTRICT)
    if trusted >= frozenset(sites):
        return Q()
    # Told by what it is not: an inquiry of somebody who has no chart yet stays.
    found = ~Q(**{f"{client}__is_restricted" if client else "is_restricted": True})
    if trusted:
        found |= Q(**{f"{site}__in": trusted})
    if actor.staff_id:
        found |= _among(client, on_care_team(actor, at))
    return found


def on_care_team(actor: Actor, at: dt.datetime) -> QuerySet[Any, Any]:
    """Name the clients on whose care team the actor is on the day of ``at``."""
    first, last = _days(actor, at)
    teams = apps.get_model("clients", "CareTeamMembership")
    return teams.objects.overlapping(first, last).filter(staff=actor.staff_id).order_by().values("episode__client")


def in_emergency(actor: Actor, at: dt.datetime) -> QuerySet[Any, Any]:
    """Name the clients whose chart the actor has opened in an emergency that still lasts at ``at``."""
    access = apps.get_model("clients", "EmergencyAccess")
    live = access.objects.filter(staff=actor.staff_id, starts_at__lte=at, ends_at__gt=at)
    return live.order_by().values("client")


def _own_people(actor: Actor, client: str, at: dt.datetime) -> Q:
    first, last = _days(actor, at)
    found = _among(client, on_care_team(actor, at))
    for path in settings.CASELOAD_ROSTERS:
        people = import_string(path)
        found |= _among(client, people(actor.staff_id, first - ROSTER_DAYS, last + ROSTER_DAYS))
    return found


def _among(client: str, ids: QuerySet[Any, Any]) -> Q:
    return Q(**{f"{client or 'pk'}__in": ids})


def _days(actor: Actor, at: dt.datetime) -> tuple[dt.date, dt.date]:
    # With sites in two time zones "today" may be two dates: either will do.
    days = [clock.local_date(at, place.time_zone) for place in actor.places] or [at.date()]
    return min(days), max(days)


__all__ = ["at_sites", "in_emergency", "on_care_team", "unguarded", "within_reach"]
