"""On which days a group meets, and who may come."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from sessions_app.rules.groups import Comer, Rhythm, dates, minutes_there, plan, why_no_rhythm, why_not_come
from sessions_app.rules.planning import Closed

NEW_YORK = "America/New_York"
LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


def rhythm(valid_from="2026-01-01", frequency="weekly", every=1, weekday=3, nth=None, wall=dt.time(18, 30), minutes=90):
    return Rhythm(dt.date.fromisoformat(valid_from), frequency, every, weekday, nth, wall, minutes)


def days(first, last, *rhythms, closures=(), zone=NEW_YORK, at=LONG_AGO):
    planned, _ = plan(
        rhythms, closures, first=dt.date.fromisoformat(first), last=dt.date.fromisoformat(last), zone=zone, at=at
    )
    return planned


@pytest.mark.parametrize(
    ("of", "first", "last", "expected"),
    [
        (rhythm(), "2026-01-01", "2026-01-16", ["2026-01-01", "2026-01-08", "2026-01-15"]),
        (rhythm(every=2), "2026-01-01", "2026-02-01", ["2026-01-01", "2026-01-15", "2026-01-29"]),
        (rhythm(every=2), "2026-01-09", "2026-02-01", ["2026-01-15", "2026-01-29"]),
        (rhythm(frequency="monthly", nth=1), "2026-01-01", "2026-03-31", ["2026-01-01", "2026-02-05", "2026-03-05"]),
        (rhythm(frequency="monthly", nth=-1), "2026-01-01", "2026-03-31", ["2026-01-29", "2026-02-26", "2026-03-26"]),
        (rhythm(frequency="monthly", nth=2, every=3), "2026-01-01", "2026-08-01", ["2026-01-08", "2026-04-09", "2026-07-09"]),
        (rhythm(), "2026-01-02", "2026-01-07", []),
    ],
)  # fmt: skip
def test_a_rhythm_gives_its_days(of, first, last, expected):
    found = dates(of, dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    assert [day.isoformat() for day in found] == expected


def test_a_meeting_keeps_its_wall_time_over_the_clock_change():
    found = days("2026-03-01", "2026-03-14", rhythm())
    walls = [each.starts_at.astimezone(ZoneInfo(NEW_YORK)).time() for each in found]
    assert walls == [dt.time(18, 30), dt.time(18, 30)]
    assert found[1].starts_at - found[0].starts_at == dt.timedelta(days=7, hours=-1)


def test_a_meeting_in_the_hour_that_the_clocks_skip_says_so():
    (found,) = days("2026-03-08", "2026-03-08", rhythm(weekday=6, wall=dt.time(2, 30)))
    assert found.note == "skipped_hour"


def test_a_site_without_clock_changes_has_none():
    (found,) = days("2026-03-08", "2026-03-08", rhythm(weekday=6, wall=dt.time(2, 30)), zone="America/Phoenix")
    assert found.note is None


def test_a_closed_day_gives_no_meeting_and_says_why():
    closed = [Closed(dt.date(2026, 1, 8), dt.date(2026, 1, 8), "Snow")]
    planned, skipped = plan(
        [rhythm()], closed, first=dt.date(2026, 1, 1), last=dt.date(2026, 1, 9), zone=NEW_YORK, at=LONG_AGO
    )
    assert [each.on.day for each in planned] == [1]
    assert [(each.on.day, str(each.reason)) for each in skipped] == [(8, "Closed: Snow")]


def test_a_later_rhythm_holds_from_its_day_on():
    found = days("2026-01-01", "2026-01-31", rhythm(), rhythm("2026-01-14", weekday=1))
    assert [each.on.isoformat() for each in found] == ["2026-01-01", "2026-01-08", "2026-01-20", "2026-01-27"]


def test_a_meeting_that_is_over_is_not_made():
    at = dt.datetime(2026, 1, 2, 2, tzinfo=dt.UTC)
    assert [each.on.day for each in days("2026-01-01", "2026-01-08", rhythm(), at=at)] == [8]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        (("daily", 1, 3, None, 90), "frequency"),
        (("weekly", 0, 3, None, 90), "every"),
        (("weekly", 13, 3, None, 90), "every"),
        (("weekly", 1, 7, None, 90), "weekday"),
        (("weekly", 1, 3, 1, 90), "nth"),
        (("monthly", 1, 3, None, 90), "nth"),
        (("monthly", 1, 3, 5, 90), "nth"),
        (("weekly", 1, 3, None, 10), "minutes"),
    ],
)
def test_a_rhythm_that_means_nothing_is_refused_beside_its_field(values, field):
    assert why_no_rhythm(*values)[0] == field


@pytest.mark.parametrize("values", [("weekly", 2, 0, None, 15), ("monthly", 1, 6, -1, 480)])
def test_a_rhythm_that_means_something_is_fine(values):
    assert why_no_rhythm(*values) is None


HERE = Comer(in_treatment=True)
FINISHED = Comer(was_in_treatment=True, agreed_to_contact=True)
NOT_ASKED = Comer(was_in_treatment=True)
BACK = Comer(in_treatment=True, was_in_treatment=True)
STRANGER = Comer(agreed_to_contact=True)
DEAD = Comer(was_in_treatment=True, agreed_to_contact=True, has_died=True)
RELATIVE = Comer(is_relative=True)


@pytest.mark.parametrize(
    ("audience", "comer", "may"),
    [
        ("former", FINISHED, True), ("former", NOT_ASKED, False), ("former", HERE, False), ("former", BACK, False),
        ("former", STRANGER, False), ("former", DEAD, False), ("former", RELATIVE, False),
        ("clients", FINISHED, True), ("clients", HERE, True), ("clients", NOT_ASKED, False), ("clients", STRANGER, False),
        ("relatives", RELATIVE, True), ("relatives", HERE, False), ("relatives", FINISHED, False),
        ("everybody", RELATIVE, True), ("everybody", HERE, True), ("everybody", FINISHED, True), ("everybody", NOT_ASKED, False),
        ("everybody", DEAD, False),
    ],
)  # fmt: skip
def test_who_may_come(audience, comer, may):
    assert (why_not_come(audience, comer) is None) is may


@pytest.mark.parametrize(
    ("came", "minutes", "there"), [(True, None, 90), (True, 40, 40), (True, 120, 90), (False, 40, 0), (False, None, 0)]
)
def test_minutes_there(came, minutes, there):
    assert minutes_there(came, minutes, 90) == there
