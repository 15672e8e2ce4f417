"""What the database itself promises: each is attacked with plain SQL."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, InternalError, connection, transaction

from scheduling import calendars
from scheduling.actions import cancel_appointment, join_waitlist, pause
from scheduling.models import BusyTime
from tests.factories.scheduling import (
    AT,
    MONDAY,
    book,
    make_enrolment,
    make_kinds,
    make_place,
    make_waiting_client,
    on,
    wall,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return make_place()


def run(sql, *parameters):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def run_to_the_end(sql, *parameters):
    """Run it and let the checks that wait for the end of the transaction speak."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def refused(name, sql, *parameters):
    with pytest.raises((IntegrityError, InternalError), match=name):
        run(sql, *parameters)


TAKE = """INSERT INTO scheduling_busytime (calendar_id, starts_at, ends_at, source, source_id)
VALUES (%s, %s, %s, 'block', %s)"""


class TestBusyTimes:
    @pytest.fixture
    def calendar(self, place):
        return calendars.ensure(staff=[place.therapist.pk])["staff", place.therapist.pk]

    @pytest.mark.parametrize(("first", "last"), [(9, 10), (8, 10), (9, 11), (8, 11)])
    def test_no_two_overlap(self, calendar, first, last):
        run(TAKE, calendar, wall(MONDAY, 9), wall(MONDAY, 10), uuid.uuid4())
        refused("busy_no_double_booking", TAKE, calendar, wall(MONDAY, first), wall(MONDAY, last), uuid.uuid4())

    def test_two_may_touch(self, calendar):
        run(TAKE, calendar, wall(MONDAY, 9), wall(MONDAY, 10), uuid.uuid4())
        run(TAKE, calendar, wall(MONDAY, 10), wall(MONDAY, 11), uuid.uuid4())

    def test_none_moves_onto_another(self, calendar):
        run(TAKE, calendar, wall(MONDAY, 9), wall(MONDAY, 10), uuid.uuid4())
        run(TAKE, calendar, wall(MONDAY, 10), wall(MONDAY, 11), uuid.uuid4())
        refused(
            "busy_no_double_booking",
            "UPDATE scheduling_busytime SET starts_at = starts_at - interval '30 min' WHERE starts_at = %s",
            wall(MONDAY, 10),
        )

    def test_none_ends_before_it_begins(self, calendar):
        refused("busy_forward", TAKE, calendar, wall(MONDAY, 9), wall(MONDAY, 9), uuid.uuid4())

    def test_none_is_longer_than_a_day(self, calendar):
        refused("busy_at_most_a_day", TAKE, calendar, wall(MONDAY, 9), wall(on(2), 9), uuid.uuid4())

    def test_a_calendar_is_of_exactly_one(self, place):
        make = "INSERT INTO scheduling_calendar (id, created_at, staff_id, client_id) VALUES (%s, now(), %s, %s)"
        client = make_waiting_client(place).client_id
        refused("calendar_of_exactly_one", make, uuid.uuid4(), place.therapist.pk, client)
        refused("calendar_of_exactly_one", make, uuid.uuid4(), None, None)

    def test_what_is_covered_goes_forward(self, calendar):
        refused(
            "covered_forward",
            "INSERT INTO scheduling_coveredtime (calendar_id, starts_at, ends_at, source_id, covered_by) VALUES (%s, %s, %s, %s, %s)",
            calendar, wall(MONDAY, 10), wall(MONDAY, 9), uuid.uuid4(), uuid.uuid4(),
        )  # fmt: skip


