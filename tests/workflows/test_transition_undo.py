"""Until it begins, a change of level is undone: everything stands as it stood, or somebody is asked."""

import datetime as dt
from decimal import Decimal

import pytest

from clients.models import OutsideStay, Placement
from iop.core.errors import Conflict, NotAllowed
from iop.notifications.models import Message
from iop.work.models import WorkItem
from iop.workflows import enrolment
from scheduling import actions as scheduling
from scheduling.models import Appointment, BusyTime, CoveredTime, Enrolment, EnrolmentPause, WaitlistEntry
from sessions_app.models import Attendance
from tests.factories import clients
from tests.factories import transitions as made
from tests.factories.scheduling import let_text, wall
from tests.factories.transitions import AT, MONDAY, TODAY, WEEK
from therapy.models import TestPlan

pytestmark = pytest.mark.django_db
TUESDAY = MONDAY + dt.timedelta(days=1)
LATER = AT + dt.timedelta(days=3)


@pytest.fixture
def desk():
    return made.make_desk()


def rows(queryset, *names):
    return sorted(queryset.order_by().values_list(*names), key=str)


def standing(desk):
    """Everything that holds for the client: no history, no versions."""
    client, episode = desk.client.pk, desk.episode.pk
    return {
        "placements": rows(Placement.objects.filter(episode=episode), "pk", "level", "starts_on", "ends_on"),
        "places": rows(
            Enrolment.objects.standing().filter(client=client), "pk", "track", "weekdays", "starts_on", "ends_on", "leave_reason"
        ),
        "pauses": rows(EnrolmentPause.objects.filter(cancelled_at=None), "pk", "starts_on", "ends_on", "releases_seat"),
        "rosters": rows(
            Attendance.objects.filter(client=client, status="expected"), "pk", "session", "source", "enrolment"
        ),
        "busy": rows(BusyTime.objects.filter(calendar__client=client), "starts_at", "ends_at", "source"),
        "staff": rows(BusyTime.objects.filter(calendar__staff=desk.therapist.pk), "starts_at", "ends_at", "source"),
        "covered": rows(CoveredTime.objects, "starts_at", "ends_at"),
        "appointments": rows(
            Appointment.objects.filter(status="booked"), "kind", "staff", "starts_at", "ends_at", "during_session", "series_id"
        ),
        "tests": rows(TestPlan.objects, "pk", "per_week", "starts_on", "ends_on"),
        "waits": rows(WaitlistEntry.objects.filter(status="waiting"), "pk", "position"),
        "away": rows(OutsideStay.objects.exclude(status="cancelled"), "pk", "status", "ask_on", "to_ask"),
    }  # fmt: skip


def book(desk, day, hour, kind="case_management"):
    starts_at = wall(day, hour)
    return scheduling.book_appointment(
        by=desk.by, kind=kind, client=desk.client, staff=desk.therapist, site_id=desk.site.pk, starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(minutes=50), at=AT,
    )  # fmt: skip


def full(desk):
    """Somebody with tests, appointments in the way, a pause to come, and a wait for the new track."""
    made.plan_tests(desk)
    kept = book(desk, TUESDAY, 15)
    book(desk, TUESDAY + WEEK, 14, kind="family")
    book(desk, TUESDAY + 6 * WEEK, 15)
    enrolment.pause(
        by=desk.by_director, enrolment=desk.enrolment, starts_on=MONDAY + WEEK, ends_on=MONDAY + WEEK + dt.timedelta(days=2),
        reason="Wedding", at=AT,
    )  # fmt: skip
    scheduling.join_waitlist(
        by=desk.by_director, episode=desk.episode, track=desk.op_track, weekdays=(1, 3), wanted_from=MONDAY, at=AT
    )
    return made.wish(desk, tests_per_week=Decimal(1), keep_appointments=frozenset({kept.pk}))


def test_undoing_a_step_down_restores_everything(desk):
    wanted = full(desk)
    before = standing(desk)
    row = made.carry_out(desk, wanted)
    assert all(
        standing(desk)[name] != before[name]
        for name in ("placements", "places", "pauses", "rosters", "busy", "appointments", "tests", "waits")
    )
    made.undo(desk, row, at=LATER)
    assert standing(desk) == before


def test_undoing_a_way_out_restores_everything(desk):
    full(desk)
    before = standing(desk)
    row = made.carry_out(desk, made.out(desk, made.make_detox()))
    made.undo(desk, row, at=LATER)
    assert standing(desk) == before


