"""What warns early, as tables of cases."""

import datetime as dt

import pytest

from therapy.rules.warnings import Fact, above_average, often, why_not_end, why_not_rule, worse_than_before

TODAY = dt.date(2026, 3, 31)


def facts(*pairs):
    """Facts from (days ago, value), keyed by their number."""
    return [Fact(TODAY - dt.timedelta(days=ago), f"k:{number}", value) for number, (ago, value) in enumerate(pairs)]


@pytest.mark.parametrize(
    ("ago", "warns"),
    [((13, 1), True), ((14, 1), False), ((1,), False), ((0, 0), True), ((5, 4, 3), True), ((), False)],
)
def test_two_misses_within_fourteen_days_warn(ago, warns):
    found = often(facts(*((each, None) for each in ago)), on=TODAY, threshold=2, window_days=14)
    assert bool(found) is warns


def test_what_is_said_to_come_does_not_count():
    assert often(facts((-1, None), (0, None)), on=TODAY, threshold=2, window_days=14) is None


def test_the_facts_come_along_oldest_first():
    found = often(facts((1, None), (9, None)), on=TODAY, threshold=2, window_days=14)
    assert [fact.key for fact in found.facts] == ["k:1", "k:0"]
    assert found.newest.key == "k:0"


@pytest.mark.parametrize(
    ("values", "warns"),
    [
        ((4, 4, 4, 7), True),
        ((4, 4, 4, 6), False),
        ((2, 3, 4, 6), True),
        ((9, 2, 3, 4, 6), True),  # only the three before it count
        ((3, 6), True),
        ((7,), False),
        ((7, 4), False),
        ((), False),
    ],
)
def test_cravings_three_above_the_three_check_ins_before(values, warns):
    rows = facts(*((len(values) - place, value) for place, value in enumerate(values)))
    assert bool(above_average(rows, on=TODAY, threshold=3, window_days=14)) is warns


def test_what_it_was_compared_with_is_kept():
    found = above_average(facts((3, 2), (2, 3), (1, 8)), on=TODAY, threshold=3, window_days=14)
    assert found.before == 2.5
    assert [fact.value for fact in found.facts] == [2, 3, 8]


@pytest.mark.parametrize(
    ("rows", "higher", "warns"),
    [
        (((20, 8), (2, 13)), True, True),
        (((20, 8), (2, 12)), True, False),
        (((90, 8), (2, 13)), True, True),  # the one before may lie further back
        (((60, 8), (50, 13)), True, False),  # the newest must not
        (((2, 13),), True, False),
        (((20, 50), (2, 44)), False, True),
        (((20, 44), (2, 50)), False, False),
    ],
)
def test_a_score_five_worse_than_the_time_before(rows, higher, warns):
    found = worse_than_before(facts(*rows), on=TODAY, threshold=5, window_days=45, higher_is_worse=higher)
    assert bool(found) is warns


@pytest.mark.parametrize(
    ("threshold", "days", "is_fine"),
    [
        (1, 1, True),
        (100, 180, True),
        (None, 14, True),
        (0, 14, False),
        (101, 14, False),
        (2, 0, False),
        (2, 181, False),
    ],
)
def test_a_rule_stays_within_reason(threshold, days, is_fine):
    assert (why_not_rule(threshold, days) is None) is is_fine


@pytest.mark.parametrize(
    ("end", "note", "is_fine"),
    [("talked", "", True), ("other", "", False), ("other", " ", False), ("other", "Moved", True), ("passed", "", False), ("", "", False)],
)  # fmt: skip
def test_putting_aside_needs_a_reason(end, note, is_fine):
    assert (why_not_end(end, note) is None) is is_fine
