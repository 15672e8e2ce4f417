"""Rewards as rules: escalation, beginning anew, repeatable draws, room under the caps."""

import datetime as dt

import pytest

from therapy.rules.rewards import (
    Came,
    Event,
    Slips,
    Terms,
    earned,
    pick,
    room,
    why_not_caps,
    why_not_hand_out,
    why_not_terms,
)

START = dt.date(2026, 3, 2)
BOWL = [Slips("a", "Well done", 0, 250), Slips("b", "Small prize", 100, 209), Slips("c", "Large prize", 2000, 41)]
WORDS = {"g": Came.GOOD, "m": Came.MISS, "n": Came.NEITHER}


def events(word):
    return [Event(START + dt.timedelta(days=index), f"day:{index}", WORDS[each]) for index, each in enumerate(word)]


ONE_TO_THREE = Terms(1, 1, 3)


def draws(word, terms=ONE_TO_THREE, since=START):
    return [one.draws for one in earned(events(word), [(since, terms)])]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("", []),
        ("g", [1]),
        ("ggggg", [1, 2, 3, 3, 3]),
        ("ggmgg", [1, 2, 1, 2]),
        ("gngg", [1, 2, 3]),
        ("mmm", []),
        ("nnn", []),
        ("mg", [1]),
    ],
)
def test_each_in_a_row_earns_more_and_a_miss_begins_anew(word, expected):
    assert draws(word) == expected


@pytest.mark.parametrize(
    ("terms", "expected"),
    [(Terms(2, 0, 2), [2, 2, 2]), (Terms(1, 5, 8), [1, 6, 8]), (Terms(0, 1, 8), []), (Terms(3, 1, 3), [3, 3, 3])],
)
def test_terms(terms, expected):
    assert draws("ggg", terms) == expected


def test_before_the_rule_began_nothing_is_counted():
    assert draws("ggg", since=START + dt.timedelta(days=2)) == [1]


def test_a_later_rule_replaces_the_earlier_from_its_day_and_keeps_the_row():
    terms = [(START, Terms(1, 0, 1)), (START + dt.timedelta(days=2), Terms(1, 1, 9))]
    assert [one.draws for one in earned(events("gggg"), terms)] == [1, 1, 3, 4]


def test_switched_off_in_between_the_row_begins_anew():
    on, off = Terms(1, 1, 9), Terms(0, 0, 0)
    day = dt.timedelta(days=1)
    found = earned(events("gggg"), [(START, on), (START + 2 * day, off), (START + 3 * day, on)])
    assert [one.draws for one in found] == [1, 2, 1]


def test_the_order_in_which_events_are_listed_does_not_matter():
    found = events("ggmg")
    assert earned(reversed(found), [(START, Terms(1, 1, 3))]) == earned(found, [(START, Terms(1, 1, 3))])


def test_a_seed_picks_the_same_slips_for_good():
    assert "".join(one.id for one in pick(seed="5eed", bowl=BOWL, draws=12)) == "ababbbabbaaa"


def test_more_draws_go_on_where_fewer_ended():
    assert pick(seed="5eed", bowl=BOWL, draws=8)[:3] == pick(seed="5eed", bowl=BOWL, draws=3)


def test_another_seed_picks_others():
    assert pick(seed="one", bowl=BOWL, draws=20) != pick(seed="two", bowl=BOWL, draws=20)


def test_slips_come_as_often_as_they_are_in_the_bowl():
    found = [one.id for one in pick(seed="often", bowl=BOWL, draws=5000)]
    assert [round(found.count(key) / 50) for key in "abc"] == pytest.approx([50, 42, 8], abs=3)


def test_an_empty_bowl_and_an_unknown_version_are_refused():
    with pytest.raises(ValueError, match="empty"):
        pick(seed="x", bowl=[], draws=1)
    with pytest.raises(ValueError, match="version"):
        pick(seed="x", bowl=BOWL, draws=1, version="0")


@pytest.mark.parametrize(
    ("month_used", "stay_used", "expected"),
    [(0, 0, 100), (40, 40, 60), (0, 450, 50), (100, 100, 0), (150, 150, 0), (99, 499, 1)],
)
def test_the_smaller_room_counts_and_is_never_below_nothing(month_used, stay_used, expected):
    assert room(month_cap=100, stay_cap=500, month_used=month_used, stay_used=stay_used) == expected


@pytest.mark.parametrize(
    ("terms", "is_fine"),
    [
        ((1, 1, 5), True),
        ((0, 0, 0), True),
        ((3, 0, 2), False),
        ((-1, 0, 2), False),
        ((1, 1, 21), False),
        ((1, -1, 5), False),
    ],
)
def test_which_terms_make_sense(terms, is_fine):
    assert (why_not_terms(*terms) is None) is is_fine


@pytest.mark.parametrize(
    ("caps", "is_fine"), [((0, 0), True), ((5, 5), True), ((6, 5), False), ((-1, 5), False), ((1, 11), False)]
)
def test_which_caps_make_sense(caps, is_fine):
    assert (why_not_caps(*caps, 10) is None) is is_fine


@pytest.mark.parametrize(
    ("cents", "balance", "what", "is_fine"),
    [(5, 5, "Card", True), (6, 5, "Card", False), (0, 5, "Card", False), (-5, 5, "Card", False), (5, 5, "  ", False)],
)
def test_what_may_be_handed_out(cents, balance, what, is_fine):
    assert (why_not_hand_out(cents, balance, what) is None) is is_fine
