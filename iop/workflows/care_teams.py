"""Who could look after somebody new: for each role of a care team, colleagues by how many they look after now."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Exists, Max, OuterRef

from clients.choices import CareRole, EpisodeStatus
from clients.models import CareTeamMembership
from iop.clinic import settings as clinic_settings
from iop.clinic.models import Site, SiteRole, StaffMember
from iop.clinic.querysets import credentials_valid
from iop.core import clock

ROLES_FOR: Mapping[str, frozenset[str]] = {
    CareRole.PRIMARY_COUNSELOR: frozenset({"counselor", "therapist"}),
    CareRole.THERAPIST: frozenset({"therapist"}),
    CareRole.CASE_MANAGER: frozenset({"case_manager"}),
    CareRole.PRESCRIBER: frozenset({"medical"}),
}
"""Which roles at a site are proposed for which role of a care team, by key."""
NARROWEST_FIRST = (CareRole.PRESCRIBER, CareRole.CASE_MANAGER, CareRole.THERAPIST, CareRole.PRIMARY_COUNSELOR)
UNLICENSED = frozenset({CareRole.CASE_MANAGER})
"""Clinical roles ask for a licence that holds; case management does not."""


@dataclass(frozen=True)
class Candidate:
    """A colleague with the number of people they look after now; ``is_full`` from the clinic's own number (``caseload.warn_at``) on."""

    staff_id: uuid.UUID
    name: str
    caseload: int
    is_full: bool
    last_new_on: dt.date | None


@dataclass(frozen=True)
class _Person:
    id: uuid.UUID
    name: str
    is_licensed: bool
    roles: frozenset[str]


def propose_team(
    *, site_id: uuid.UUID, at: dt.datetime, first: Collection[uuid.UUID] = ()
) -> dict[str, list[Candidate]]:
    """For each role, colleagues at the site whose licence holds today, the one with the fewest people first.

    Of equals, whoever got somebody new longest ago. ``first`` are those who knew the client before: they come first while
    not full. Who is proposed for one role comes last in the others. A fixed number of statements.
    """
    site = Site.objects.get(pk=site_id)
    on = clock.local_date(at, site.time_zone)
    warn_at = int(clinic_settings.value("caseload.warn_at", on=on, site_id=site_id))
    people = _people(site_id, on)
    loads = _loads([person.id for person in people], on)
    taken: set[uuid.UUID] = set()
    found: dict[str, list[Candidate]] = {}
    for role in NARROWEST_FIRST:
        rows = [_candidate(person, loads, warn_at) for person in people if _fits(person, role)]
        found[role] = sorted(rows, key=lambda row: _place(row, taken, first))
        taken.update(row.staff_id for row in found[role][:1])
    return {role: found[role] for role in ROLES_FOR}


def known_before(client_id: uuid.UUID) -> set[uuid.UUID]:
    """Name the colleagues who looked after somebody in an earlier stay."""
    return set(CareTeamMembership.objects.filter(episode__client=client_id).values_list("staff_id", flat=True))


def _place(row: Candidate, taken: set[uuid.UUID], first: Collection[uuid.UUID]) -> tuple[bool, bool, int, int, str]:
    newest = row.last_new_on.toordinal() if row.last_new_on else 0
    knows = row.staff_id in first and not row.is_full
    return (row.staff_id in taken, not knows, row.caseload, newest, row.name)


def _fits(person: _Person, role: CareRole) -> bool:
    return bool(person.roles & ROLES_FOR[role]) and (person.is_licensed or role in UNLICENSED)


def _candidate(person: _Person, loads: Mapping[uuid.UUID, tuple[int, dt.date]], warn_at: int) -> Candidate:
    number, newest = loads.get(person.id, (0, None))
    return Candidate(person.id, person.name, number, number >= warn_at, newest)


def _people(site_id: uuid.UUID, on: dt.date) -> list[_Person]:
    licensed = credentials_valid(on).filter(staff=OuterRef("staff"), kind__may_sign=True)
    working = StaffMember.objects.working(on)
    rows = SiteRole.objects.on(on).filter(site=site_id, role__is_clinical=True, staff__in=working)
    roles: dict[uuid.UUID, set[str]] = {}
    known: dict[uuid.UUID, tuple[str, bool]] = {}
    for row in rows.select_related("staff", "role").annotate(is_licensed=Exists(licensed)):
        roles.setdefault(row.staff_id, set()).add(row.role.key)
        known[row.staff_id] = (row.staff.name, row.is_licensed)
    return [_Person(pk, name, is_licensed, frozenset(roles[pk])) for pk, (name, is_licensed) in known.items()]


def _loads(staff_ids: Iterable[uuid.UUID], on: dt.date) -> dict[uuid.UUID, tuple[int, dt.date]]:
    held = CareTeamMembership.objects.on(on).filter(staff__in=list(staff_ids), episode__status=EpisodeStatus.ADMITTED)
    rows = held.order_by().values_list("staff_id").annotate(Count("episode", distinct=True), Max("starts_on"))
    return {staff_id: (number, newest) for staff_id, number, newest in rows}
