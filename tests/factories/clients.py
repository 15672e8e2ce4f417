"""Clients and the colleagues who look after them. Later states are reached by calling actions."""

from __future__ import annotations

import datetime as dt
import itertools
from types import SimpleNamespace

from clients import actions
from clients.models import LevelOfCare
from iop.access.actors import SYSTEM, Actor
from iop.access.models import Role
from iop.access.starting_roles import STARTING_ROLES
from iop.accounts.models import User
from iop.clinic.actors import actor_of
from iop.clinic.models import Site, SiteRole, StaffMember

AT = dt.datetime(2026, 3, 2, 15, 0, tzinfo=dt.UTC)
"""Monday 2 March 2026, 10:00 in New York."""
TODAY = dt.date(2026, 3, 2)
ZONE = "America/New_York"
_count = itertools.count(1)


def make_site(**fields) -> Site:
    number = next(_count)
    return Site.objects.create(**{"name": f"Site {number}", "code": f"c{number}", "time_zone": ZONE, **fields})


def make_role(key: str) -> Role:
    known = next(role for role in STARTING_ROLES if role.key == key)
    row, _ = Role.objects.get_or_create(
        key=key,
        defaults={
            "name": known.name,
            "description": known.description,
            "permissions": list(known.permissions),
            "is_clinical": known.is_clinical,
        },
    )
    return row


def make_staff(site: Site, role: str = "clinical_director", **fields) -> StaffMember:
    number = next(_count)
    user = User.objects.create_user(email=f"staff{number}@clinic.example", password="a-long-passphrase")
    names = {"first_name": f"Robin{number}", "last_name": "Vale", "phone": "+16175550100"}
    staff = StaffMember.objects.create(user=user, **{**names, **fields})
    SiteRole.objects.create(staff=staff, site=site, role=make_role(role), starts_on=dt.date(2020, 1, 1))
    return staff


def make_actor(site: Site, role: str = "clinical_director", at: dt.datetime = AT) -> Actor:
    return actor_of(make_staff(site, role).pk, at)


def make_level(key: str = "iop", **fields) -> LevelOfCare:
    known = {
        "php": ("Partial hospitalization", "PHP", 40),
        "iop": ("Intensive outpatient", "IOP", 30),
        "op": ("Outpatient", "OP", 20),
    }
    name, short, intensity = known[key]
    found = LevelOfCare.objects.filter(key=key).first()
    return found or LevelOfCare.objects.create(
        **{"key": key, "name": name, "short_name": short, "intensity": intensity, **fields}
    )


def make_client(site: Site, *, by: Actor = SYSTEM, at: dt.datetime = AT, **fields):
    number = next(_count)
    typed = {
        "legal_first_name": f"Ada{number}",
        "legal_last_name": f"Lindqvist{number}",
        "date_of_birth": dt.date(1990, 5, 17),
    }
    return actions.register_client(by=by, site_id=site.pk, at=at, **{**typed, **fields})


def make_inquiry(site: Site, **fields):
    return make_client(site, **fields).episodes.get()


def make_placed(
    site: Site, *, by: Actor | None = None, level: LevelOfCare | None = None, on: dt.date = TODAY, at=AT, **fields
):
    by = by or make_actor(site)
    episode = make_inquiry(site, at=at, **fields)
    actions.place(
        by=by, episode=episode, level=level or make_level(), starts_on=on, reason="Stable, and needs structure.", at=at
    )
    return episode


def make_admitted(site: Site, *, by: Actor | None = None, on: dt.date = TODAY, at=AT, **fields):
    by = by or make_actor(site)
    return actions.admit(by=by, episode=make_placed(site, by=by, on=on, at=at, **fields), on=on, at=at)


def make_clinic() -> SimpleNamespace:
    """A site with a level, a director and a counselor, for tests that need a bit of everything."""
    site = make_site()
    director, counselor = make_staff(site), make_staff(site, "counselor")
    return SimpleNamespace(
        site=site, level=make_level(), director=director, counselor=counselor,
        as_director=actor_of(director.pk, AT), as_counselor=actor_of(counselor.pk, AT),
    )  # fmt: skip
