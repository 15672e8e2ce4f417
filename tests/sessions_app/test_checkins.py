"""Check-in with the goals of last time first, and wrap-up with goals for the next two days."""

from __future__ import annotations

import pytest

from iop.core.errors import Conflict, Invalid, NotAllowed, Stale
from sessions_app import actions
from sessions_app.models import CheckIn, ProgramSession, ShortTermGoal
from tests.factories import days

pytestmark = pytest.mark.django_db

AWKWARD = "‮שלום" + "🌿" * 5 + "<script>alert(1)</script>"


def check_in(clinic, version=0, *, by=None, line=None, **fields):
    return actions.save_check_in(
        by=by or clinic.by_counselor, attendance=line or clinic.lines[0], version=version, at=days.NINE, **fields
    )


def wrap_up(clinic, version=0, *, at=days.NINE, goals=(), **fields):
    return actions.save_wrap_up(
        by=clinic.by_counselor, attendance=clinic.lines[0], version=version, at=at, goals=goals, **fields
    )


def goal(text="Call my sister", hours=24):
    return {"text": text, "due_hours": hours}


def next_day(clinic):
    session = ProgramSession.objects.filter(track=clinic.track).order_by("starts_at")[1]
    return actions.start(by=clinic.by_counselor, session=session, at=session.starts_at)


def test_a_check_in_keeps_what_was_said_as_it_was_typed():
    clinic = days.make_running()
    check_in(clinic, mood=6, cravings=2, triggers=AWKWARD, successes="x" * 300)
    row = CheckIn.objects.get()
    assert (row.mood, row.cravings, row.triggers, row.successes) == (6, 2, AWKWARD, "x" * 300)


def test_choosing_not_to_share_is_enough():
    clinic = days.make_running()
    assert check_in(clinic, chose_not_to_share=True).mood is None


@pytest.mark.parametrize("scale", ["mood", "cravings"])
@pytest.mark.parametrize("value", [-1, 11])
def test_scales_outside_nought_to_ten_are_refused(scale, value):
    clinic = days.make_running()
    with pytest.raises(Invalid, match="0 to 10") as refused:
        check_in(clinic, **{scale: value})
    assert refused.value.field == scale


def test_the_later_of_two_is_told():
    clinic = days.make_running()
    check_in(clinic, mood=3)
    with pytest.raises(Stale):
        check_in(clinic, mood=9)
    assert CheckIn.objects.get().mood == 3
    assert check_in(clinic, version=1, mood=4).version == 2


def test_nobody_checks_in_who_is_absent():
    clinic = days.make_running()
    line = actions.mark(
        by=clinic.by_counselor, attendance=clinic.lines[0], version=1, status="absent", at=days.NINE + days.minutes(20)
    )
    with pytest.raises(NotAllowed, match="not here"):
        check_in(clinic, line=line, mood=3)


def test_a_client_may_write_their_own_until_the_day_is_closed():
    clinic = days.make_running()
    nobody = type(clinic.by_counselor)(kind="client")
    assert check_in(clinic, by=nobody, by_client=True, mood=5).by_client
    with pytest.raises(NotAllowed):
        check_in(clinic, by=nobody, version=1, mood=5)


def test_goals_of_the_last_wrap_up_open_the_next_check_in():
    clinic = days.make_running()
    wrap_up(clinic, learned="Breathing", will_apply="At work", goals=[goal(), goal("Walk", 48)])
    session = next_day(clinic)
    found = actions.goals_to_review(session)
    assert [item.text for item in found[clinic.lines[0].client_id]] == ["Call my sister", "Walk"]


def test_only_the_last_wrap_up_counts():
    clinic = days.make_running()
    wrap_up(clinic, goals=[goal("Old")])
    second = next_day(clinic)
    line = second.roster.get(client=clinic.lines[0].client_id)
    actions.save_wrap_up(
        by=clinic.by_counselor,
        attendance=line,
        version=0,
        at=second.starts_at,
        learned="",
        will_apply="",
        goals=[goal("New")],
    )
    third = ProgramSession.objects.filter(track=clinic.track).order_by("starts_at")[2]
    assert [item.text for item in actions.goals_to_review(third)[line.client_id]] == ["New"]


def test_a_goal_is_kept_partly_or_not():
    clinic = days.make_running()
    wrap_up(clinic, goals=[goal()])
    line = next_day(clinic).roster.get(client=clinic.lines[0].client_id)
    row = ShortTermGoal.objects.get()
    row = actions.review_goal(
        by=clinic.by_counselor, goal=row, version=1, outcome="partly", attendance=line, at=days.NINE
    )
    assert (row.outcome, row.reviewed_in_id, row.outcome_at) == ("partly", line.pk, days.NINE)
    with pytest.raises(Stale):
        actions.review_goal(by=clinic.by_counselor, goal=row, version=1, outcome="kept", attendance=line, at=days.NINE)


def test_a_goal_of_somebody_else_is_refused():
    clinic = days.make_running()
    wrap_up(clinic, goals=[goal()])
    other = next_day(clinic).roster.exclude(client=clinic.lines[0].client_id).first()
    with pytest.raises(Conflict, match="not one to review"):
        actions.review_goal(
            by=clinic.by_counselor,
            goal=ShortTermGoal.objects.get(),
            version=1,
            outcome="kept",
            attendance=other,
            at=days.NINE,
        )


@pytest.mark.parametrize("hours", [23, 49, 0, "24"])
def test_a_goal_is_due_in_24_or_48_hours(hours):
    clinic = days.make_running()
    with pytest.raises(Invalid, match="24 or 48"):
        wrap_up(clinic, goals=[goal(hours=hours)])


def test_saving_again_keeps_withdraws_and_adds_goals():
    clinic = days.make_running()
    wrap_up(clinic, goals=[goal("Keep"), goal("Drop")])
    wrap_up(clinic, version=1, at=days.NINE + days.minutes(10), goals=[goal("Keep"), goal("Add")])
    standing = ShortTermGoal.objects.filter(withdrawn_at__isnull=True)
    assert set(standing.values_list("text", flat=True)) == {"Keep", "Add"}
    assert standing.get(text="Keep").due_at == days.NINE + days.minutes(24 * 60)


def test_a_late_check_in_needs_the_right_to_correct_and_is_kept_as_late():
    clinic = days.make_closed()
    with pytest.raises(NotAllowed, match="Ask the clinical director"):
        check_in(clinic, mood=3)
    check_in(clinic, by=clinic.by_director, mood=3)
    assert clinic.lines[0].changes.filter(is_late_entry=True).count() == 1
