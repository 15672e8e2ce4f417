"""Enrolment changes rosters of the days ahead, and shows freed seats to whoever waits."""

import datetime as dt

import pytest

from iop.core.errors import Conflict
from iop.work.models import WorkItem
from iop.workflows import enrolment
from scheduling import actions, seats
from scheduling.models import Enrolment
from sessions_app.actions import materialise
from sessions_app.models import Attendance
from tests.factories.scheduling import AT, MONDAY, make_place, make_track, make_waiting_client, on

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    place = make_place(capacity=1)
    materialise(by=place.by, at=AT, until=on(13))
    return place


def enrol(place, episode=None, **fields):
    values = {"weekdays": [0, 2, 4], "starts_on": MONDAY, "track": place.track, "at": AT, **fields}
    return enrolment.enrol(by=place.by, episode=episode or make_waiting_client(place), **values)


def wait(place, weekdays=(0, 2)):
    return actions.join_waitlist(
        by=place.by, episode=make_waiting_client(place), track=place.track, weekdays=weekdays, wanted_from=MONDAY, at=AT
    )


def expected_days(row):
    lines = Attendance.objects.filter(client=row.client_id, status="expected")
    return sorted(lines.values_list("session__on", flat=True))


def work():
    return list(WorkItem.objects.open().filter(kind="waitlist_seat"))


def test_enrolling_puts_them_on_the_rosters(place):
    assert expected_days(enrol(place)) == [on(day) for day in (0, 2, 4, 7, 9, 11)]


def test_a_pause_takes_them_off_for_its_days(place):
    row = enrol(place)
    enrolment.pause(by=place.by, enrolment=row, starts_on=on(7), ends_on=on(9), reason="Away", at=AT)
    assert expected_days(row) == [on(day) for day in (0, 2, 4, 11)]


def test_coming_back_early_puts_them_on_again(place):
    row = enrol(place)
    held = enrolment.pause(by=place.by, enrolment=row, starts_on=on(7), ends_on=on(9), reason="Away", at=AT)
    enrolment.cancel_pause(by=place.by, pause=held, at=AT)
    assert expected_days(row) == [on(day) for day in (0, 2, 4, 7, 9, 11)]


def test_leaving_takes_them_off_from_the_next_day(place):
    row = enrol(place)
    enrolment.end(by=place.by, enrolment=row, ends_on=on(4), reason="New job", at=AT)
    assert expected_days(row) == [on(day) for day in (0, 2, 4)]


def test_leaving_later_than_planned_puts_them_on_again(place):
    row = enrol(place, ends_on=on(4))
    enrolment.end(by=place.by, enrolment=row, ends_on=on(9), reason="One more week", at=AT)
    assert expected_days(row) == [on(day) for day in (0, 2, 4, 7, 9)]


def test_withdrawing_takes_them_off_altogether(place):
    row = enrol(place, starts_on=on(7))
    enrolment.withdraw(by=place.by, enrolment=row, reason="Changed their mind", at=AT)
    assert expected_days(row) == []


def test_other_weekdays_change_the_rosters_from_that_day(place):
    row = enrol(place)
    enrolment.change_weekdays(by=place.by, enrolment=row, weekdays=[1, 3], from_on=on(7), at=AT)
    assert expected_days(row) == [on(day) for day in (0, 2, 4, 8, 10)]


def test_changing_the_track_has_one_date(place):
    row = enrol(place)
    other = make_track(place.program, starts_at=dt.time(14))
    materialise(by=place.by, at=AT, until=on(13))
    enrolment.change_track(
        by=place.by, enrolment=row, track=other, weekdays=[0, 2, 4], from_on=on(7), at=AT, reason="Works mornings now"
    )
    lines = Attendance.objects.filter(client=row.client_id, status="expected").order_by("session__on")
    tracks = [(line.session.on, line.session.track_id) for line in lines.select_related("session")]
    assert tracks == [(on(day), place.track.pk if day < 7 else other.pk) for day in (0, 2, 4, 7, 9, 11)]


def test_changing_into_a_full_track_changes_nothing(place):
    row = enrol(place)
    other = make_track(place.program, starts_at=dt.time(14), capacity=1)
    actions.enrol(by=place.by, episode=make_waiting_client(place), track=other, weekdays=[0], starts_on=MONDAY, at=AT)
    with pytest.raises(Conflict, match="No seat is free"):
        enrolment.change_track(by=place.by, enrolment=row, track=other, weekdays=[0], from_on=on(7), at=AT, reason="x")
    row.refresh_from_db()
    assert row.ends_on is None
    assert len(expected_days(row)) == 6


def test_changing_before_the_first_day_withdraws_the_old(place):
    row = enrol(place, starts_on=on(7))
    other = make_track(place.program, starts_at=dt.time(14))
    new = enrolment.change_track(
        by=place.by, enrolment=row, track=other, weekdays=[0], from_on=on(7), at=AT, reason="x"
    )
    assert list(Enrolment.objects.standing()) == [new]


def test_into_the_same_track_is_refused(place):
    row = enrol(place)
    with pytest.raises(Conflict, match="in this track already"):
        enrolment.change_track(
            by=place.by, enrolment=row, track=place.track, weekdays=[0], from_on=on(7), at=AT, reason="x"
        )


def test_a_freed_seat_is_shown_to_the_first_whose_wish_fits(place):
    row = enrol(place)
    actions.enrol(
        by=place.by, episode=make_waiting_client(place), track=place.track, weekdays=[3], starts_on=MONDAY, at=AT
    )
    wait(place, weekdays=[3])
    second = wait(place)
    enrolment.end(by=place.by, enrolment=row, ends_on=MONDAY, reason="New job", at=AT)
    enrolment.offer_seat(by=place.by, track_id=place.track.pk, at=AT + dt.timedelta(days=1))
    assert [(item.subject_id, item.role_key) for item in work()] == [(second.pk, "intake")]


def test_while_nothing_fits_nobody_is_called(place):
    row = enrol(place)
    wait(place)
    enrolment.pause(by=place.by, enrolment=row, starts_on=on(7), ends_on=on(9), reason="Away", at=AT)
    assert work() == []


def test_seating_somebody_ends_the_waiting_and_the_work(place):
    row = enrol(place, starts_on=on(7))
    entry = wait(place)
    enrolment.withdraw(by=place.by, enrolment=row, reason="Changed their mind", at=AT)
    assert len(work()) == 1
    new = enrolment.seat_waiting(by=place.by, entry=entry, starts_on=on(1), at=AT)
    entry.refresh_from_db()
    assert (new.weekdays, entry.status, work()) == ([0, 2], "seated", [])


def test_the_seat_still_counts(place):
    enrol(place)
    assert seats.taken(place.track, [MONDAY], at=AT) == {MONDAY: 1}
