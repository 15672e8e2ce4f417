"""Moving, cancelling, and giving days other rooms and facilitators: this one, those that follow, or all."""

from __future__ import annotations

import datetime as dt

import pytest

from clients import actions as client_actions
from iop.access.actors import SYSTEM
from iop.clinic import actions as clinic_actions
from iop.core.errors import Conflict, Invalid, NotAllowed, Stale
from iop.notifications.models import Message
from iop.work.models import WorkItem
from scheduling import actions as scheduling
from scheduling.models import BusyTime, WeeklyTemplate
from sessions_app import actions
from sessions_app.models import ProgramSession, SessionComponent, SessionFacilitator
from tests.factories import days, ground

pytestmark = pytest.mark.django_db


def mondays(clinic):
    return list(ProgramSession.objects.filter(lineage=clinic.session.lineage).order_by("original_on"))


def move(clinic, starts_at, *, session=None, **fields):
    session = session or clinic.session
    fields = {"by": clinic.by_director, "version": session.version, "at": days.AT, **fields}
    return actions.move_session(session=session, starts_at=starts_at, **fields)


def reach(client, *, allowed=True):
    client_actions.add_contact_point(
        by=SYSTEM, client=client, kind="phone", value="+16175550199", may_leave_message=True, at=days.AT
    )
    client_actions.set_channel_permission(by=SYSTEM, client=client, channel="sms", allowed=allowed, at=days.AT)


def test_a_moved_day_takes_its_parts_its_time_and_its_history_along():
    clinic = days.make_day()
    (session,) = move(clinic, days.NINE + days.minutes(120))
    session.refresh_from_db()
    assert session.is_customised
    assert session.original_on == session.on == days.TODAY
    assert SessionComponent.objects.filter(session=session).earliest("position").starts_at == days.NINE + days.minutes(
        120
    )
    assert BusyTime.objects.filter(source_id=session.pk).earliest("starts_at").starts_at == days.NINE + days.minutes(
        120
    )


def test_wall_time_without_a_zone_is_the_sites():
    clinic = days.make_day()
    (session,) = move(clinic, dt.datetime(2026, 3, 3, 10, 30))
    assert (session.on, f"{session.starts_at:%H:%M}") == (dt.date(2026, 3, 3), "15:30")


def test_moving_into_a_skipped_hour_is_refused():
    clinic = days.make_day()
    with pytest.raises(Invalid, match="does not exist"):
        move(clinic, dt.datetime(2026, 3, 8, 2, 30))


def test_moving_into_the_past_is_refused():
    clinic = days.make_day()
    with pytest.raises(Invalid, match="has passed"):
        move(clinic, dt.datetime(2026, 3, 1, 9))


def test_moving_onto_a_closure_is_refused():
    clinic = days.make_day()
    on = dt.date(2026, 3, 3)
    clinic_actions.add_closure(by=SYSTEM, site_id=clinic.site.pk, starts_on=on, ends_on=on, reason="Snow")
    with pytest.raises(Conflict, match="closed on"):
        move(clinic, dt.datetime(2026, 3, 3, 9))


def test_a_taken_facilitator_refuses_the_move_and_says_who_what_and_when():
    clinic = days.make_day()
    scheduling.block_staff(
        by=SYSTEM, staff=clinic.counselor, starts_at=days.NINE + days.minutes(300), ends_at=days.NINE + days.minutes(330),
        reason="Leave", at=days.AT,
    )  # fmt: skip
    with pytest.raises(
        Conflict, match=rf"{clinic.counselor.name} is taken by time that is blocked on .* from 2 p.m. to 2:30 p.m."
    ) as refused:
        move(clinic, days.NINE + days.minutes(240))
    assert refused.value.code == "busy"
    assert ProgramSession.objects.get(pk=clinic.session.pk).starts_at == days.NINE


def test_a_stale_version_a_started_day_and_another_role_are_refused():
    clinic = days.make_day()
    with pytest.raises(Stale):
        move(clinic, days.NINE + days.minutes(60), version=9)
    with pytest.raises(NotAllowed):
        move(clinic, days.NINE + days.minutes(60), by=clinic.by_counselor)
    session = actions.start(by=clinic.by_counselor, session=clinic.session, at=days.NINE)
    with pytest.raises(NotAllowed, match="has started"):
        move(clinic, days.NINE + days.minutes(60), session=session)


def test_this_and_following_moves_the_rest_and_makes_a_new_template_version():
    clinic = days.make_day()
    first, second, *rest = mondays(clinic)
    move(clinic, dt.datetime(2026, 3, 10, 10), session=second, scope="following")
    assert [f"{row.on:%a}" for row in mondays(clinic)] == ["Mon", *["Tue"] * (1 + len(rest))]
    assert WeeklyTemplate.objects.filter(track=clinic.track, valid_from=second.on).exists()
    local = {row.starts_at.astimezone(dt.UTC).hour for row in mondays(clinic)[1:]}
    assert local == {14}
    assert mondays(clinic)[0].starts_at == first.starts_at
    assert not actions.materialise(by=SYSTEM, at=days.AT).made


def test_all_moves_every_planned_day_to_come():
    clinic = days.make_day()
    third = mondays(clinic)[2]
    moved = move(clinic, third.starts_at + days.minutes(60), scope="all", session=third)
    assert len(moved) == len(mondays(clinic))


