"""The promise of the draw: repeatable, blind to yesterday, nobody too long without, and nobody to be reckoned with."""

import datetime as dt
import itertools
import random
from dataclasses import replace
from decimal import Decimal

import pytest

from therapy.choices.drug_tests import DrawReason
from therapy.rules.drug_tests.drawing import Entry, chance_of, draw, must_today, throw

MONDAY = dt.date(2026, 3, 2)
ONE = dt.timedelta(days=1)
WEEK_DAYS = (0, 2, 4)


def entry(key="a", chance="0.5", last=3, gap=14, next_in=2, **fields):
    return Entry(
        key=key, chance=Decimal(chance), last_on=MONDAY - ONE * last, max_gap_days=gap,
        next_on=None if next_in is None else MONDAY + ONE * next_in, **fields,
    )  # fmt: skip


def keys(picks):
    return [pick.key for pick in picks]


def season(seed, *, weeks=10, people=12, per_week="1", gap=7, days=WEEK_DAYS):
    """Ten weeks of somebody's life by person: the days on which they were tested."""
    tested = {f"p{number}": [] for number in range(people)}
    for on in (MONDAY + ONE * number for number in range(weeks * 7)):
        if on.weekday() not in days:
            continue
        following = next(on + ONE * number for number in range(1, 8) if (on + ONE * number).weekday() in days)
        pool = [
            Entry(key, chance_of(Decimal(per_week), len(days)), had[-1] if had else MONDAY - ONE, gap, following)
            for key, had in tested.items()
        ]
        for pick in draw(seed=f"{seed}:{on}", on=on, pool=pool):
            tested[pick.key].append(on)
    return tested


@pytest.mark.parametrize("seed", range(8))
def test_the_same_seed_and_pool_give_the_same_picks_in_any_order(seed):
    pool = [entry(f"p{number}", chance="0.4") for number in range(40)]
    mixed = random.Random(seed).sample(pool, len(pool))
    first = draw(seed=str(seed), on=MONDAY, pool=pool)
    assert draw(seed=str(seed), on=MONDAY, pool=mixed) == first
    assert 0 < len(first) < 40


def test_another_seed_or_day_gives_other_picks():
    pool = [entry(f"p{number}", chance="0.4", next_in=3) for number in range(40)]
    assert draw(seed="1", on=MONDAY, pool=pool) != draw(seed="2", on=MONDAY, pool=pool)
    assert draw(seed="1", on=MONDAY, pool=pool) != draw(seed="1", on=MONDAY + ONE, pool=pool)


@pytest.mark.parametrize("days_ago", [1, 2, 5, 9])
def test_a_test_yesterday_does_not_lower_the_chance(days_ago):
    pool = [entry(f"p{number}", last=10) for number in range(60)]
    changed = [replace(one, last_on=MONDAY - ONE * days_ago) for one in pool]
    assert draw(seed="s", on=MONDAY, pool=changed) == draw(seed="s", on=MONDAY, pool=pool)


def test_others_in_the_pool_do_not_change_somebody_s_own_throw():
    alone = keys(draw(seed="s", on=MONDAY, pool=[entry("p7")]))
    crowd = keys(draw(seed="s", on=MONDAY, pool=[entry(f"p{number}") for number in range(50)]))
    assert ("p7" in alone) == ("p7" in crowd)


@pytest.mark.parametrize("seed", range(10))
def test_weekly_over_ten_weeks_is_at_least_ten_tests_for_everybody(seed):
    assert min(len(days) for days in season(seed).values()) >= 10


@pytest.mark.parametrize("seed", range(10))
def test_nobody_goes_longer_than_the_longest_gap(seed):
    for days in season(seed, gap=14, per_week="0.25").values():
        marks = [MONDAY - ONE, *days]
        assert max((later - earlier).days for earlier, later in itertools.pairwise(marks)) <= 14


def test_nobody_can_tell_from_yesterday():
    """With a gap too long to matter, the day after a test is as likely as any other day."""
    after, other = [0, 0], [0, 0]
    for seed in range(40):
        for days in season(seed, gap=90, per_week="1.5", people=6).values():
            open_days = [MONDAY + ONE * n for n in range(70) if (MONDAY + ONE * n).weekday() in WEEK_DAYS]
            for before, day in itertools.pairwise(open_days):
                kind = after if before in days else other
                kind[0] += day in days
                kind[1] += 1
    assert abs(after[0] / after[1] - other[0] / other[1]) < 0.03


def test_somebody_is_picked_today_when_their_next_day_would_be_too_late():
    held = entry(chance="0", last=5, gap=7, next_in=2)
    assert not must_today(held, MONDAY)
    assert must_today(replace(held, next_on=MONDAY + 3 * ONE), MONDAY)
    picks = draw(seed="s", on=MONDAY, pool=[replace(held, next_on=MONDAY + 3 * ONE)])
    assert [(pick.key, pick.why) for pick in picks] == [("a", DrawReason.GAP)]


@pytest.mark.parametrize("out", ["exempt", "away", "asked", "not_here"])
def test_whoever_is_out_is_not_picked_however_long_it_was(out):
    assert draw(seed="s", on=MONDAY, pool=[entry(chance="1", last=90, out=out)]) == []


def test_an_unknown_version_is_not_repeated_with_another_algorithm():
    with pytest.raises(ValueError, match="version"):
        draw(seed="s", on=MONDAY, pool=[], version="0")


@pytest.mark.parametrize(
    ("per_week", "days", "expected"), [("1", 3, "0.333333"), ("3", 3, "1"), ("5", 3, "1"), ("1", 0, "0")]
)
def test_the_chance_spreads_the_rate_over_the_week(per_week, days, expected):
    assert chance_of(Decimal(per_week), days) == Decimal(expected)


def test_a_throw_is_a_share_of_one_and_even():
    throws = [throw("s", MONDAY, str(number)) for number in range(2000)]
    assert all(0 <= one < 1 for one in throws)
    assert 0.47 < sum(throws) / len(throws) < 0.53


def test_an_entry_is_read_back_as_it_was_kept():
    one = entry(out="away", here=False)
    assert Entry.from_data(one.as_data()) == one
