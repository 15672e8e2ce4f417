"""Plain rules of reviews, in tables: when one is due, what is proposed with which reasons, and what a decision must say."""

import datetime as dt

import pytest

from therapy.choices.reviews import ReviewDecision
from therapy.rules.reviews import (
    DEFAULT_RHYTHM,
    Decided,
    Figures,
    Limits,
    Moved,
    Rhythm,
    Rung,
    due_on,
    needs_cosignature,
    proposals,
    what_lacks,
    why_not_rhythm,
)

PHP, IOP, OP = (
    Rung("php", "Partial hospitalization", 30),
    Rung("iop", "Intensive outpatient", 20),
    Rung("op", "Outpatient", 10),
)
DETOX = Rung("detox", "Detox", 90, is_off_site=True)
LADDER = [DETOX, PHP, IOP, OP]
TODAY = dt.date(2026, 3, 2)
START = dt.date(2026, 1, 5)
WELL = {
    "level": IOP, "level_since": START, "weeks_at_level": 9, "target_weeks": 8, "since": dt.date(2026, 2, 2),
    "planned_days": 12, "attended_days": 11, "objectives_met": 2, "objectives_open": 1, "objectives_better": 1,
    "asked_about_use": 11, "tests": 3, "aftercare_steps": 5, "aftercare_settled": 5, "dimensions_on": dt.date(2026, 2, 25),
}  # fmt: skip


def proposed(**changes):
    return {each.decision: each for each in proposals(Figures(**WELL | changes), Limits(), LADDER, TODAY)}


def words(lines):
    return [str(line) for line in lines]


@pytest.mark.parametrize(
    ("rhythm", "reviewed_on", "expected"),
    [
        (Rhythm(14, 28, 30), None, dt.date(2026, 1, 19)),
        (Rhythm(14, 28, 30), dt.date(2026, 1, 19), dt.date(2026, 2, 2)),
        (Rhythm(14, 28, 30), dt.date(2026, 2, 2), dt.date(2026, 3, 4)),
        (Rhythm(14, 28, 30), dt.date(2025, 12, 1), dt.date(2026, 1, 19)),
        (Rhythm(90, 0, 90), None, dt.date(2026, 4, 5)),
        (Rhythm(14, 0, 14), dt.date(2026, 3, 1), dt.date(2026, 3, 15)),
        (DEFAULT_RHYTHM, None, dt.date(2026, 1, 19)),
    ],
)
def test_a_review_is_due_by_the_rhythm_of_the_level(rhythm, reviewed_on, expected):
    assert due_on(rhythm, level_since=START, reviewed_on=reviewed_on) == expected


@pytest.mark.parametrize(
    ("days", "field"),
    [((0, 28, 30), "first_every_days"), ((14, 28, 400), "then_every_days"), ((14, 400, 30), "first_period_days")],
)
def test_a_rhythm_has_bounds(days, field):
    assert why_not_rhythm(*days)[0] == field


def test_a_rhythm_may_have_no_first_period():
    assert why_not_rhythm(90, 0, 90) is None


def test_who_does_well_is_proposed_to_step_down_with_every_reason():
    found = proposed()["step_down"]
    assert found.level == OP
    assert words(found.reasons) == [
        "2 of 3 objectives met", "The target is reached: week 9 of 8", "Attended 11 of 12 treatment days",
        "No use told, asked 11 times",
    ]  # fmt: skip
    assert found.against == ()


@pytest.mark.parametrize(
    "change",
    [
        {"attended_days": 8},
        {"told_use": 2, "days_since_use": 5},
        {"told_use": 1, "days_since_use": 13},
        {"unexpected_tests": 1},
        {"open_concerns": 1},
        {"open_alerts": 1},
        {"objectives_worse": 1},
        {"measures": (Moved("PHQ-9", "8", "17", "worse", True),)},
        {"objectives_met": 0, "target_weeks": 12},
        {"level": OP},
    ],
)
def test_one_fact_is_enough_against_a_step_down(change):
    assert "step_down" not in proposed(**change)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"told_use": 2}, "Told us of use 2 times since the last review"),
        ({"unexpected_tests": 2}, "2 unexpected tests since the last review"),
        ({"open_concerns": 1}, "A concern about safety is open"),
        ({"attended_days": 5}, "Attended 5 of 12 treatment days"),
        ({"objectives_worse": 1}, "An objective got worse"),
        ({"measures": (Moved("PHQ-9", "8", "17", "worse", True),)}, "PHQ-9 from 8 to 17"),
        ({"dimensions_level": PHP}, "The ratings of the dimensions indicate Partial hospitalization"),
    ],
)
def test_what_worries_proposes_more_care(change, reason):
    found = proposed(**change)["step_up"]
    assert (found.level, words(found.reasons)) == (PHP, [reason])


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"told_use": 1},
        {"unexpected_tests": 1},
        {"attended_days": 6},
        {"measures": (Moved("PHQ-9", "8", "9", "worse", False),)},
        {"dimensions_level": DETOX},
        {"level": PHP, "told_use": 5},
    ],
)
def test_below_the_clinics_thresholds_nothing_proposes_more_care(change):
    assert "step_up" not in proposed(**change)


