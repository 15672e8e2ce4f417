"""Make-ups: real free seats, once per miss, never a second session the same day."""

from __future__ import annotations

import datetime as dt

import pytest

from clients.models import LevelRequirement
from iop.access.actors import SYSTEM
from iop.core.errors import Conflict, NotAllowed
from scheduling import seats
from scheduling.models import BusyTime
from sessions_app import actions, hours, makeups
from sessions_app.models import MakeUp, ProgramSession
from tests.factories import clients, days

pytestmark = pytest.mark.django_db
EVENING = days.NINE + days.minutes(12 * 60)


def clinic_with_miss(*, weekdays=(1, 3), capacity=12):
    """Somebody of the Monday, Wednesday, Friday morning missed Monday; an evening track runs on other days."""
    clinic = days.make_day(people=1)
    clinic.evening = days.make_track(clinic, name="Evening", wall=dt.time(18), weekdays=weekdays, capacity=capacity)
    actions.materialise(by=SYSTEM, at=days.AT, track_ids=[clinic.evening.pk])
    clinic.session = actions.start(by=clinic.by_counselor, session=clinic.session, at=days.NINE)
    clinic.miss = actions.mark(
        by=clinic.by_counselor, attendance=clinic.lines[0], version=1, status="absent", at=days.NINE + days.minutes(20)
    )
    clinic.evenings = list(ProgramSession.objects.filter(track=clinic.evening).order_by("starts_at"))
    return clinic


def offer(clinic, session=None, **fields):
    fields = {"by": clinic.by_case_manager, "attendance": clinic.miss, "at": EVENING, **fields}
    return actions.offer_make_up(session=session or clinic.evenings[0], **fields)


def test_free_seats_of_the_same_week_are_offered():
    clinic = clinic_with_miss()
    found = makeups.offers(clinic.miss, EVENING)
    assert [(seat.on.weekday(), seat.place, seat.mends_same_week, seat.minutes) for seat in found] == [
        (1, "Evening", True, 180),
        (3, "Evening", True, 180),
    ]


def test_without_one_the_next_seven_days_are_offered_and_mend_nothing_this_week():
    clinic = clinic_with_miss(weekdays=(1,))
    found = makeups.offers(clinic.miss, clinic.evenings[0].starts_at)
    assert [(seat.on, seat.mends_same_week) for seat in found] == [(dt.date(2026, 3, 10), False)]


def test_days_on_which_the_client_already_has_a_session_are_not_offered():
    clinic = clinic_with_miss(weekdays=(0, 2, 4))
    assert makeups.offers(clinic.miss, EVENING - days.minutes(120)) == []


def test_full_days_are_not_offered():
    clinic = clinic_with_miss(capacity=1)
    days.make_enrolled(clinic, clinic.evening, weekdays=(1,), starts_on=dt.date(2026, 3, 3))
    assert [seat.on.weekday() for seat in makeups.offers(clinic.miss, EVENING)] == [3]


def test_who_came_is_offered_nothing():
    clinic = days.make_closed()
    assert makeups.offers(clinic.lines[0], clinic.closed_at) == []
    with pytest.raises(NotAllowed, match="was missed"):
        actions.offer_make_up(
            by=clinic.by_counselor, attendance=clinic.lines[0], session=clinic.session, at=clinic.closed_at
        )


def test_a_make_up_holds_a_seat_and_the_clients_time():
    clinic = clinic_with_miss()
    make_up = offer(clinic)
    assert (make_up.line.source, make_up.mends_same_week) == ("make_up", True)
    assert BusyTime.objects.filter(source_id=clinic.evenings[0].pk, calendar__client=clinic.miss.client_id).count() == 1
    assert seats.taken(clinic.evening.pk, [clinic.evenings[0].on], at=days.AT) == {clinic.evenings[0].on: 1}


def test_once_a_miss():
    clinic = clinic_with_miss()
    offer(clinic)
    with pytest.raises(Conflict, match="already booked"):
        offer(clinic, clinic.evenings[1])
    assert makeups.offers(clinic.miss, EVENING) == []


def test_never_a_second_session_the_same_day():
    clinic = clinic_with_miss(weekdays=(0, 2))
    wednesday = next(item for item in clinic.evenings if item.on.weekday() == 2)
    with pytest.raises(Conflict, match="already have a session that day"):
        offer(clinic, wednesday)


def test_not_without_a_seat():
    clinic = clinic_with_miss(capacity=1)
    days.make_enrolled(clinic, clinic.evening, weekdays=(1,), starts_on=dt.date(2026, 3, 3))
    with pytest.raises(Conflict, match="No seat is free"):
        offer(clinic)


