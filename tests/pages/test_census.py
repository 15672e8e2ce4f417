"""The census: who is in it, its flags, filters and totals."""

from __future__ import annotations

import datetime as dt

import pytest

from clients import actions
from iop.audit.models import AuditEvent
from iop.clinic.actors import actor_of
from iop.pages.presenters.clients.census import Wish, read_census, wish_of
from sessions_app import actions as days_actions
from tests.factories import clients, days
from tests.factories.ground import sign_in
from tests.pages.chart_clinic import NOON, colleague, make_charts, raise_concern, stranger

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic(at):
    clinic = make_charts()
    at(NOON)
    return clinic


def rows(clinic, at=NOON, **wish):
    return read_census(clinic.by_director, Wish(**wish), at).rows


def test_a_row_says_where_somebody_stands(clinic):
    row = rows(clinic)[0]
    assert (row.name, row.level, row.tracks, row.day) == (clinic.client.name, "IOP", clinic.track.name, 1)
    assert row.counselor == clinic.counselor.name


def test_hours_of_the_week_stand_beside_it(clinic):
    meter = rows(clinic)[0].meter
    assert (meter.attended, meter.required) == (180, 540)


def test_inquiries_are_not_in_the_census(clinic):
    clients.make_inquiry(clinic.site)
    assert len(rows(clinic)) == 1


def test_clients_of_another_site_are_not_there(clinic):
    assert not read_census(actor_of(stranger().pk, NOON), Wish(), NOON).rows


def test_an_open_concern_is_flagged(clinic):
    raise_concern(clinic)
    assert [tone for tone, _ in rows(clinic)[0].flags if tone == "bad"] == ["bad"]


def test_a_closed_one_is_not(clinic):
    actions.resolve_concern(by=clinic.by_director, concern=raise_concern(clinic), resolution="Safe.", at=NOON)
    assert "bad" not in [tone for tone, _ in rows(clinic)[0].flags]


def test_the_first_day_is_flagged(clinic):
    assert "new" in [tone for tone, _ in rows(clinic)[0].flags]


def test_the_second_day_is_not(clinic):
    assert "new" not in [tone for tone, _ in rows(clinic, NOON + dt.timedelta(days=2))[0].flags]


def test_a_miss_is_flagged_the_day_after(clinic):
    session = clinic.track.sessions.get(on=days.TODAY + dt.timedelta(days=2))
    line = session.roster.get()
    start = session.starts_at
    days_actions.start(by=clinic.by_counselor, session=session, at=start)
    days_actions.mark(
        by=clinic.by_counselor,
        attendance=line,
        version=line.version,
        status="absent",
        at=start + dt.timedelta(minutes=20),
    )
    after = [tone for tone, _ in rows(clinic, NOON + dt.timedelta(days=3))[0].flags]
    assert "absent" in after
    assert "absent" not in [tone for tone, _ in rows(clinic, NOON + dt.timedelta(days=4))[0].flags]


def test_flags_filter(clinic):
    assert not rows(clinic, flag="concern")
    raise_concern(clinic)
    assert len(rows(clinic, flag="concern")) == 1


def test_levels_filter_and_totals_stay(clinic):
    census = read_census(clinic.by_director, Wish(level="php"), NOON)
    assert not census.rows
    assert census.totals[0]["value"] == 1


def test_counselors_filter(clinic):
    assert len(rows(clinic, counselor=clinic.counselor.pk)) == 1
    assert not rows(clinic, counselor=clinic.director.pk)


def test_sorting_by_day_puts_the_longest_stay_first(clinic):
    clients.make_admitted(clinic.site, on=dt.date(2026, 2, 1), at=NOON - dt.timedelta(days=29))
    assert [row.day for row in rows(clinic, sort="day")] == [30, 1]


@pytest.mark.parametrize(
    "asked", [{"site": "x"}, {"page": "-1"}, {"sort": "name; drop"}, {"flag": "x"}, {"counselor": "1"}]
)
def test_an_address_that_makes_no_sense_shows_everybody(asked):
    assert wish_of(asked) == Wish()


def test_names_never_stand_in_an_address(clinic):
    assert clinic.client.legal_last_name not in Wish(level="iop").query()


def test_looking_at_it_is_on_record(clinic, client):
    sign_in(client, colleague(clinic, "biller"))
    client.get("/census/")
    assert AuditEvent.objects.get(verb="clients.list_opened").detail == {"list": "census", "rows": 1}


def test_a_site_administrator_sees_names_without_a_way_into_charts(clinic, client):
    sign_in(client, colleague(clinic, "site_admin"))
    shown = client.get("/census/").content.decode()
    assert clinic.client.name in shown
    assert str(clinic.client.pk) not in shown


def test_an_empty_clinic_says_what_to_expect(at, client):
    at(NOON)
    sign_in(client, stranger())
    assert "Nobody is in treatment yet" in client.get("/census/").content.decode()
