"""Counting seats, without a database."""

import datetime as dt
import uuid

from scheduling.rules.seats import PartLimit, Place, Seating, Week, first_full_day, full_sentence

MONDAY = dt.date(2026, 3, 2)
WEEK = dt.timedelta(days=7)


def day(number):
    return MONDAY + dt.timedelta(days=number)


def place(first=0, last=None, weekdays=(0, 2, 4), released=()):
    return Place(day(first), None if last is None else day(last), frozenset(weekdays), released)


def seating(*places, capacity=2, extra=None, parts=(), weeks=None):
    weeks = weeks or (Week(MONDAY, dict.fromkeys(range(5), parts)),)
    return Seating(uuid.uuid4(), capacity, weeks, places, extra or {})


def test_an_empty_track_has_room():
    assert first_full_day(seating(), place()) is None


def test_a_full_day_is_named():
    found = first_full_day(seating(place(), place()), place())
    assert str(full_sentence(*found)) == "No seat is free on Monday, March 2, 2026: all 2 seats of the track are taken."


def test_only_shared_weekdays_count():
    assert first_full_day(seating(place(), place()), place(weekdays=(1, 3))) is None


def test_a_day_far_ahead_that_is_full_is_found():
    full_then = place(first=200), place(first=200)
    assert first_full_day(seating(*full_then), place())[0] == next(
        day(n) for n in range(200, 207) if day(n).weekday() in (0, 2, 4)
    )


def test_a_stretch_that_ends_before_is_free():
    assert first_full_day(seating(place(first=28), place(first=28)), place(last=27)) is None


def test_leaving_frees_the_next_day():
    assert first_full_day(seating(place(last=4), place(last=4)), place(first=7)) is None


def test_a_pause_that_releases_frees_its_days_only():
    away = place(released=((day(0), day(6)),))
    assert first_full_day(seating(away, place()), place(last=6)) is None
    assert first_full_day(seating(away, place()), place())[0] == day(7)


def test_a_make_up_takes_a_seat():
    assert first_full_day(seating(place(), extra={day(2): 1}), place())[0] == day(2)


def test_facilitators_limit_a_group():
    limit = PartLimit("Process group", per_facilitator=1, facilitators=1)
    found = first_full_day(seating(place(), capacity=12, parts=(limit,)), place())
    assert "“Process group” takes 1 clients for each facilitator, 1 in all" in str(full_sentence(*found))


def test_a_second_facilitator_doubles_it():
    limit = PartLimit("Process group", per_facilitator=1, facilitators=2)
    assert first_full_day(seating(place(), capacity=12, parts=(limit,)), place()) is None


def test_a_part_that_nobody_leads_yet_counts_one_facilitator():
    limit = PartLimit("Process group", per_facilitator=2)
    assert seating(parts=(limit,), capacity=12).limit_on(MONDAY).seats == 2


def test_a_room_limits_a_day():
    found = seating(capacity=12, parts=(PartLimit("Workshop", room="Quiet room", room_places=4),)).limit_on(MONDAY)
    assert (found.seats, str(found.why)) == (4, "Quiet room holds 4")


def test_the_version_of_the_day_decides():
    weeks = (Week(MONDAY, {0: ()}), Week(day(7), {0: (PartLimit("Group", per_facilitator=3),)}))
    many = seating(capacity=12, weeks=weeks)
    assert (many.limit_on(MONDAY).seats, many.limit_on(day(7)).seats) == (12, 3)


def test_a_track_runs_on_the_versions_days():
    weeks = (Week(MONDAY, {0: ()}), Week(day(7), {1: ()}))
    found = seating(weeks=weeks)
    assert [found.runs_on(day(n)) for n in (0, 1, 7, 8)] == [True, False, False, True]
    assert not found.runs_on(day(-7))
