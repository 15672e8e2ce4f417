"""What a family appointment may be planned as, and when a family session is to be offered again."""

import datetime as dt
import uuid

import pytest

from scheduling.rules.family import FamilyPlan, Guest, due_on, why_not_offer, why_not_on, why_not_plan

DAY = dt.date(2026, 3, 2)
ONE = uuid.UUID(int=1)


def after(days):
    return DAY + dt.timedelta(days=days)


@pytest.mark.parametrize(
    ("plan", "says"),
    [
        (FamilyPlan(), None),
        (FamilyPlan("relatives", (), (Guest(ONE),)), None),
        (FamilyPlan("relatives"), "at least one relative"),
        (FamilyPlan("crowd"), "who sits together"),
        (FamilyPlan("family", ("shouting",)), "goals from the list"),
        (FamilyPlan("family", (), (Guest(ONE), Guest(ONE))), "named twice"),
        (FamilyPlan("family", (), tuple(Guest(uuid.UUID(int=n)) for n in range(13))), "At most 12"),
    ],
)
def test_a_plan_says_who_sits_together(plan, says):
    found = why_not_plan(plan)
    assert found is None if says is None else says in str(found)


def test_only_relatives_alone_do_without_the_client():
    assert [FamilyPlan(form).client_expected for form in ("family", "couple", "relatives")] == [True, True, False]


@pytest.mark.parametrize(
    ("outcome", "reason", "words", "says"),
    [
        ("accepted", "", "", None),
        ("offered", "", "", None),
        ("declined", "not_wanted", "", None),
        ("declined", "", "", "Say why"),
        ("not_appropriate", "", "", "Say why"),
        ("not_appropriate", "not_safe", "", None),
        ("declined", "other", "  ", "in a few words"),
        ("declined", "other", "They move away.", None),
        ("maybe", "", "", "what came of it"),
        ("declined", "whim", "", "a reason from the list"),
    ],
)
def test_an_offer_without_a_session_says_why(outcome, reason, words, says):
    found = why_not_offer(outcome, reason, words)
    assert found is None if says is None else says in str(found)


@pytest.mark.parametrize(
    ("offered", "again", "says"),
    [
        (DAY, None, None),
        (after(1), None, "still to come"),
        (after(-30), None, "The stay began"),
        (DAY, DAY, "after the offer"),
        (DAY, after(7), None),
    ],
)
def test_an_offer_lies_within_the_stay(offered, again, says):
    found = why_not_on(offered, again, since=after(-10), today=DAY)
    assert found is None if says is None else says in str(found)


@pytest.mark.parametrize(
    ("offers", "sessions", "every", "due"),
    [
        ([], [], 30, after(14)),
        ([], [], 7, after(7)),
        ([], [], 0, None),
        ([(after(3), None)], [], 30, after(33)),
        ([(after(3), after(60))], [], 30, after(60)),
        ([(after(3), None)], [after(20)], 30, after(50)),
        ([(after(3), after(10))], [after(20)], 30, after(50)),
        ([(after(25), None)], [after(20)], 30, after(55)),
    ],
)
def test_when_it_is_to_be_offered_again(offers, sessions, every, due):
    assert due_on(DAY, offers, sessions, every) == due
