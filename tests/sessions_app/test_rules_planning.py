"""Which days a template gives, right over both daylight-saving Sundays."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from sessions_app.rules import planning
from sessions_app.rules.planning import Closed, DayShape, Version

NEW_YORK, PHOENIX = "America/New_York", "America/Phoenix"
LONG_AGO = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
SPRING, AUTUMN = dt.date(2026, 3, 8), dt.date(2026, 11, 1)


def shape(weekday=6, wall=dt.time(9), minutes=195) -> DayShape:
    return DayShape(uuid.uuid4(), uuid.uuid4(), weekday, wall, minutes)


def plan(*shapes, first, last=None, zone=NEW_YORK, closures=(), at=LONG_AGO):
    return planning.plan(
        [Version(dt.date(2025, 1, 1), shapes)], closures, first=first, last=last or first, zone=zone, at=at
    )


@pytest.mark.parametrize(
    ("zone", "on", "wall", "starts", "note"),
    [
        (NEW_YORK, SPRING, dt.time(9), "13:00", None),
        (NEW_YORK, SPRING - dt.timedelta(7), dt.time(9), "14:00", None),
        (NEW_YORK, SPRING, dt.time(2, 30), "07:30", "skipped_hour"),
        (NEW_YORK, SPRING, dt.time(1, 30), "06:30", None),
        (NEW_YORK, AUTUMN, dt.time(1, 30), "05:30", "repeated_hour"),
        (NEW_YORK, AUTUMN, dt.time(9), "14:00", None),
        (NEW_YORK, AUTUMN - dt.timedelta(7), dt.time(9), "13:00", None),
        (PHOENIX, SPRING, dt.time(2, 30), "09:30", None),
        (PHOENIX, AUTUMN, dt.time(1, 30), "08:30", None),
        (PHOENIX, SPRING, dt.time(9), "16:00", None),
        (PHOENIX, AUTUMN, dt.time(9), "16:00", None),
    ],
)
def test_a_day_begins_at_the_sites_wall_time(zone, on, wall, starts, note):
    (day,), _ = plan(shape(wall=wall), first=on, zone=zone)
    assert f"{day.starts_at:%H:%M}" == starts
    assert day.note == note


@pytest.mark.parametrize(("on", "wall"), [(SPRING, dt.time(1)), (AUTUMN, dt.time(0, 30))])
def test_a_day_across_the_clock_change_keeps_its_real_length(on, wall):
    (day,), _ = plan(shape(wall=wall), first=on)
    assert day.ends_at - day.starts_at == dt.timedelta(minutes=195)


def test_a_closure_gives_no_day_and_says_why():
    days, (skipped,) = plan(shape(), first=SPRING, closures=[Closed(SPRING, SPRING, "Snow")])
    assert not days
    assert (skipped.code, str(skipped.reason)) == ("closed", "Closed: Snow")


@pytest.mark.parametrize(("offset", "is_closed"), [(-1, False), (0, True), (1, True), (2, False)])
def test_both_ends_of_a_closure_are_closed(offset, is_closed):
    closed = Closed(SPRING, SPRING + dt.timedelta(1), "Holiday")
    assert bool(planning.closed_on([closed], SPRING + dt.timedelta(offset))) is is_closed


def test_a_day_that_is_over_is_not_made_and_one_under_way_is():
    ends = dt.datetime(2026, 3, 8, 16, 15, tzinfo=dt.UTC)
    assert plan(shape(), first=SPRING, at=ends)[1][0].code == "over"
    assert plan(shape(), first=SPRING, at=ends - dt.timedelta(minutes=1))[0]


def test_each_date_follows_the_version_valid_on_it():
    old, new = shape(), shape(wall=dt.time(10))
    versions = [Version(dt.date(2025, 1, 1), (old,)), Version(SPRING, (new,))]
    days, _ = planning.plan(versions, [], first=SPRING - dt.timedelta(7), last=SPRING, zone=NEW_YORK, at=LONG_AGO)
    assert [day.shape for day in days] == [old, new]


def test_a_track_without_a_template_says_so():
    _, (skipped,) = planning.plan([], [], first=SPRING, last=SPRING, zone=NEW_YORK, at=LONG_AGO)
    assert skipped.code == "no_template"


def test_the_note_says_when_the_day_begins_instead():
    words = str(planning.note_sentence("skipped_hour", SPRING, dt.time(2, 30), dt.time(3, 30)))
    assert "2:30 a.m." in words
    assert "3:30 a.m." in words
