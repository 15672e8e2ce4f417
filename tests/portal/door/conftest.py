"""A small clinic, on Monday 2 March 2026, 10:00 in New York, and somebody who may be invited."""

from types import SimpleNamespace

import pytest

from clients.actions import portal
from iop.core import clock
from tests.factories.clients import AT, make_client, make_clinic


@pytest.fixture
def desk(db):
    clinic = make_clinic()
    clinic.who = make_client(clinic.site, by=clinic.as_director)
    return clinic


@pytest.fixture
def now():
    with clock.frozen(AT):
        yield AT


@pytest.fixture
def invited(desk, now):
    row, code = portal.invite(
        by=desk.as_counselor, client=desk.who, email="ada@home.example", language="en", identity_check="photo_id", at=AT
    )
    return SimpleNamespace(row=row, code=code)