def test_a_day_changed_by_hand_keeps_its_own_way():
    clinic = days.make_day()
    own = mondays(clinic)[2]
    move(clinic, own.starts_at + days.minutes(30), session=own)
    move(clinic, days.NINE + days.minutes(60), scope="following")
    assert mondays(clinic)[2].starts_at == own.starts_at + days.minutes(30)


def test_a_weekly_day_moves_only_within_its_week():
    clinic = days.make_day()
    with pytest.raises(Invalid, match="within its week"):
        move(clinic, dt.datetime(2026, 3, 9, 9), scope="following")


def test_people_affected_are_told_neutrally_and_only_where_they_allow_it():
    clinic = days.make_day(people=2)
    reach(clinic.lines[0].client)
    reach(clinic.lines[1].client, allowed=False)
    move(clinic, days.NINE + days.minutes(120))
    message = Message.objects.get()
    assert (message.recipient_id, message.template) == (clinic.lines[0].client_id, "session_moved")
    assert "11:00 AM" in message.body
    assert message.basis["recipient"] == "client"


def test_a_permission_taken_back_counts_from_then_on():
    clinic = days.make_day(people=1)
    reach(clinic.lines[0].client)
    client_actions.set_channel_permission(
        by=SYSTEM, client=clinic.lines[0].client, channel="sms", allowed=False, at=days.AT + days.minutes(1)
    )
    move(clinic, days.NINE + days.minutes(120))
    assert not Message.objects.exists()


def test_colleagues_are_told_through_their_work_list():
    clinic = days.make_day()
    move(clinic, days.NINE + days.minutes(120))
    item = WorkItem.objects.get(kind="task", subject_id=clinic.session.pk)
    assert item.assignee_id == clinic.counselor.pk
    assert "time of this day has changed" in item.summary


def test_cancelling_needs_a_reason_and_gives_the_time_back():
    clinic = days.make_day()
    fields = {"by": clinic.by_director, "session": clinic.session, "version": 1, "at": days.AT}
    with pytest.raises(Invalid, match="Say why"):
        actions.cancel_session(reason=" ", **fields)
    (session,) = actions.cancel_session(reason="Flood", **fields)
    assert (session.status, session.status_changes.get().reason) == ("cancelled", "Flood")
    assert not BusyTime.objects.filter(source_id=session.pk).exists()


def test_cancelling_this_and_following_takes_the_day_out_of_the_template():
    clinic = days.make_day()
    second = mondays(clinic)[1]
    gone = actions.cancel_session(
        by=clinic.by_director, session=second, version=1, reason="No staff", at=days.AT, scope="following"
    )
    assert len(gone) == len(mondays(clinic)) - 1
    newest = WeeklyTemplate.objects.filter(track=clinic.track).latest("valid_from")
    assert sorted(newest.days.values_list("weekday", flat=True)) == [2, 4]


@pytest.mark.parametrize(("scope", "number"), [("this", 1), ("following", 5), ("all", 5)])
def test_a_room_changes_for_one_or_more_days(scope, number):
    clinic = days.make_day()
    elm = scheduling.save_room(by=SYSTEM, site_id=clinic.site.pk, name="Elm", capacity=20, at=days.AT)
    part = SessionComponent.objects.get(session=clinic.session, kind__key="process")
    actions.change_room(by=clinic.by_director, component=part, room=elm, at=days.AT, scope=scope)
    assert SessionComponent.objects.filter(room=elm).count() == number
    assert BusyTime.objects.filter(calendar__room=elm).count() == number


def test_a_taken_room_is_refused():
    clinic = days.make_day()
    elm = scheduling.save_room(by=SYSTEM, site_id=clinic.site.pk, name="Elm", capacity=20, at=days.AT)
    other = days.make_track(clinic, staff=clinic.director, room=elm)
    actions.materialise(by=SYSTEM, at=days.AT, track_ids=[other.pk])
    part = SessionComponent.objects.get(session=clinic.session, kind__key="process")
    with pytest.raises(Conflict, match="Elm is taken by another session"):
        actions.change_room(by=clinic.by_director, component=part, room=elm, at=days.AT)


@pytest.mark.parametrize(("scope", "number"), [("this", 1), ("following", 5)])
def test_a_facilitator_changes_with_the_one_they_stand_in_for(scope, number):
    clinic = days.make_day()
    part = SessionComponent.objects.get(session=clinic.session, kind__key="process")
    actions.change_facilitator(
        by=clinic.by_director,
        component=part,
        staff=clinic.director,
        stands_in_for=clinic.counselor,
        scope=scope,
        at=days.AT,
    )
    rows = SessionFacilitator.objects.filter(staff=clinic.director, role="lead", stands_in_for=clinic.counselor)
    assert rows.count() == number
    assert BusyTime.objects.filter(calendar__staff=clinic.director).count() == number


def test_a_facilitator_without_a_licence_is_refused_for_a_group():
    clinic = days.make_day()
    nobody = ground.make_staff("counselor", site=clinic.site, credential="")
    part = SessionComponent.objects.get(session=clinic.session, kind__key="process")
    with pytest.raises(Conflict, match="cannot be assigned"):
        actions.change_facilitator(by=clinic.by_director, component=part, staff=nobody, at=days.AT)
    assert actions.change_facilitator(by=clinic.by_director, component=part, staff=nobody, at=days.AT, role="co")
    actions.remove_facilitator(by=clinic.by_director, component=part, staff=nobody, at=days.AT)
    assert not SessionFacilitator.objects.filter(staff=nobody).exists()
