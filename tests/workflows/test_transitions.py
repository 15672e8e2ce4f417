"""A change of level moves everything at one date, as the preview said."""

import datetime as dt
from decimal import Decimal

import pytest

from clients.models import OutsideStay, Placement
from iop.clinic.models import SettingValue
from iop.core.errors import Conflict, Invalid, NotAllowed
from iop.notifications.models import Message
from iop.work.models import WorkItem
from iop.workflows import transitions
from iop.workflows.transitions import ChangedSince
from scheduling import actions as scheduling
from scheduling.models import Appointment, Enrolment
from sessions_app.models import Attendance
from tests.factories import clients
from tests.factories import transitions as made
from tests.factories.scheduling import let_text, wall
from tests.factories.transitions import AT, MONDAY, TODAY, WEEK
from therapy.models import TestPlan, Transition

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return made.make_desk()


def expected(desk, track):
    lines = Attendance.objects.filter(client=desk.client, session__track=track, status="expected")
    return sorted(lines.values_list("session__on", flat=True))


def book(desk, day, hour, kind="individual", minutes=50, staff=None):
    starts_at = wall(day, hour)
    return scheduling.book_appointment(
        by=desk.by, kind=kind, client=desk.client, staff=staff or desk.therapist, site_id=desk.site.pk, starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(minutes=minutes), at=AT,
    )  # fmt: skip


def codes(shown):
    return [each.code for each in shown.refusals]


def test_a_preview_leaves_nothing_behind(desk):
    made.preview(desk)
    assert not Transition.objects.exists()
    assert Placement.objects.count() == Enrolment.objects.count() == 1


def test_the_preview_names_the_level(desk):
    assert made.says(made.preview(desk), "level")[0][0] == "Intensive outpatient"


def test_the_preview_names_the_days_on_both_rosters(desk):
    assert [after for _, after in made.says(made.preview(desk), "roster")] == [
        "Taken off", "On the roster of 4 planned days: OP afternoon",
    ]  # fmt: skip


def test_the_level_changes_on_the_day(desk):
    made.carry_out(desk)
    assert Placement.objects.on(MONDAY).get().level == desk.op_level


def test_the_level_before_holds_until_the_day_before(desk):
    made.carry_out(desk)
    assert Placement.objects.on(MONDAY - dt.timedelta(days=1)).get().level == desk.level


def test_the_place_before_ends_the_day_before(desk):
    made.carry_out(desk)
    desk.enrolment.refresh_from_db()
    assert desk.enrolment.ends_on == MONDAY - dt.timedelta(days=1)


def test_they_are_on_the_new_rosters_only(desk):
    made.carry_out(desk)
    assert expected(desk, desk.op_track)[0] == MONDAY + dt.timedelta(days=1)
    assert max(expected(desk, desk.track)) < MONDAY


def test_what_is_kept_says_what_was_shown(desk):
    shown = made.preview(desk)
    row = made.carry_out(desk, seen=shown.fingerprint)
    assert [(step.before, step.after) for step in row.steps.all()] == [
        (str(each.before), str(each.after)) for each in shown.changes
    ]


def test_an_appointment_in_the_new_days_is_named(desk):
    book(desk, MONDAY + dt.timedelta(days=1), 14, kind="case_management")
    assert len(made.preview(desk).in_the_way) == 1


def test_an_appointment_in_the_way_is_cancelled(desk):
    held = book(desk, MONDAY + dt.timedelta(days=1), 14, kind="case_management")
    made.carry_out(desk)
    held.refresh_from_db()
    assert held.status == "cancelled"


def test_an_appointment_that_is_kept_lies_inside_the_day(desk):
    held = book(desk, MONDAY + dt.timedelta(days=1), 15, kind="case_management")
    made.carry_out(desk, made.wish(desk, keep_appointments=frozenset({held.pk})))
    held.refresh_from_db()
    assert (held.status, held.during_session) == ("booked", True)


