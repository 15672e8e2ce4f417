"""Changing weekdays, pausing, leaving and withdrawing: all by date, the past stays."""

import datetime as dt

import pytest

from iop.core.errors import Conflict, Invalid, NotAllowed
from scheduling import actions, seats
from scheduling.models import Enrolment
from tests.factories import ground
from tests.factories.scheduling import AT, MONDAY, make_enrolment, make_place, on

pytestmark = pytest.mark.django_db
LATER = AT + dt.timedelta(days=8)
"""Tuesday 10 March."""


@pytest.fixture
def place():
    return make_place(capacity=1)


def taken(place, day):
    return seats.taken(place.track, [on(day)], at=AT)[on(day)]


def pause(place, row, first=7, last=11, *, at=AT, releases=False, reason="Family visit"):
    return actions.pause(
        by=place.by, enrolment=row, starts_on=on(first), ends_on=on(last), reason=reason, at=at, releases_seat=releases
    )


def end(place, row, day, *, at=AT, reason="Work hours changed"):
    return actions.end_enrolment(by=place.by, enrolment=row, ends_on=on(day), reason=reason, at=at)


class TestLeaving:
    def test_the_last_day_is_kept_and_the_next_is_free(self, place):
        end(place, make_enrolment(place), 4)
        assert (taken(place, 4), taken(place, 7)) == (1, 0)

    def test_needs_a_reason(self, place):
        with pytest.raises(Invalid, match="Say why"):
            end(place, make_enrolment(place), 4, reason=" ")

    def test_before_the_first_day_is_a_withdrawal(self, place):
        with pytest.raises(Invalid, match="Withdraw it instead"):
            end(place, make_enrolment(place, starts_on=on(7)), 4)

    def test_later_than_before_needs_a_seat(self, place):
        first = make_enrolment(place, ends_on=on(4))
        make_enrolment(place, starts_on=on(7))
        with pytest.raises(Conflict, match="No seat is free on Monday, March 9"):
            end(place, first, 11)

    def test_later_than_before_with_a_seat(self, place):
        assert end(place, make_enrolment(place, ends_on=on(4)), 11).ends_on == on(11)

    def test_cancels_the_pauses_that_would_have_come(self, place):
        row = make_enrolment(place)
        held = pause(place, row, 14, 18)
        end(place, row, 4)
        held.refresh_from_db()
        assert held.cancelled_at == AT


class TestWithdrawing:
    def test_before_the_first_day_it_never_was(self, place):
        row = make_enrolment(place, starts_on=on(7))
        actions.withdraw(by=place.by, enrolment=row, reason="Changed their mind", at=AT)
        assert taken(place, 7) == 0
        assert Enrolment.objects.get().withdrawn_at == AT

    def test_on_the_first_day_it_is_too_late(self, place):
        row = make_enrolment(place)
        with pytest.raises(Invalid, match="End it instead"):
            actions.withdraw(by=place.by, enrolment=row, reason="", at=AT)

    def test_then_the_same_days_may_be_taken_again(self, place):
        row = make_enrolment(place, starts_on=on(7))
        actions.withdraw(by=place.by, enrolment=row, reason="", at=AT)
        assert make_enrolment(place, starts_on=on(7), episode=row.episode).pk

    def test_a_withdrawn_one_cannot_be_ended(self, place):
        row = make_enrolment(place, starts_on=on(7))
        actions.withdraw(by=place.by, enrolment=row, reason="", at=AT)
        with pytest.raises(Conflict, match="was withdrawn"):
            end(place, row, 9)


class TestPausing:
    def test_keeps_the_seat(self, place):
        pause(place, make_enrolment(place))
        assert taken(place, 7) == 1

    def test_gives_the_seat_up_when_asked(self, place):
        pause(place, make_enrolment(place), releases=True)
        assert (taken(place, 4), taken(place, 7), taken(place, 14)) == (1, 0, 1)

    def test_somebody_else_may_have_the_released_days_and_no_more(self, place):
        pause(place, make_enrolment(place), releases=True)
        assert make_enrolment(place, starts_on=on(7), ends_on=on(11)).pk
        with pytest.raises(Conflict, match="No seat is free"):
            make_enrolment(place, starts_on=on(9), ends_on=on(14))

    def test_outside_the_enrolment_is_refused(self, place):
        with pytest.raises(Invalid, match="inside the enrolment"):
            pause(place, make_enrolment(place, ends_on=on(9)))

    def test_in_the_past_is_refused(self, place):
        with pytest.raises(Invalid, match="has passed"):
            pause(place, make_enrolment(place), at=LATER)

    def test_twice_the_same_days_is_refused(self, place):
        row = make_enrolment(place)
        pause(place, row)
        with pytest.raises(Conflict, match="already pause"):
            pause(place, row, 11, 14)

    def test_needs_a_reason(self, place):
        with pytest.raises(Invalid, match="Say why"):
            pause(place, make_enrolment(place), reason="")


