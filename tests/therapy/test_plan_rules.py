"""What makes an objective measurable, and what a plan lacks: tables."""

import datetime as dt
import uuid
from dataclasses import replace
from decimal import Decimal

import pytest

from therapy.choices.plans import Progress
from therapy.rules.plans import (
    HEAD_NEEDED,
    Aim,
    Step,
    Trouble,
    Wish,
    cleaned,
    how_it_ends,
    is_broken,
    what_is_missing,
    why_not_measurable,
    why_not_rhythm,
)

DAY = dt.date(2026, 3, 2)
ID = uuid.UUID(int=1)
STEP = Step(ID, "Weekly therapy", 1, False)
AIM = Aim(ID, "Fewer low days", "PHQ-9", Decimal(16), Decimal(9), "points", DAY + dt.timedelta(days=60), (STEP,))
HEAD = dict.fromkeys(HEAD_NEEDED, "Something true.")


def tree(aim=AIM, goal="Mornings", problem="Drinks"):
    return [Trouble(ID, problem, [Wish(ID, goal, [aim])])]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"words": " "}, "words"),
        ({"measure": ""}, "measure"),
        ({"baseline": None}, "baseline"),
        ({"target": None}, "target"),
        ({"target": Decimal(16)}, "target"),
        ({"target": Decimal("16.00")}, "target"),
        ({"unit": ""}, "unit"),
        ({"due_on": None}, "due_on"),
        ({"due_on": DAY}, "due_on"),
        ({"due_on": DAY - dt.timedelta(days=1)}, "due_on"),
    ],
)
def test_an_objective_that_cannot_be_measured_is_told_why(change, field):
    assert [name for name, _ in why_not_measurable(replace(AIM, **change), DAY)] == [field]


@pytest.mark.parametrize(
    "change", [{}, {"baseline": Decimal(0)}, {"target": Decimal(0)}, {"due_on": DAY + dt.timedelta(days=1)}]
)
def test_a_measurable_objective_is_let_pass(change):
    assert why_not_measurable(replace(AIM, **change), DAY) == []


@pytest.mark.parametrize(
    ("troubles", "kinds"),
    [
        (tree(), []),
        ([], [""]),
        (tree(problem=""), ["problem"]),
        (tree(goal=""), ["goal"]),
        ([Trouble(ID, "Drinks", [])], ["problem"]),
        ([Trouble(ID, "Drinks", [Wish(ID, "Mornings", [])])], ["goal"]),
        (tree(replace(AIM, steps=())), ["objective"]),
        (tree(replace(AIM, steps=(replace(STEP, times=None),))), ["intervention"]),
        (tree(replace(AIM, steps=(replace(STEP, is_anybodys=True),))), ["intervention"]),
        (tree(replace(AIM, steps=(), target=None, ends_as="met")), []),
    ],
)
def test_what_a_plan_lacks_is_said_where_it_is(troubles, kinds):
    assert [gap.kind for gap in what_is_missing(HEAD, troubles, DAY)] == kinds


@pytest.mark.parametrize("name", sorted(HEAD_NEEDED))
def test_each_needed_part_of_the_head_is_asked_for(name):
    assert [gap.field for gap in what_is_missing({**HEAD, name: " "}, tree(), DAY)] == [name]


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("baseline", "16", Decimal("16.00")), ("target", "0,5", Decimal("0.50")), ("baseline", "", None),
        ("due_on", "2026-04-01", dt.date(2026, 4, 1)), ("every_days", "14", 14), ("unit", "  points ", "points"),
    ],
)  # fmt: skip
def test_what_is_typed_becomes_a_value(name, typed, kept):
    assert cleaned("objective", {name: typed}) == ({name: kept}, [])


@pytest.mark.parametrize(
    ("kind", "name", "typed"),
    [
        ("objective", "baseline", "NaN"), ("objective", "baseline", "1e12"), ("objective", "due_on", "2026-02-30"),
        ("objective", "every_days", "366"), ("intervention", "times", "100"), ("intervention", "per", "fortnight"),
        ("intervention", "staff", "nobody"), ("intervention", "modality", "magic"), ("goal", "words", "x" * 5001),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said_beside_its_field(kind, name, typed):
    kept, wrong = cleaned(kind, {name: typed})
    assert (kept, [field for field, _ in wrong]) == ({}, [name])


@pytest.mark.parametrize(
    ("days", "last", "broken"), [(14, None, False), (15, None, True), (30, 14, False), (30, 15, True)]
)
def test_a_thread_breaks_after_more_than_its_days(days, last, broken):
    touched = DAY - dt.timedelta(days=last) if last is not None else None
    assert is_broken(DAY - dt.timedelta(days=days), touched, DAY, 14) is broken


@pytest.mark.parametrize("progress", list(Progress))
def test_only_met_and_discontinued_end_an_objective(progress):
    assert (how_it_ends(progress) != "open") is (progress in (Progress.MET, Progress.DISCONTINUED))


@pytest.mark.parametrize(("first", "review", "fits"), [(1, 1, True), (365, 365, True), (0, 30, False), (7, 366, False)])
def test_a_rhythm_is_a_number_of_days(first, review, fits):
    assert (why_not_rhythm(first, review) is None) is fits