def test_not_beyond_the_days_that_the_setting_allows():
    clinic = clinic_with_miss()
    late = next(item for item in clinic.evenings if item.on == dt.date(2026, 3, 17))
    with pytest.raises(Conflict, match="possible until"):
        offer(clinic, late)


def test_a_cancelled_make_up_frees_the_seat_and_another_may_be_offered():
    clinic = clinic_with_miss()
    make_up = offer(clinic)
    actions.cancel_make_up(by=clinic.by_case_manager, make_up=make_up, at=EVENING)
    assert seats.taken(clinic.evening.pk, [clinic.evenings[0].on], at=days.AT) == {clinic.evenings[0].on: 0}
    assert not BusyTime.objects.filter(source_id=clinic.evenings[0].pk, calendar__client=clinic.miss.client_id).exists()
    with pytest.raises(Conflict, match="already cancelled"):
        actions.cancel_make_up(by=clinic.by_case_manager, make_up=make_up, at=EVENING)
    again = offer(clinic)
    assert again.pk == make_up.pk
    assert again.cancelled_at is None


def test_a_cancelled_day_gives_its_make_ups_back():
    clinic = clinic_with_miss()
    offer(clinic)
    session = ProgramSession.objects.get(pk=clinic.evenings[0].pk)
    actions.cancel_session(by=clinic.by_director, session=session, version=session.version, reason="Flood", at=EVENING)
    assert MakeUp.objects.get().cancelled_at == EVENING
    assert [seat.on.weekday() for seat in makeups.offers(clinic.miss, EVENING)] == [3]


def test_a_miss_that_was_none_asks_for_the_make_up_to_be_cancelled_first():
    clinic = clinic_with_miss()
    offer(clinic)
    with pytest.raises(Conflict, match="Cancel the make-up first"):
        actions.mark(
            by=clinic.by_counselor, attendance=clinic.miss, version=2, status="late", at=days.NINE + days.minutes(40)
        )


def requirement(clinic, minutes=540):
    LevelRequirement.objects.create(level=clinic.level, valid_from=dt.date(2020, 1, 1), min_weekly_minutes=minutes)


def week(clinic, at=EVENING):
    client_id = clinic.miss.client_id
    return hours.weeks([client_id], week_of=days.TODAY, at=at)[client_id]


def test_the_meter_predicts_the_miss_and_names_the_make_up_that_mends_it():
    clinic = clinic_with_miss()
    requirement(clinic)
    found = week(clinic)
    assert (found.attended, found.possible, found.required) == (0, 360, 540)
    assert str(found.sentence) == "9 h cannot be reached without a make-up by Thursday."
    assert (found.offer.session_id, found.offer.missed_id) == (clinic.evenings[0].pk, clinic.miss.pk)


def test_a_booked_make_up_mends_the_week():
    clinic = clinic_with_miss()
    requirement(clinic)
    offer(clinic)
    assert week(clinic).state == "on_track"


def test_hours_of_a_make_up_count_in_the_week_attended():
    clinic = clinic_with_miss(weekdays=(1,))
    requirement(clinic)
    later = next(item for item in clinic.evenings if item.on == dt.date(2026, 3, 10))
    make_up = offer(clinic, later, at=clinic.evenings[0].starts_at)
    assert not make_up.mends_same_week
    session = actions.start(by=clinic.by_counselor, session=later, at=later.starts_at)
    actions.mark(by=clinic.by_counselor, attendance=make_up.line, version=1, status="present", at=later.starts_at)
    actions.close(
        by=clinic.by_counselor,
        session=session,
        version=session.version,
        at=session.ends_at,
        accept_gaps=True,
        reason="Late",
    )
    client_id = clinic.miss.client_id
    assert hours.weeks([client_id], week_of=days.TODAY, at=session.ends_at)[client_id].attended == 0
    assert hours.weeks([client_id], week_of=later.on, at=session.ends_at)[client_id].attended == 180


def test_a_week_that_treatment_begins_in_is_not_judged():
    clinic = clinic_with_miss()
    requirement(clinic)
    episode = clients.make_admitted(
        clinic.site, by=clinic.by_director, on=dt.date(2026, 3, 4), at=EVENING + days.minutes(2 * 24 * 60)
    )
    assert hours.weeks([episode.client_id], week_of=days.TODAY, at=EVENING)[episode.client_id].state == "none"


def test_a_client_without_treatment_has_an_empty_week():
    clinic = clinic_with_miss()
    nobody = clients.make_client(clinic.site)
    assert hours.weeks([nobody.pk], week_of=days.TODAY, at=EVENING)[nobody.pk].required == 0
