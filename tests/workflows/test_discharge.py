"""Ending a stay ends everything the schedule holds, with the same day."""

import datetime as dt

import pytest

from clients.models import Placement
from iop.clinic.actors import actor_of
from iop.core.errors import Conflict, NotAllowed
from iop.notifications.models import Message
from iop.workflows import enrolment
from iop.workflows.discharge import discharge
from scheduling import actions
from scheduling.models import Appointment, BusyTime, Enrolment, WaitlistEntry
from sessions_app.actions import materialise
from sessions_app.models import Attendance
from tests.factories import clients, ground
from tests.factories.scheduling import AT, MONDAY, book, let_text, make_place, make_track, on

pytestmark = pytest.mark.django_db
LATER = AT + dt.timedelta(days=4)
FRIDAY = on(4)


@pytest.fixture
def place():
    return make_place()


@pytest.fixture
def episode(place):
    episode = clients.make_admitted(place.site, by=place.by)
    enrolment.enrol(by=place.by, episode=episode, track=place.track, weekdays=[0, 2, 4], starts_on=MONDAY, at=AT)
    materialise(by=place.by, at=AT, until=on(13))
    return episode


def leave(place, episode, by=None, **fields):
    values = {"on": FRIDAY, "kind": "completed", "reason": "Goals met", "at": LATER, **fields}
    return discharge(by=by or place.by, episode=episode, **values)


def test_everything_ends_with_the_same_day(place, episode):
    closed = leave(place, episode)
    ends = {Enrolment.objects.get().ends_on, Placement.objects.get().ends_on, closed.discharged_on}
    assert (closed.status, ends) == ("discharged", {FRIDAY})


def test_days_ahead_lose_them_and_days_before_keep_them(place, episode):
    leave(place, episode)
    expected = Attendance.objects.filter(status="expected").values_list("session__on", flat=True)
    assert sorted(expected) == [on(0), on(2), on(4)]


def test_appointments_after_it_are_cancelled_and_told(place, episode):
    let_text(episode.client)
    book(place, episode, day=FRIDAY)
    book(place, episode, day=on(7))
    leave(place, episode)
    assert list(Appointment.objects.order_by("starts_at").values_list("status", flat=True)) == ["booked", "cancelled"]
    assert Message.objects.filter(recipient_kind="client", template="appointment_cancelled").count() == 1
    assert not BusyTime.objects.filter(
        starts_at__gt=LATER + dt.timedelta(days=1), calendar__client=episode.client_id
    ).exists()


def test_an_enrolment_ahead_never_begins(place, episode):
    other = make_track(place.program, starts_at=dt.time(14))
    ahead = enrolment.enrol(by=place.by, episode=episode, track=other, weekdays=[1], starts_on=on(8), at=AT)
    leave(place, episode)
    ahead.refresh_from_db()
    assert ahead.withdrawn_at == LATER


def test_nobody_waits_any_longer(place, episode):
    other = make_track(place.program, starts_at=dt.time(14))
    actions.join_waitlist(by=place.by, episode=episode, track=other, weekdays=[1], wanted_from=MONDAY, at=AT)
    leave(place, episode)
    assert WaitlistEntry.objects.get().status == "withdrawn"


def test_a_therapist_may_without_the_right_to_enrol(place, episode):
    therapist = actor_of(place.therapist.pk, AT)
    assert leave(place, episode, by=therapist).status == "discharged"


def test_a_counselor_may_not_and_nothing_changes(place, episode):
    with pytest.raises(NotAllowed):
        leave(place, episode, by=ground.make_actor("counselor", site=place.site, at=AT))
    assert Enrolment.objects.get().ends_on is None


def test_a_refusal_of_the_stay_leaves_the_schedule_as_it_was(place, episode):
    leave(place, episode)
    with pytest.raises(Conflict):
        leave(place, episode)


def test_an_inquiry_is_closed_with_what_was_planned(place):
    inquiry = clients.make_placed(place.site, by=place.by)
    enrolment.enrol(by=place.by, episode=inquiry, track=place.track, weekdays=[0], starts_on=on(7), at=AT)
    assert leave(place, inquiry).status == "not_admitted"
    assert Enrolment.objects.get().withdrawn_at == LATER