def test_an_appointment_beyond_the_days_that_are_made_is_named_too(desk):
    book(desk, MONDAY + 5 * WEEK + dt.timedelta(days=1), 14, kind="family")
    assert len(made.preview(desk).in_the_way) == 1


def test_an_appointment_on_another_day_is_left_alone(desk):
    book(desk, MONDAY + dt.timedelta(days=2), 15, kind="family")
    assert not made.preview(desk).in_the_way


def test_tests_go_on_at_the_new_rate(desk):
    made.plan_tests(desk)
    made.carry_out(desk, made.wish(desk, tests_per_week=Decimal("0.5")))
    assert TestPlan.objects.on(MONDAY).get().per_week == Decimal("0.5")
    assert TestPlan.objects.on(MONDAY - dt.timedelta(days=1)).get().per_week == 2


def test_the_longest_gap_grows_with_the_rate(desk):
    made.plan_tests(desk)
    made.carry_out(desk, made.wish(desk, tests_per_week=Decimal(1)))
    assert TestPlan.objects.on(MONDAY).get().max_gap_days == 10


def test_the_client_is_told_in_neutral_words(desk):
    let_text(desk.client)
    row = made.carry_out(desk)
    message = Message.objects.get(about_id=row.pk)
    assert message.body.startswith("Your schedule changes from Monday, March 16 on.")


def test_somebody_who_agreed_to_no_messages_is_told_by_people(desk):
    assert any("Tell them yourself" in after for _, after in made.says(made.preview(desk), "told"))


def test_colleagues_who_lead_the_first_new_day_are_told(desk):
    row = made.carry_out(desk)
    item = WorkItem.objects.get(subject_id=row.pk)
    assert (item.kind, item.assignee_id) == ("transition_step", desk.director.pk)


def test_what_is_no_longer_what_was_shown_is_refused(desk):
    shown = made.preview(desk)
    book(desk, MONDAY + dt.timedelta(days=1), 14, kind="family")
    with pytest.raises(ChangedSince):
        made.carry_out(desk, seen=shown.fingerprint)
    assert not Transition.objects.exists()
    assert Placement.objects.count() == 1


def test_a_track_that_filled_meanwhile_is_refused_and_changes_nothing():
    desk = made.make_desk(capacity=1)
    shown = made.preview(desk)
    fill(desk)
    with pytest.raises(Conflict) as refused:
        made.carry_out(desk, seen=shown.fingerprint)
    assert refused.value.code == "full"
    assert Placement.objects.filter(episode=desk.episode).count() == 1


def test_a_full_track_is_named_in_the_preview():
    desk = made.make_desk(capacity=1)
    fill(desk)
    assert made.preview(desk).full_track_id == desk.op_track.pk


def fill(desk):
    episode = clients.make_placed(desk.site, by=desk.by_director, level=desk.op_level, at=AT)
    return scheduling.enrol(
        by=desk.by_director, episode=episode, track=desk.op_track, weekdays=(1, 3), starts_on=TODAY, at=AT
    )


def test_a_day_that_has_passed_is_refused(desk):
    shown = made.preview(desk, made.wish(desk, effective_on=TODAY - dt.timedelta(days=1)))
    assert shown.refusals[0].field == "effective_on"


def test_a_reason_is_needed(desk):
    with pytest.raises(Invalid):
        made.carry_out(desk, made.wish(desk, reason=" "), seen="")


def test_another_level_than_indicated_asks_why(desk):
    shown = made.preview(desk, made.wish(desk, indicated_level_id=desk.level.pk))
    assert [each.field for each in shown.refusals] == ["variance_reason"]


def test_a_second_change_ahead_is_refused(desk):
    made.carry_out(desk)
    assert "planned" in codes(made.preview(desk, made.wish(desk, effective_on=MONDAY + WEEK)))


