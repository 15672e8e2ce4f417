"""A new version of the week reaches the days already made, and never those that have begun."""

from __future__ import annotations

import datetime as dt

import pytest

from iop.access.actors import SYSTEM
from scheduling import actions as scheduling
from scheduling.models import BusyTime, DayTemplate
from sessions_app import actions
from sessions_app.models import ProgramSession, SessionComponent
from tests.factories import days

pytestmark = pytest.mark.django_db
NEXT_MONDAY = dt.date(2026, 3, 9)


def publish(clinic, week, *, valid_from=NEXT_MONDAY, at=days.AT):
    scheduling.save_template_version(by=SYSTEM, track=clinic.track, valid_from=valid_from, days=week, at=at)
    return actions.apply_template(by=SYSTEM, track_id=clinic.track.pk, from_on=valid_from, at=at)


def week(clinic, **fields):
    return days.make_week(clinic.counselor, clinic.room, **fields)


def from_day(on, **fields):
    return ProgramSession.objects.filter(original_on__gte=on, **fields).order_by("starts_at")


def test_days_from_then_on_change_in_place_and_earlier_ones_stay():
    clinic = days.make_day()
    before = list(from_day(NEXT_MONDAY).values_list("pk", flat=True))
    publish(clinic, week(clinic, wall=dt.time(10)))
    assert list(from_day(NEXT_MONDAY).values_list("pk", flat=True)) == before
    assert {row.starts_at.hour for row in from_day(NEXT_MONDAY)} == {14}
    assert ProgramSession.objects.get(pk=clinic.session.pk).starts_at == days.NINE
    part = SessionComponent.objects.filter(session=before[0]).earliest("position")
    assert part.starts_at.hour == 14
    assert BusyTime.objects.filter(source_id=before[0]).earliest("starts_at").starts_at.hour == 14


def test_a_day_no_longer_in_the_week_is_cancelled():
    clinic = days.make_day()
    applied = publish(clinic, week(clinic, weekdays=(0, 2)))
    assert len(applied.cancelled) == 3
    assert set(from_day(NEXT_MONDAY, status="cancelled").values_list("cancel_reason", flat=True)) == {
        "No longer in the weekly template."
    }


def test_a_day_new_to_the_week_is_made():
    clinic = days.make_day()
    applied = publish(clinic, week(clinic, weekdays=(0, 1, 2, 4)))
    assert {item.on.weekday() for item in applied.report.made} == {1}


def test_a_day_changed_by_hand_stays():
    clinic = days.make_day()
    own = from_day(NEXT_MONDAY).first()
    actions.move_session(
        by=clinic.by_director, session=own, version=1, starts_at=own.starts_at + days.minutes(30), at=days.AT
    )
    publish(clinic, week(clinic, wall=dt.time(15)))
    assert ProgramSession.objects.get(pk=own.pk).starts_at == own.starts_at + days.minutes(30)


def test_a_day_that_has_begun_stays():
    clinic = days.make_running()
    publish(clinic, week(clinic, wall=dt.time(10)), valid_from=days.TODAY)
    assert ProgramSession.objects.get(pk=clinic.session.pk).starts_at == days.NINE


def test_a_line_moved_to_another_weekday_moves_its_days():
    clinic = days.make_day()
    moved = [
        day if day.weekday else type(day)(weekday=1, starts_at=day.starts_at, parts=day.parts, lineage=line)
        for day in week(clinic)
        for line in [DayTemplate.objects.get(template__track=clinic.track, weekday=0).lineage]
    ]
    before = from_day(NEXT_MONDAY, lineage=clinic.session.lineage).count()
    publish(clinic, moved)
    rows = from_day(NEXT_MONDAY, lineage=clinic.session.lineage, status="planned")
    assert rows.count() == before
    assert {row.on.weekday() for row in rows} == {1}
    assert not actions.materialise(by=SYSTEM, at=days.AT).made


def test_parts_are_added_and_dropped():
    clinic = days.make_day()
    shorter = [type(day)(weekday=day.weekday, starts_at=day.starts_at, parts=day.parts[:3]) for day in week(clinic)]
    publish(clinic, shorter)
    session = from_day(NEXT_MONDAY).first()
    assert session.components.count() == 3
    assert session.ends_at - session.starts_at == days.minutes(120)
    publish(clinic, week(clinic))
    session.refresh_from_db()
    assert session.components.count() == 5
    assert session.components.get(kind__key="wrap-up").facilitators.count() == 1


def test_applying_it_twice_changes_nothing_more():
    clinic = days.make_day()
    publish(clinic, week(clinic, weekdays=(0, 2), wall=dt.time(10)))
    rows = list(ProgramSession.objects.order_by("pk").values_list("pk", "starts_at", "status"))
    actions.apply_template(by=SYSTEM, track_id=clinic.track.pk, from_on=NEXT_MONDAY, at=days.AT)
    assert list(ProgramSession.objects.order_by("pk").values_list("pk", "starts_at", "status")) == rows