def test_what_speaks_against_a_proposal_stands_beside_it():
    found = proposed(tests=0, aftercare_settled=3, dimensions_on=dt.date(2026, 1, 5), asked_about_use=0)["step_down"]
    assert words(found.against) == [
        "The dimensions were rated 56 days ago", "Nobody has asked about use since the last review",
        "No drug test since the last review", "2 steps of the aftercare plan are open",
    ]  # fmt: skip


def test_all_objectives_met_at_the_lowest_level_proposes_to_end_treatment():
    found = proposed(level=OP, objectives_met=3, objectives_open=0)
    assert words(found["discharge"].reasons)[0] == "All 3 objectives are met"


@pytest.mark.parametrize(
    "change", [{"objectives_open": 1}, {"objectives_met": 0}, {"open_concerns": 1}, {"level": IOP}]
)
def test_nobody_is_proposed_to_leave_too_early(change):
    assert "discharge" not in proposed(**{"level": OP, "objectives_met": 3, "objectives_open": 0} | change)


def test_open_objectives_beyond_the_target_propose_more_weeks():
    found = proposed()["extend"]
    assert words(found.reasons) == ["The target is reached: week 9 of 8", "One objective is still open"]


def test_within_the_target_no_more_weeks_are_proposed():
    assert "extend" not in proposed(target_weeks=12)


def test_to_continue_always_stands_among_the_proposals():
    found = proposed(target_weeks=12, objectives_met=0)
    assert list(found) == ["continue"]
    assert "No rule speaks for a change" in words(found["continue"].reasons)


def test_somebody_without_a_level_is_placed_first():
    assert proposals(Figures(**WELL | {"level": None}), Limits(), LADDER, TODAY) == []


def decide(**changes):
    return Decided(
        **{
            "decision": "step_down", "reason": "Goals met.", "current": IOP, "indicated": OP, "chosen": OP, "client_agrees": "yes"
        }
        | changes
    )  # fmt: skip


def test_a_whole_decision_lacks_nothing():
    assert what_lacks(decide()) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"decision": ""}, "decision"),
        ({"reason": "  "}, "reason"),
        ({"current": None}, ""),
        ({"chosen": None}, "chosen_level"),
        ({"chosen": PHP}, "chosen_level"),
        ({"decision": "step_up"}, "chosen_level"),
        ({"decision": "step_up", "chosen": DETOX, "indicated": DETOX}, "chosen_level"),
        ({"decision": "off_site"}, "chosen_level"),
        ({"indicated": None}, "indicated_level"),
        ({"indicated": IOP}, "variance_reason"),
        ({"indicated": IOP, "variance_reason": "other"}, "variance_reason"),
        ({"decision": "extend", "chosen": IOP, "indicated": IOP}, "more_weeks"),
        ({"decision": "extend", "chosen": IOP, "indicated": IOP, "more_weeks": 53}, "more_weeks"),
        ({"client_agrees": ""}, "client_agrees"),
        ({"client_agrees": "no"}, "client_dissent"),
        ({"client_agrees": "partly"}, "client_dissent"),
        ({"client_agrees": "not_asked"}, "client_view"),
    ],
)
def test_what_a_decision_lacks_is_said_beside_its_field(change, field):
    assert field in [name for name, _ in what_lacks(decide(**change))]


@pytest.mark.parametrize(
    "change",
    [
        {"decision": "continue", "chosen": IOP, "indicated": IOP},
        {"decision": "step_up", "chosen": PHP, "indicated": PHP},
        {"decision": "off_site", "chosen": DETOX, "indicated": DETOX},
        {"decision": "extend", "chosen": IOP, "indicated": IOP, "more_weeks": 3},
        {"decision": "discharge", "chosen": None, "indicated": None},
        {"indicated": IOP, "variance_reason": "preference"},
        {"client_agrees": "no", "client_dissent": "Wants to stay."},
    ],
)
def test_every_decision_can_be_signed(change):
    assert what_lacks(decide(**change)) == []


def test_every_decision_has_been_tried():
    tried = {"continue", "step_up", "step_down", "extend", "off_site", "discharge"}
    assert tried == set(ReviewDecision.values)


@pytest.mark.parametrize(
    ("rule", "supervised", "expected"),
    [([], True, False), (["supervised"], True, True), (["supervised"], False, False), (["always"], False, True)],
)
def test_a_supervisor_reads_where_the_clinic_says_so(rule, supervised, expected):
    assert needs_cosignature(rule, is_supervised=supervised) is expected
