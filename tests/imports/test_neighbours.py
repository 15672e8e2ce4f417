"""Whom a person of a file is like is decided as intake's own search decides it."""

import datetime as dt

import pytest

from clients import intake
from iop.access.actors import SYSTEM
from iop.workflows.importing.neighbours import Neighbours, near_days
from tests.factories import clients as make
from tests.factories import intake as desk

PHONE = "617-555-0142"
ASKED = [
    ("Ana", "Reyes", "1990-05-17", ""), ("Anna", "Reyes", "1990-05-17", ""), ("Ana", "Reyes", "1990-05-18", ""),
    ("Reyes", "Ana", "1990-05-17", ""), ("Ana", "Reyes", "1961-01-02", ""), ("Bo", "Lin", "1990-05-17", ""),
    ("Bo", "Lin", "1961-01-02", PHONE), ("Lu", "Reyes", "1990-05-17", ""),
]  # fmt: skip


def values(first, last, born, phone):
    points = [{"kind": "phone", "value": phone}] if phone else []
    return {
        "legal_first_name": first, "legal_last_name": last, "preferred_name": "", "date_of_birth": born, "contact_points": points,
    }  # fmt: skip


def likest(around, person):
    found = around.alike(person)
    return found[0].who if found else None


@pytest.mark.django_db
def test_both_searches_find_the_same_person():
    site = make.make_site()
    point = {"kind": "phone", "value": PHONE, "is_preferred": True}
    client = make.make_client(
        site,
        legal_first_name="Ana",
        legal_last_name="Reyes",
        preferred_name="Lu",
        date_of_birth=dt.date(1990, 5, 17),
        contact_points=[point],
    )
    around, said = Neighbours(), []
    for first, last, born, phone in ASKED:
        found = intake.lookalikes(
            by=SYSTEM, first_name=first, last_name=last, phone=phone, date_of_birth=dt.date.fromisoformat(born)
        )
        closest = likest(around, values(first, last, born, phone))
        assert (closest.client_id if closest else None) == (found[0].id if found else None)
        said.append(closest is not None and closest.client_id == client.pk)
    assert True in said
    assert False in said


@pytest.mark.django_db
def test_a_caller_who_told_no_birth_date_is_found_by_name():
    desk.take(desk.make_desk(), first_name="Ana", last_name="Reyes", date_of_birth=None)
    closest = likest(Neighbours(), values("Ana", "Reyes", "1990-05-17", ""))
    assert closest is not None
    assert (closest.kind, closest.client_id) == ("inquiry", None)


def test_days_that_a_slip_makes_of_another():
    days = near_days(dt.date(1990, 5, 7))
    assert {dt.date(1990, 5, 7), dt.date(1990, 7, 5), dt.date(1990, 5, 17), dt.date(1980, 5, 7)} <= days
    assert dt.date(1991, 6, 7) not in days
