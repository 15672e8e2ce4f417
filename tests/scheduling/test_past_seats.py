"""Seats that a track had on days that are over: kept by the action that changes them, found again for any day."""

import datetime as dt
import importlib

import pytest
from django.apps import apps
from django.db import IntegrityError, InternalError, connection, transaction

from iop.access.actors import SYSTEM
from iop.audit.recorder import record
from iop.core import clock
from scheduling import actions
from scheduling.models import PastSeats, Track
from scheduling.seats import seats_on, seats_then
from sessions_app.models import ProgramSession
from tests.factories import days
from tests.factories.scheduling import AT, MONDAY, make_place

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def at_ten():
    with clock.frozen(AT):
        yield


def change(track, seats, at, **fields):
    return actions.save_track(
        by=SYSTEM, program=track.program, name=track.name, day_part=track.day_part, capacity=seats, at=at, track=track, **fields
    )  # fmt: skip


def kept():
    return list(PastSeats.objects.values_list("last_on", "seats"))


def test_days_before_a_change_keep_their_seats():
    change(make_place(capacity=8).track, 12, AT + 7 * DAY)
    assert kept() == [(MONDAY + 6 * DAY, 8)]


def test_a_second_change_on_one_day_changes_nothing_that_is_over():
    track = change(make_place(capacity=8).track, 12, AT + 7 * DAY)
    change(track, 10, AT + 7 * DAY + dt.timedelta(hours=3))
    assert kept() == [(MONDAY + 6 * DAY, 8)]


def test_another_name_keeps_nothing():
    actions.save_track(
        by=SYSTEM, program=(track := make_place().track).program, name="Other", day_part="evening", capacity=track.capacity, at=AT, track=track
    )  # fmt: skip
    assert kept() == []


def test_the_day_of_a_change_is_the_sites_own():
    late = dt.datetime(2026, 3, 11, 3, 30, tzinfo=dt.UTC)
    change(make_place(capacity=8).track, 12, late)
    assert kept() == [(dt.date(2026, 3, 9), 8)]


def test_each_day_has_the_seats_it_had():
    clinic = days.make_day(people=1, capacity=8, until=MONDAY + 28 * DAY)
    track = change(change(clinic.track, 12, AT + 7 * DAY), 20, AT + 14 * DAY)
    rows = ProgramSession.objects.filter(track=track).annotate(seats=seats_then("track", "on"))
    found = dict(rows.values_list("on", "seats"))
    asked = [MONDAY + number * DAY for number in (0, 4, 7, 11, 14, 21)]
    assert [found[day] for day in asked] == [8, 8, 12, 12, 20, 20] == list(seats_on(track, asked).values())


@pytest.mark.parametrize(
    ("name", "sql"),
    [
        ("past_seats_once_a_day", "INSERT INTO scheduling_pastseats SELECT gen_random_uuid(), now(), last_on, 9, track_id FROM scheduling_pastseats"),
        ("past_seats_some", "INSERT INTO scheduling_pastseats SELECT gen_random_uuid(), now(), '2020-01-01', 0, track_id FROM scheduling_pastseats"),
        ("update or delete", "UPDATE scheduling_pastseats SET seats = 30"),
        ("update or delete", "DELETE FROM scheduling_pastseats"),
    ],
)  # fmt: skip
def test_the_database_keeps_the_past(name, sql):
    change(make_place(capacity=8).track, 12, AT + 7 * DAY)
    with pytest.raises((IntegrityError, InternalError), match=name), transaction.atomic():
        connection.cursor().execute(sql)


def test_what_was_recorded_of_changes_before_is_brought_along():
    """Each change to another number is one row, of the last day before it; two on one day are one."""
    track = make_place(capacity=8).track
    Track.objects.filter(pk=track.pk).update(capacity=15)
    for number, (seats, after) in enumerate([(8, 1), (10, 5), (11, 5), (11, 9), (15, 12)]):
        with clock.frozen(AT + after * DAY + dt.timedelta(minutes=number)):
            record(by=SYSTEM, verb="scheduling.track_saved", subject=track, detail={"capacity": seats})
    migration = importlib.import_module("scheduling.migrations.0008_past_seats")
    migration.bring_along(apps, None)
    migration.bring_along(apps, None)
    assert kept() == [(MONDAY + 4 * DAY, 8), (MONDAY + 11 * DAY, 11)]
