"""Medications and case management to test with, made by the real actions."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

from iop.access.actors import Actor
from iop.clinic.actors import actor_of
from tests.factories import clients
from therapy.actions import medications, support
from therapy.choices.medications import InjectionSite, NaloxoneProduct, Route, Treats

AT = clients.AT
TODAY = clients.TODAY


def day(number: int) -> dt.date:
    return TODAY + dt.timedelta(days=number)


def make_house(**fields) -> SimpleNamespace:
    """A site, somebody in treatment, and colleagues of the roles that keep lists."""
    site = clients.make_site()
    staff = {
        role: clients.make_staff(site, role) for role in ("clinical_director", "counselor", "medical", "case_manager")
    }
    by: dict[str, Actor] = {role: actor_of(member.pk, AT) for role, member in staff.items()}
    episode = clients.make_admitted(site, by=by["clinical_director"], **fields)
    return SimpleNamespace(
        site=site, staff=staff, episode=episode, client=episode.client, by=by["counselor"], medical=by["medical"],
        manager=by["case_manager"], director=by["clinical_director"],
    )  # fmt: skip


def add(house, at=AT, **fields):
    typed = {
        "name": "Sertraline", "ingredient": "sertraline", "dose": "50 mg", "frequency": "once a day",
        "starts_on": TODAY - dt.timedelta(days=20), "treats": Treats.MENTAL_HEALTH,
    }  # fmt: skip
    return medications.add_medication(
        by=fields.pop("by", house.by), client=house.client, site_id=house.site.pk, at=at, **{**typed, **fields}
    )


def add_injection(house, at=AT, **fields):
    typed = {
        "name": "Vivitrol", "ingredient": "naltrexone", "dose": "380 mg", "frequency": "every four weeks",
        "route": Route.INTRAMUSCULAR, "treats": Treats.MAUD, "every_days": 28,
    }  # fmt: skip
    return add(house, at, **{**typed, **fields})


def inject(house, medication, at=AT, **fields):
    typed = {"lot": "VX1203", "expires_on": day(300), "body_site": InjectionSite.LEFT_GLUTEAL}
    return medications.give_injection(
        by=fields.pop("by", house.medical), medication=medication, at=at, **{**typed, **fields}
    )


def give_naloxone(house, at=AT, **fields):
    typed = {"kits": 1, "product": NaloxoneProduct.NASAL_4, "lot": "NX77", "expires_on": day(400), "was_trained": True}
    return medications.give_naloxone(by=house.by, episode=house.episode, at=at, **{**typed, **fields})


def add_place(house, at=AT, **fields):
    typed = {"name": "Harbor Housing Office", "needs": ["housing"], "phone": "617 555 0140", "site_id": house.site.pk}
    return support.add_resource(by=house.manager, at=at, **{**typed, **fields})


def refer(house, at=AT, **fields):
    return support.refer(
        by=fields.pop("by", house.by),
        episode=house.episode,
        at=at,
        **{"need": "housing", "to_name": "City shelter", **fields},
    )


def log_contact(house, at=AT, **fields):
    typed = {
        "contacted_at": at, "with_whom": "client", "how": "phone", "outcome": "reached", "minutes": 10,
        "summary": "Spoke about the housing forms.",
    }  # fmt: skip
    return support.log_contact(by=house.by, episode=house.episode, at=at, **{**typed, **fields})


def log_meeting(house, at=AT, **fields):
    return support.log_meeting(by=house.by, episode=house.episode, at=at, **{"on": TODAY, "kind": "aa", **fields})
