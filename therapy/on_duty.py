"""Who answers for a client now: one of their own people while the site is open, else the colleague on call."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from clients.choices import CareRole
from clients.models import CareTeamMembership, Episode
from iop.access.choices import Permission
from iop.clinic import on_call
from iop.clinic.models import Closure, OpeningHours, Site, StaffMember
from iop.core import clock
from scheduling.models import StaffBlock

FIRST_ASKED = (CareRole.PRIMARY_COUNSELOR, CareRole.THERAPIST)


def responsible(episode: Episode, at: dt.datetime) -> uuid.UUID | None:
    """Give the colleague who must know at once: primary counselor or therapist on duty, out of hours whoever is on call.

    Nobody when the rota has a gap; then the clinical directors are asked. Source: issue "Care between sessions", measures.
    """
    if is_open(episode.site, at):
        day = clock.local_date(at, episode.site.time_zone)
        team = CareTeamMembership.objects.on(day).filter(episode=episode, role__in=FIRST_ASKED)
        by_role = dict(team.values_list("role", "staff_id"))
        here = _at_work(by_role.values(), episode.site_id, day, at)
        for role in FIRST_ASKED:
            if by_role.get(role) in here:
                return by_role[role]
    called = on_call.now(episode.site_id, at)
    return called.staff_id if called else None


def is_open(site: Site, at: dt.datetime) -> bool:
    """Say whether a site is open at an instant by its own wall clock: its hours that weekday, and no closure."""
    wall = at.astimezone(ZoneInfo(site.time_zone))
    if Closure.objects.on(wall.date()).filter(site=site).exists():
        return False
    hours = OpeningHours.objects.filter(site=site, weekday=wall.weekday())
    return hours.filter(opens__lte=wall.time(), closes__gt=wall.time()).exists()


def _at_work(staff_ids: Iterable[uuid.UUID], site_id: uuid.UUID, day: dt.date, at: dt.datetime) -> set[uuid.UUID]:
    away = StaffBlock.objects.filter(starts_at__lte=at, ends_at__gt=at).values("staff")
    people = StaffMember.objects.filter(pk__in=list(staff_ids)).working(day)
    return set(people.at_site(site_id, day, Permission.MEASURES_GIVE).exclude(pk__in=away).values_list("pk", flat=True))