class TestComingBackEarly:
    def test_a_pause_that_has_begun_ends_yesterday(self, place):
        held = pause(place, make_enrolment(place))
        assert actions.cancel_pause(by=place.by, pause=held, at=LATER).ends_on == on(7)

    def test_a_pause_ahead_never_was(self, place):
        held = pause(place, make_enrolment(place))
        assert actions.cancel_pause(by=place.by, pause=held, at=AT).cancelled_at == AT

    def test_needs_a_seat_where_it_was_given_up(self, place):
        held = pause(place, make_enrolment(place), releases=True)
        make_enrolment(place, starts_on=on(9), ends_on=on(9), weekdays=[2])
        with pytest.raises(Conflict, match="No seat is free on Wednesday, March 11"):
            actions.cancel_pause(by=place.by, pause=held, at=AT)

    def test_once_over_it_is_refused(self, place):
        held = pause(place, make_enrolment(place))
        with pytest.raises(Conflict, match="is over"):
            actions.cancel_pause(by=place.by, pause=held, at=AT + dt.timedelta(days=20))


class TestOtherWeekdays:
    def change(self, place, row, weekdays, day, at=AT):
        return actions.change_weekdays(by=place.by, enrolment=row, weekdays=weekdays, from_on=on(day), at=at)

    def test_the_old_ends_the_day_before(self, place):
        row = make_enrolment(place)
        new = self.change(place, row, [1, 3], 7)
        row.refresh_from_db()
        assert (row.ends_on, new.starts_on, new.weekdays) == (on(6), on(7), [1, 3])

    def test_the_past_is_not_rewritten(self, place):
        row = make_enrolment(place)
        with pytest.raises(Invalid, match="has passed"):
            self.change(place, row, [1], 2, at=LATER)

    def test_one_that_has_not_begun_is_replaced(self, place):
        row = make_enrolment(place, starts_on=on(7))
        self.change(place, row, [1], 0)
        row.refresh_from_db()
        assert row.withdrawn_at == AT
        assert Enrolment.objects.standing().get().starts_on == on(7)

    def test_own_days_do_not_stand_in_the_way(self, place):
        assert self.change(place, make_enrolment(place), [0, 1, 2], 7).pk

    def test_a_day_that_is_full_changes_nothing(self, place):
        make_enrolment(place, weekdays=[1])
        row = make_enrolment(place)
        with pytest.raises(Conflict, match="No seat is free on Tuesday"):
            self.change(place, row, [1], 7)
        row.refresh_from_db()
        assert row.ends_on is None

    def test_the_same_weekdays_are_refused(self, place):
        with pytest.raises(Invalid, match="already come on"):
            self.change(place, make_enrolment(place), [4, 2, 0], 7)

    def test_a_pause_goes_along_and_is_split(self, place):
        row = make_enrolment(place)
        pause(place, row, 4, 11)
        new = self.change(place, row, [1], 7)
        assert [(each.starts_on, each.ends_on) for each in row.pauses.all()] == [(on(4), on(6))]
        assert [(each.starts_on, each.ends_on) for each in new.pauses.all()] == [(on(7), on(11))]

    def test_a_last_day_stays(self, place):
        assert self.change(place, make_enrolment(place, ends_on=on(30)), [1], 7).ends_on == on(30)


def test_only_those_who_may_enrol_change_anything(place):
    row = make_enrolment(place)
    biller = ground.make_actor("biller", site=place.site, at=AT)
    with pytest.raises(NotAllowed):
        actions.end_enrolment(by=biller, enrolment=row, ends_on=MONDAY, reason="x", at=AT)
    with pytest.raises(NotAllowed):
        actions.pause(by=biller, enrolment=row, starts_on=on(1), ends_on=on(2), reason="x", at=AT)
    with pytest.raises(NotAllowed):
        actions.change_weekdays(by=biller, enrolment=row, weekdays=[1], from_on=on(1), at=AT)
