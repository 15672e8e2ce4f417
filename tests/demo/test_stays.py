"""The stays that the demo lays out: as many as asked for, one after another in each place, in a clinic that grew."""

import datetime as dt
import itertools
import random
from types import SimpleNamespace

import pytest

from clients.choices import DischargeKind
from iop.demo import stays

NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
HOUSE = SimpleNamespace(
    tracks=[SimpleNamespace(day_part=part) for part in ("morning", "evening", "weekend", "afternoon")]
)
DAY = dt.timedelta(days=1)


def planned(seed=7, active=70, former=150):
    return stays.plan(HOUSE, NOW, random.Random(seed), active, former)


def census(told, days_ago):
    on = NOW.date() - days_ago * DAY
    return sum(stay.admitted <= on and (stay.discharged is None or on <= stay.discharged) for stay in told)


def test_as_many_stays_as_asked_for_and_the_same_again():
    told = planned()
    assert (len(told), sum(stay.discharged is None for stay in told)) == (220, 70)
    assert told == planned()
    assert told == sorted(told, key=lambda stay: (stay.admitted, stay.number))


@pytest.mark.parametrize("seed", [3, 7, 11])
def test_the_census_rises_over_the_year_without_a_step(seed):
    told = planned(seed)
    quarter = [census(told, days) for days in range(90, -1, -1)]
    assert max(abs(after - before) for before, after in itertools.pairwise(quarter)) <= 5
    assert min(quarter) >= 40
    assert census(told, 0) == 70 > census(told, 90) > census(told, 180) > census(told, 300) > 0


@pytest.mark.parametrize("seed", [3, 7, 11])
def test_people_come_and_leave_in_every_month_of_the_quarter(seed):
    told = planned(seed)
    for days in (0, 30, 60):
        span = [NOW.date() - (days + number) * DAY for number in range(30)]
        assert sum(stay.admitted in span for stay in told) >= 12
        assert sum(stay.discharged in span for stay in told) >= 12


def test_stays_last_as_long_as_their_end_says():
    ended = [stay for stay in planned() if stay.discharged]
    assert all(stay.ending.least <= (stay.discharged - stay.admitted).days <= stay.ending.most for stay in ended)
    completed = sum(stay.ending.kind == DischargeKind.COMPLETED for stay in ended)
    assert 0.5 < completed / len(ended) < 0.7


def test_a_small_clinic_has_somebody_who_came_today_and_somebody_who_left():
    told = planned(active=3, former=5)
    assert NOW.date() in {stay.admitted for stay in told}
    assert all(stay.discharged < NOW.date() for stay in told if stay.discharged)
