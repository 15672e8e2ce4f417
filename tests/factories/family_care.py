"""Relatives with and without a release, and family appointments with them."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

from clients.actions import consents
from clients.models import Relationship
from iop.clinic.actors import actor_of
from scheduling.models import AppointmentParticipant, BusyTime
from scheduling.rules.family import FamilyPlan, Guest
from tests.factories.clients import AT
from tests.factories.consents import install, sign
from tests.factories.scheduling import book


def make_relative(
    place, client, first_name="Bo", role="brother", *, released=True, information=("schedule",), **fields
):
    """A related person of the client; with a live release that lets them know of appointments, unless told otherwise."""
    clinic = SimpleNamespace(as_counselor=actor_of(place.therapist.pk, AT))
    party = consents.name_supporter(by=clinic.as_counselor, client=client, first_name=first_name, role=role, at=AT)
    if released:
        release(place, client, party, information=information, **fields)
    return party.person


def release(place, client, party, *, information=("schedule",), at=AT, days=365):
    clinic = SimpleNamespace(as_counselor=actor_of(place.therapist.pk, AT))
    install(at)
    row = consents.draft_consent(
        by=clinic.as_counselor, client=client, kind="relative", language="en", party=party, information=list(information), purposes=["family_support"],
        expires_on=at.date() + dt.timedelta(days=days), at=at,
    )  # fmt: skip
    return sign(clinic, row, at=at)


def relate(client, person, role="mother"):
    """The same person relates to another client too."""
    return Relationship.objects.create(client=client, person=person, role=role)


def plan_of(*people, form="family", goals=("communication",)):
    return FamilyPlan(form, tuple(goals), tuple(Guest(person.pk) for person in people))


def book_family(place, episode, *people, form="family", goals=("communication",), **fields):
    return book(place, episode, kind="family", minutes=60, plan=plan_of(*people, form=form, goals=goals), **fields)


def invited(appointment):
    """Who is invited now, by first name."""
    rows = AppointmentParticipant.objects.standing().filter(appointment=appointment)
    return sorted(rows.values_list("person__first_name", flat=True))


def taken(person):
    """When a person's time is taken."""
    return list(
        BusyTime.objects.filter(calendar__person=person).order_by("starts_at").values_list("starts_at", flat=True)
    )
