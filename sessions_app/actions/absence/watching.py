"""Seeing every hour who was missed, who is back, which steps are due, which limits are reached and whom nobody has seen.

Set-based, each site in a transaction of its own and by its own date. Running twice, or by two workers, makes nothing twice.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from clients.models import Episode
from iop.access.actors import Actor
from iop.clinic.models import Site
from iop.core import clock
from sessions_app import absence
from sessions_app.absence import LOOKS_BACK, AbsenceStanding, Judged, Policies
from sessions_app.actions.absence import cases, limits, unseen
from sessions_app.models import AbsencePolicy


@dataclass(frozen=True)
class Looked:
    """What a watch of one site works on: its stays, what holds for each, and what each missed."""

    by: Actor
    site: Site
    at: dt.datetime
    on: dt.date
    stays: Mapping[uuid.UUID, Episode]
    policies: Mapping[uuid.UUID, AbsencePolicy]
    misses: Mapping[uuid.UUID, Judged]
    came: Mapping[uuid.UUID, dt.datetime]
    standing: Mapping[uuid.UUID, AbsenceStanding] = field(default_factory=dict)


@dataclass
class Found:
    """What a watch changed."""

    opened: int = 0
    closed: int = 0
    steps: int = 0
    limits: int = 0
    unseen: int = 0

    @property
    def all(self) -> int:
        """Give how many things were new."""
        return self.opened + self.closed + self.steps + self.limits + self.unseen


def watch_absence(*, by: Actor, at: dt.datetime, site_ids: Sequence[uuid.UUID] | None = None) -> Found:
    """Follow up missed days at all sites, or those named: open and close cases, open the work of steps, see limits reached."""
    sites = Site.objects.filter(is_active=True).order_by("pk")
    if site_ids is not None:
        sites = sites.filter(pk__in=site_ids)
    found = Found()
    for site in sites:
        _watch(by, site, at, found)
    return found


@transaction.atomic
def _watch(by: Actor, site: Site, at: dt.datetime, found: Found) -> None:
    # One watch of a site at a time: the second finds what the first has written.
    Site.objects.select_for_update(no_key=True).get(pk=site.pk)
    known = absence.policies(with_steps=True)
    found.closed += cases.close_left(by, site, at)
    if not known.rows:
        return
    looked = _look(by, site, at, known)
    opened, closed = cases.follow(looked)
    found.opened += opened
    found.closed += closed
    found.steps += cases.open_steps(looked)
    found.limits += limits.see(looked)
    found.unseen += unseen.see(looked)


def _look(by: Actor, site: Site, at: dt.datetime, known: Policies) -> Looked:
    on = clock.local_date(at, site.time_zone)
    stays = {stay.pk: stay for stay in Episode.objects.admitted().filter(site=site)}
    ids = list(stays)
    levels = absence.levels_on(ids, dict.fromkeys(ids, on)) if ids else {}
    policies = {pk: policy for pk in ids if (policy := known.holding(site.pk, levels.get(pk), on))}
    misses = absence.judge(absence.misses_of(ids, on - LOOKS_BACK, on, at), known)
    came = absence.last_came(ids, at)
    standing = {pk: absence.stand(pk, policies.get(pk), misses.get(pk, ()), came.get(pk), on) for pk in ids}
    return Looked(by, site, at, on, stays, policies, misses, came, standing)