def test_undoing_a_way_out_with_a_kept_seat_restores_everything(desk):
    full(desk)
    before = standing(desk)
    row = made.carry_out(desk, made.out(desk, made.make_detox(), keeps_seat=True, expected_until=MONDAY + 2 * WEEK))
    made.undo(desk, row, at=LATER)
    assert standing(desk) == before


def test_undoing_a_way_back_restores_everything(desk):
    made.plan_tests(desk)
    made.carry_out(desk, made.out(desk, made.make_detox(), effective_on=TODAY + dt.timedelta(days=1)))
    before = standing(desk)
    back = made.wish(
        desk, level_id=desk.level.pk, track_id=desk.track.pk, weekdays=(0, 2), tests_per_week=Decimal(3), reason="Well."
    )
    row = made.carry_out(desk, back, at=LATER)
    made.undo(desk, row, at=LATER)
    assert standing(desk) == before


def test_undoing_other_days_at_a_level_restores_everything(desk):
    before = standing(desk)
    row = made.carry_out(desk, made.wish(desk, level_id=desk.level.pk, track_id=desk.track.pk, weekdays=(0, 4)))
    made.undo(desk, row, at=LATER)
    assert standing(desk) == before


def test_every_step_says_what_became_of_it(desk):
    row = made.carry_out(desk, full(desk))
    made.undo(desk, row, at=LATER)
    assert not row.steps.exclude(act__in=["", "told"]).filter(undone_as="").exists()


def test_it_can_be_undone_on_the_day_before(desk):
    row = made.carry_out(desk)
    assert made.undo(desk, row, at=AT + dt.timedelta(days=13)).undone_at


def test_it_cannot_be_undone_once_it_has_begun(desk):
    row = made.carry_out(desk)
    with pytest.raises(Conflict) as refused:
        made.undo(desk, row, at=AT + dt.timedelta(days=14))
    assert refused.value.code == "begun"


def test_it_is_undone_once(desk):
    row = made.carry_out(desk)
    made.undo(desk, row)
    with pytest.raises(Conflict) as refused:
        made.undo(desk, row)
    assert refused.value.code == "undone_already"


def test_a_counselor_does_not_undo_a_change_of_level(desk):
    row = made.carry_out(desk)
    with pytest.raises(NotAllowed):
        made.undo(desk, row, by=desk.by_counselor)


def test_a_seat_that_somebody_took_stands_in_the_way():
    desk = made.make_desk(capacity=1)
    row = made.carry_out(desk)
    other = clients.make_placed(desk.site, by=desk.by_director, at=AT)
    scheduling.enrol(
        by=desk.by_director, episode=other, track=desk.track, weekdays=(0, 2, 4), starts_on=MONDAY, at=LATER
    )
    with pytest.raises(Conflict) as refused:
        made.undo(desk, row, at=LATER)
    assert refused.value.code == "full"
    assert Placement.objects.on(MONDAY).get(episode=desk.episode).level == desk.op_level


def test_an_appointment_whose_time_is_taken_becomes_work(desk):
    book(desk, TUESDAY, 14, kind="family")
    row = made.carry_out(desk)
    other = clients.make_admitted(desk.site, by=desk.by_director, at=AT)
    scheduling.book_appointment(
        by=desk.by, kind="family", client=other.client, staff=desk.therapist, site_id=desk.site.pk, starts_at=wall(TUESDAY, 14),
        ends_at=wall(TUESDAY, 15), at=AT,
    )  # fmt: skip
    made.undo(desk, row, at=LATER)
    item = WorkItem.objects.open().get(subject_id=row.pk, assignee=desk.therapist)
    assert str(item.summary).startswith("A change of level was undone: book this again.")
    assert row.steps.get(act="cancelled").undone_as == "asked"


def test_a_message_not_sent_yet_is_taken_back(desk):
    let_text(desk.client)
    row = made.carry_out(desk)
    made.undo(desk, row)
    assert [message.status for message in Message.objects.filter(about_id=row.pk)] == ["withdrawn"]


def test_a_client_who_was_told_is_told_again(desk):
    let_text(desk.client)
    row = made.carry_out(desk)
    Message.objects.filter(about_id=row.pk).update(status="sent", sent_at=AT)
    made.undo(desk, row)
    assert Message.objects.get(about_id=row.pk, template="schedule_stays").status == "waiting"


def test_colleagues_are_told_again(desk):
    row = made.carry_out(desk)
    made.undo(desk, row)
    told = WorkItem.objects.filter(subject_id=row.pk, assignee=desk.director).order_by("created_at")
    assert [item.status for item in told] == ["dropped", "open"]


def test_after_an_undo_another_change_may_be_decided(desk):
    made.undo(desk, made.carry_out(desk))
    assert made.carry_out(desk).kind == "step_down"
