"""Held seats: counted until their time is up, used, given back, held longer, and run out."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, InternalError, connection, transaction

from clients import actions as clients
from clients.models import Episode
from iop.access.actors import SYSTEM
from iop.audit.models import AuditEvent
from iop.clinic.actions import change_setting, depart
from iop.core.errors import Conflict, Invalid, NotAllowed
from iop.work.models import WorkItem
from scheduling import actions, seats
from tests.factories.clients import AT, TODAY, ZONE
from tests.factories.intake import accept, make_desk, place, take
from tests.factories.scheduling import make_enrolment, make_track, on

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def desk():
    return make_desk(capacity=2)


def hold(desk, inquiry=None, *, weekdays=(0, 2), starts_on=TODAY, at=AT, track=None, **fields):
    return actions.hold_seat(
        by=desk.by, track=track or desk.track, weekdays=weekdays, starts_on=starts_on, inquiry=inquiry or take(desk),
        at=at, **fields,
    )  # fmt: skip


def taken(desk, day=TODAY, at=AT):
    return seats.taken(desk.track, [day], at=at)[day]


class TestCounting:
    def test_a_held_seat_is_taken_on_its_weekdays_from_its_first_day(self, desk):
        hold(desk, starts_on=on(7))
        assert [taken(desk, on(day)) for day in (0, 7, 8, 9, 70)] == [0, 1, 0, 1, 1]

    def test_until_the_very_moment_it_ends(self, desk):
        ends = hold(desk).expires_at
        assert taken(desk, at=ends - dt.timedelta(microseconds=1)) == 1
        assert taken(desk, at=ends) == 0

    def test_counts_beside_enrolments(self, desk):
        make_enrolment(_as_director(desk))
        hold(desk)
        assert taken(desk) == 2

    def test_keeps_others_from_the_last_seat(self, desk):
        make_enrolment(_as_director(desk))
        hold(desk)
        with pytest.raises(Conflict, match="No seat is free"):
            make_enrolment(_as_director(desk))

    def test_a_full_day_cannot_be_held(self, desk):
        hold(desk)
        hold(desk)
        with pytest.raises(Conflict, match="No seat is free on Monday, March 2, 2026"):
            hold(desk)

    def test_counts_in_free_seats(self, desk):
        hold(desk)
        assert seats.free(desk.track, TODAY, on(2), at=AT) == {TODAY: 1, on(1): 2, on(2): 1}


class TestHolding:
    def test_lasts_the_clinics_hours(self, desk):
        change_setting(by=SYSTEM, key="intake.hold_hours", value=12, valid_from=TODAY, on=TODAY, site_id=desk.site.pk)
        assert hold(desk).expires_at == AT + 12 * HOUR

    def test_or_as_many_as_said(self, desk):
        assert hold(desk, hours=3).expires_at == AT + 3 * HOUR

    @pytest.mark.parametrize("hours", [0, -1, 337])
    def test_not_for_ever_nor_for_no_time(self, desk, hours):
        with pytest.raises(Invalid) as told:
            hold(desk, hours=hours)
        assert told.value.field == "hours"

    @pytest.mark.parametrize(("day", "wall"), [(dt.date(2026, 3, 7), "11:00"), (dt.date(2026, 10, 31), "09:00")])
    def test_hours_are_hours_that_pass_over_a_change_of_the_clocks(self, desk, day, wall):
        at = dt.datetime.combine(day, dt.time(10), tzinfo=ZoneInfo(ZONE)).astimezone(dt.UTC)
        held = hold(desk, weekdays=(0,), starts_on=day + dt.timedelta(days=9), at=at, hours=24)
        assert held.expires_at - at == dt.timedelta(hours=24)
        assert held.expires_at.astimezone(ZoneInfo(ZONE)).strftime("%H:%M") == wall

    def test_one_for_each_inquiry(self, desk):
        inquiry = take(desk)
        hold(desk, inquiry)
        with pytest.raises(Conflict, match="held for them already"):
            hold(desk, inquiry)

    def test_one_that_ran_out_unnoticed_makes_way(self, desk):
        inquiry = take(desk)
        first = hold(desk, inquiry)
        second = hold(desk, inquiry, at=first.expires_at, starts_on=on(2))
        first.refresh_from_db()
        assert (first.ended_as, second.ended_at) == ("expired", None)

    @pytest.mark.parametrize(
        ("fields", "field"),
        [({"weekdays": ()}, "weekdays"), ({"weekdays": (5,)}, "weekdays"), ({"starts_on": on(-1)}, "starts_on")],
    )
    def test_refuses_beside_the_field(self, desk, fields, field):
        with pytest.raises(Invalid) as told:
            hold(desk, **fields)
        assert told.value.field == field

    def test_not_in_another_sites_track(self, desk):
        with pytest.raises(Conflict, match="another site"):
            hold(desk, track=make_desk().track)

    def test_not_for_a_closed_inquiry(self, desk):
        inquiry = clients.move_inquiry(by=desk.by, inquiry=take(desk), to="lost", reason="no_answer", at=AT)
        with pytest.raises(Conflict, match="closed"):
            hold(desk, inquiry)

    def test_by_those_who_take_calls(self, desk):
        desk.by = desk.as_therapist
        inquiry = take(make_desk())
        with pytest.raises(NotAllowed):
            hold(desk, inquiry)

    def test_is_recorded(self, desk):
        held = hold(desk)
        assert AuditEvent.objects.get(verb="scheduling.seat_held").subject_id == held.pk


class TestGivingBack:
    def test_frees_the_seat_at_once(self, desk):
        actions.release_hold(by=desk.by, hold=hold(desk), reason="Starts elsewhere", at=AT)
        assert taken(desk) == 0

    def test_needs_a_reason(self, desk):
        with pytest.raises(Invalid):
            actions.release_hold(by=desk.by, hold=hold(desk), reason=" ", at=AT)

    def test_takes_an_accepted_inquiry_back_to_where_it_was(self, desk):
        inquiry = clients.move_inquiry(by=desk.by, inquiry=take(desk), to="contacted", at=AT)
        inquiry = clients.move_inquiry(by=desk.by, inquiry=inquiry, to="assessed", at=AT)
        actions.release_hold(by=desk.by, hold=accept(desk, inquiry), reason="Not sure yet", at=AT)
        inquiry.refresh_from_db()
        assert inquiry.status == "assessed"

    def test_one_accepted_on_the_first_call_has_been_contacted(self, desk):
        held = accept(desk)
        actions.release_hold(by=desk.by, hold=held, reason="Not sure yet", at=AT)
        held.inquiry.refresh_from_db()
        assert held.inquiry.status == "contacted"

    def test_closing_the_inquiry_gives_it_back(self, desk):
        held = accept(desk)
        clients.move_inquiry(by=desk.by, inquiry=held.inquiry, to="lost", reason="no_answer", at=AT)
        held.refresh_from_db()
        assert (held.ended_as, taken(desk)) == ("released", 0)

    def test_going_back_to_assessing_gives_it_back(self, desk):
        held = accept(desk)
        clients.move_inquiry(by=desk.by, inquiry=held.inquiry, to="assessed", at=AT)
        assert taken(desk) == 0

    def test_only_once(self, desk):
        held = hold(desk)
        actions.release_hold(by=desk.by, hold=held, reason="a", at=AT)
        with pytest.raises(Conflict, match="no longer held"):
            actions.release_hold(by=desk.by, hold=held, reason="a", at=AT)


class TestHoldingLonger:
    def test_counts_from_now(self, desk):
        held = hold(desk)
        assert actions.extend_hold(by=desk.by, hold=held, at=AT + 40 * HOUR).expires_at == AT + 88 * HOUR

    def test_never_beyond_the_longest_from_the_beginning(self, desk):
        held = hold(desk)
        with pytest.raises(Invalid, match="336 hours at most"):
            actions.extend_hold(by=desk.by, hold=held, at=AT + 40 * HOUR, hours=300)

    def test_not_once_it_ran_out(self, desk):
        held = hold(desk)
        with pytest.raises(Conflict) as told:
            actions.extend_hold(by=desk.by, hold=held, at=held.expires_at)
        assert (told.value.code, told.value.detail["free"]) == ("hold_expired", True)

    def test_not_shorter(self, desk):
        with pytest.raises(Invalid, match="longer than that"):
            actions.extend_hold(by=desk.by, hold=hold(desk), at=AT, hours=1)


class TestAnotherSeat:
    def test_keeps_the_moment_it_ends(self, desk):
        held = hold(desk)
        other = make_track(desk.program, starts_at=dt.time(14))
        new = actions.change_hold(by=desk.by, hold=held, track=other, weekdays=[1], starts_on=on(1), at=AT + HOUR)
        assert (new.expires_at, new.track_id, taken(desk)) == (held.expires_at, other.pk, 0)

    def test_a_full_one_leaves_the_old_where_it_was(self, desk):
        held = hold(desk)
        other = make_track(desk.program, starts_at=dt.time(14), capacity=1)
        hold(desk, track=other, weekdays=[1])
        with pytest.raises(Conflict, match="No seat"):
            actions.change_hold(by=desk.by, hold=held, track=other, weekdays=[1], starts_on=on(1), at=AT)
        assert taken(desk) == 1

    def test_other_weekdays_of_a_full_track_use_the_seat_they_have(self, desk):
        held = hold(desk)
        hold(desk)
        assert actions.change_hold(by=desk.by, hold=held, track=desk.track, weekdays=[0], starts_on=TODAY, at=AT).pk


class TestUsing:
    def enrol(self, desk, held, at=AT, **fields):
        episode = Episode.objects.get(inquiry=held.inquiry_id)
        values = {"track": desk.track, "weekdays": [0, 2], "starts_on": TODAY, **fields}
        return actions.enrol(by=desk.as_director, episode=episode, at=at, hold=held, **values)

    @pytest.fixture
    def held(self, desk):
        held = accept(desk, weekdays=(0, 2))
        place(desk, Episode.objects.get(inquiry=held.inquiry_id))
        return held

    def test_becomes_the_place(self, desk, held):
        row = self.enrol(desk, held)
        held.refresh_from_db()
        assert (held.ended_as, held.enrolment_id, taken(desk)) == ("used", row.pk, 1)

    def test_in_a_full_track(self, desk, held):
        hold(desk)
        assert self.enrol(desk, held).pk

    def test_more_weekdays_than_held_need_free_seats(self, desk, held):
        hold(desk, weekdays=(4,))
        hold(desk, weekdays=(4,))
        with pytest.raises(Conflict, match="Friday"):
            self.enrol(desk, held, weekdays=[0, 2, 4])

    def test_after_its_time_says_that_another_is_free(self, desk, held):
        with pytest.raises(Conflict, match="A seat is still free") as told:
            self.enrol(desk, held, at=held.expires_at, starts_on=on(2))
        assert (told.value.code, told.value.detail["free"]) == ("hold_expired", True)

    def test_after_its_time_says_when_none_is_free(self, desk, held):
        for _ in range(2):
            hold(desk, at=held.expires_at, starts_on=on(2))
        with pytest.raises(Conflict, match="No seat is free there now") as told:
            self.enrol(desk, held, at=held.expires_at, starts_on=on(2))
        assert told.value.detail["free"] is False

    def test_says_the_sites_own_time(self, desk, held):
        with pytest.raises(Conflict, match=r"10 a\.m\."):
            self.enrol(desk, held, at=held.expires_at, starts_on=on(2))

    def test_never_somebody_elses(self, desk, held):
        other = accept(desk, take(desk, first_name="Kim", date_of_birth=dt.date(1980, 1, 1)), weekdays=(0,))
        with pytest.raises(Conflict, match="somebody else"):
            actions.enrol(
                by=desk.as_director, episode=Episode.objects.get(inquiry=held.inquiry_id), track=desk.track,
                weekdays=[0], starts_on=TODAY, at=AT, hold=other,
            )  # fmt: skip


class TestRunningOut:
    def test_frees_and_tells_the_owner(self, desk):
        held = accept(desk)
        assert actions.expire_holds(at=held.expires_at) == 1
        held.refresh_from_db()
        [item] = WorkItem.objects.open().filter(kind="hold_expired")
        assert (held.ended_as, held.ended_at) == ("expired", held.expires_at)
        assert (item.assignee_id, item.client_id) == (desk.worker.pk, held.inquiry.client_id)

    def test_not_a_moment_before(self, desk):
        held = hold(desk)
        assert actions.expire_holds(at=held.expires_at - dt.timedelta(microseconds=1)) == 0

    def test_the_inquiry_agrees(self, desk):
        held = accept(desk)
        actions.expire_holds(at=held.expires_at)
        held.inquiry.refresh_from_db()
        assert held.inquiry.status == "contacted"
        assert held.inquiry.status_changes.first() is not None

    def test_twice_is_once(self, desk):
        held = accept(desk)
        assert [actions.expire_holds(at=held.expires_at) for _ in range(2)] == [1, 0]
        assert WorkItem.objects.filter(kind="hold_expired").count() == 1

    def test_a_departed_owner_is_not_asked(self, desk):
        held = accept(desk)
        depart(by=SYSTEM, staff_id=desk.worker.pk, left_on=TODAY, on=TODAY)
        actions.expire_holds(at=held.expires_at)
        [item] = WorkItem.objects.open().filter(kind="hold_expired")
        assert (item.assignee_id, item.role_key) == (None, "intake")

    def test_accepting_again_takes_the_work_off_the_list(self, desk):
        held = accept(desk)
        actions.expire_holds(at=held.expires_at)
        held.inquiry.refresh_from_db()
        accept(desk, held.inquiry, at=held.expires_at, starts_on=on(2))
        assert not WorkItem.objects.open().filter(kind="hold_expired").exists()


class TestWhatTheDatabasePromises:
    def refused(self, sql, *values):
        with pytest.raises((IntegrityError, InternalError)), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)

    def test_one_standing_hold_for_each_inquiry(self, desk):
        held = hold(desk)
        self.refused(
            "INSERT INTO scheduling_seathold (id, created_at, version, inquiry_id, track_id, weekdays, starts_on, held_at,"
            " expires_at, ended_as, end_reason) SELECT gen_random_uuid(), created_at, 1, inquiry_id, track_id, weekdays,"
            " starts_on, held_at, expires_at, '', '' FROM scheduling_seathold WHERE id = %s", held.pk,
        )  # fmt: skip

    def test_none_is_deleted(self, desk):
        self.refused("DELETE FROM scheduling_seathold WHERE id = %s", hold(desk).pk)

    def test_an_ended_one_does_not_come_back(self, desk):
        held = actions.release_hold(by=desk.by, hold=hold(desk), reason="a", at=AT)
        self.refused("UPDATE scheduling_seathold SET ended_at = NULL, ended_as = '' WHERE id = %s", held.pk)

    @pytest.mark.parametrize(
        "change",
        [
            "expires_at = held_at", "ended_at = now()", "ended_as = 'expired'", "weekdays = '{}'", "weekdays = '{7}'",
            "ended_at = now(), ended_as = 'used'",
        ],
    )  # fmt: skip
    def test_nor_what_makes_no_sense(self, desk, change):
        self.refused(f"UPDATE scheduling_seathold SET {change} WHERE id = %s", hold(desk).pk)


def _as_director(desk):
    desk.__dict__["by"], worker = desk.as_director, desk.by
    shown = type(desk)(**desk.__dict__)
    desk.by = worker
    return shown