class TestEnrolment:
    COPY = """INSERT INTO scheduling_enrolment (id, created_at, version, client_id, episode_id, track_id, weekdays, leave_reason, starts_on, ends_on)
    SELECT %s, now(), 1, client_id, episode_id, track_id, %s, '', %s, %s FROM scheduling_enrolment LIMIT 1"""

    def test_no_two_of_a_client_overlap_in_a_track(self, place):
        make_enrolment(place, ends_on=on(10))
        refused("enrolment_no_overlap", self.COPY, uuid.uuid4(), [1], on(10), None)

    def test_the_next_day_is_free(self, place):
        make_enrolment(place, ends_on=on(10))
        run(self.COPY, uuid.uuid4(), [1], on(11), None)

    def test_it_goes_forward(self, place):
        make_enrolment(place, ends_on=on(10))
        refused("enrolment_forward", "UPDATE scheduling_enrolment SET ends_on = starts_on - 1")

    @pytest.mark.parametrize("weekdays", [[], [7]])
    def test_it_has_real_weekdays(self, place, weekdays):
        make_enrolment(place)
        refused("enrolment_has_weekdays", "UPDATE scheduling_enrolment SET weekdays = %s::smallint[]", weekdays)

    def test_it_is_never_deleted(self, place):
        make_enrolment(place)
        refused("Cannot delete", "DELETE FROM scheduling_enrolment")
        run_to_the_end("SELECT 1")
        refused("keeps its history", "TRUNCATE scheduling_enrolment CASCADE")

    def test_pauses_do_not_overlap_and_end(self, place):
        row = make_enrolment(place)
        pause(by=place.by, enrolment=row, starts_on=on(7), ends_on=on(9), reason="Away", at=AT)
        copy = """INSERT INTO scheduling_enrolmentpause (id, created_at, enrolment_id, releases_seat, reason, starts_on, ends_on)
        VALUES (%s, now(), %s, false, 'x', %s, %s)"""
        refused("pause_no_overlap", copy, uuid.uuid4(), row.pk, on(9), on(12))
        refused("pause_forward", copy, uuid.uuid4(), row.pk, on(12), on(11))
        refused("pause_ends", copy, uuid.uuid4(), row.pk, on(12), None)

    def test_nobody_waits_twice_nor_at_the_same_place(self, place):
        for _ in range(2):
            join_waitlist(
                by=place.by,
                episode=make_waiting_client(place),
                track=place.track,
                weekdays=[0],
                wanted_from=MONDAY,
                at=AT,
            )
        refused("waitlist_position_once", "UPDATE scheduling_waitlistentry SET position = 1")
        refused(
            "waitlist_once",
            "UPDATE scheduling_waitlistentry SET client_id = (SELECT client_id FROM scheduling_waitlistentry LIMIT 1)",
        )


class TestAppointments:
    def test_one_goes_forward(self, place):
        book(place, make_waiting_client(place))
        refused("appointment_forward", "UPDATE scheduling_appointment SET ends_at = starts_at")

    def test_a_cancelled_one_says_why(self, place):
        book(place, make_waiting_client(place))
        refused("appointment_cancel_reason", "UPDATE scheduling_appointment SET status = 'cancelled'")

    def test_a_status_has_its_history(self, place):
        book(place, make_waiting_client(place))
        with pytest.raises((IntegrityError, InternalError), match="newest of its history"):
            run_to_the_end("UPDATE scheduling_appointment SET status = 'completed'")

    def test_history_is_added_to_only(self, place):
        row = book(place, make_waiting_client(place))
        cancel_appointment(by=place.by, appointment=row, reason="Ill", at=AT)
        words = "Cannot update or delete"
        refused(words, "UPDATE scheduling_appointmentstatuschange SET reason = 'other'")
        refused(words, "DELETE FROM scheduling_appointmentstatuschange")

    def test_none_is_ever_deleted(self, place):
        book(place, make_waiting_client(place))
        refused("Cannot delete", "DELETE FROM scheduling_appointment")


class TestPlans:
    def test_a_break_is_no_service(self):
        make_kinds()
        refused(
            "break_is_no_service",
            "UPDATE scheduling_componentkind SET counts_as_service = true WHERE category = 'break'",
        )

    def test_a_kinds_range_holds_its_usual_length(self):
        make_kinds()
        refused("component_kind_minutes", "UPDATE scheduling_componentkind SET min_minutes = default_minutes + 1")

    def test_a_track_has_seats_and_its_own_name(self, place):
        refused("track_has_seats", "UPDATE scheduling_track SET capacity = 0")

    def test_a_version_a_day(self, place):
        refused(
            "template_version_once_a_day",
            "INSERT INTO scheduling_weeklytemplate (id, created_at, version, track_id, valid_from, note) VALUES (%s, now(), 1, %s, %s, '')",
            uuid.uuid4(), place.track.pk, MONDAY,
        )  # fmt: skip

    def test_a_weekday_once(self, place):
        refused("day_template_one_a_weekday", "UPDATE scheduling_daytemplate SET weekday = 1")

    def test_a_part_takes_time(self, place):
        refused("day_component_minutes", "UPDATE scheduling_daycomponent SET minutes = 0")

    def test_a_programs_weeks_are_in_order(self, place):
        refused("program_weeks", "UPDATE scheduling_program SET min_weeks = 11")


def test_busy_times_follow_the_wall_clock_through_both_sundays(place):
    for sunday in (dt.date(2026, 3, 8), dt.date(2026, 11, 1)):
        first = book(place, make_waiting_client(place, on=MONDAY), day=sunday, hour=1, minutes=60)
        second = book(place, make_waiting_client(place, on=MONDAY), day=sunday, hour=3, minutes=60)
        rows = BusyTime.objects.filter(source_id__in=[first.pk, second.pk], calendar__staff=place.therapist).order_by(
            "starts_at"
        )
        gap = rows[1].starts_at - rows[0].ends_at
        assert gap == dt.timedelta(hours=0 if sunday.month == 3 else 2)