def test_a_counselor_does_not_decide_levels(desk):
    with pytest.raises(NotAllowed):
        made.carry_out(desk, by=desk.by_counselor, seen="")


def test_a_case_manager_changes_the_days_at_a_level(desk):
    wanted = made.wish(desk, level_id=desk.level.pk, track_id=desk.track.pk, weekdays=(0, 4))
    row = made.carry_out(desk, wanted, by=desk.by_case_manager)
    assert (row.kind, row.placement_id) == ("same_level", None)


def test_the_same_days_again_change_nothing(desk):
    wanted = made.wish(desk, level_id=desk.level.pk, track_id=desk.track.pk, weekdays=(0, 2, 4))
    assert codes(made.preview(desk, wanted)) == ["nothing_changes"]


def test_a_review_is_needed_where_the_clinic_says_so(desk):
    SettingValue.objects.create(key="transitions.review_required", value=True, valid_from=TODAY)
    assert codes(made.preview(desk)) == ["review_needed"]


def test_stepping_up_needs_no_review(desk):
    SettingValue.objects.create(key="transitions.review_required", value=True, valid_from=TODAY)
    assert not made.preview(desk, made.out(desk, made.make_detox())).refusals


def test_going_to_detox_opens_a_stay_elsewhere(desk):
    row = made.carry_out(desk, made.out(desk, made.make_detox()))
    assert (row.kind, row.outside_stay.facility) == ("off_site", "Harbor House")


def test_going_to_detox_frees_the_seat(desk):
    made.carry_out(desk, made.out(desk, made.make_detox()))
    assert not Enrolment.objects.standing().on(MONDAY).exists()


def test_a_seat_is_kept_for_somebody_who_comes_back(desk):
    until = MONDAY + WEEK
    made.carry_out(desk, made.out(desk, made.make_detox(), keeps_seat=True, expected_until=until))
    assert Enrolment.objects.standing().on(MONDAY).get().pauses.get().ends_on == until
    assert MONDAY + dt.timedelta(days=2) not in expected(desk, desk.track)
    assert MONDAY + dt.timedelta(days=9) in expected(desk, desk.track)


def test_going_today_is_possible(desk):
    row = made.carry_out(desk, made.out(desk, made.make_detox(), effective_on=TODAY + dt.timedelta(days=1)))
    assert row.effective_on == TODAY + dt.timedelta(days=1)


def test_nobody_is_tested_while_away(desk):
    made.plan_tests(desk)
    made.carry_out(desk, made.out(desk, made.make_detox()))
    assert not TestPlan.objects.on(MONDAY).exists()


def test_appointments_fall_away_while_away(desk):
    held = book(desk, MONDAY + dt.timedelta(days=1), 11)
    made.carry_out(desk, made.out(desk, made.make_detox()))
    held.refresh_from_db()
    assert held.status == "cancelled"


def test_coming_back_ends_the_stay_elsewhere_and_the_pause(desk):
    until = MONDAY + WEEK
    made.carry_out(desk, made.out(desk, made.make_detox(), keeps_seat=True, expected_until=until))
    back_on = MONDAY + dt.timedelta(days=2)
    at = AT + dt.timedelta(days=16)
    back = made.wish(
        desk, level_id=desk.level.pk, track_id=desk.track.pk, weekdays=(0, 2, 4), effective_on=back_on, reason="Back."
    )
    row = made.carry_out(desk, back, at=at)
    assert row.kind == "back"
    assert OutsideStay.objects.get().status == "back"
    assert back_on in expected(desk, desk.track)


def test_the_busy_time_of_the_old_days_is_free(desk):
    made.carry_out(desk)
    booked = book(desk, MONDAY, 9, kind="family")
    assert Appointment.objects.filter(pk=booked.pk).exists()


def test_saving_needs_what_was_looked_at(desk):
    with pytest.raises(ChangedSince):
        transitions.carry_out(by=desk.by, episode=desk.episode, wish=made.wish(desk), seen="", at=AT)
