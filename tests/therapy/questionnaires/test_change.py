"""What a change between two scores means, and which changes alert."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.therapy.questionnaires.instruments import instrument, named, scored
from therapy.questionnaires.engine import Score, change


def total(number):
    return Score(total=Decimal(number))


@pytest.mark.parametrize(
    ("key", "before", "after", "meaningful"),
    [("phq9", 15, 10, True), ("phq9", 15, 11, False), ("gad7", 12, 8, True), ("gad7", 12, 9, False),
     ("audit_c", 6, 4, True), ("audit_c", 6, 5, False), ("pcl5", 50, 40, True), ("pcl5", 50, 41, False),
     ("who5", 40, 52, True), ("who5", 40, 48, False), ("audit", 20, 4, None), ("barc10", 30, 60, None)],
)  # fmt: skip
def test_a_change_is_meaningful_from_the_published_threshold(key, before, after, meaningful):
    assert change(instrument(key), total(before), None, total(after)).since_baseline.is_meaningful is meaningful


@pytest.mark.parametrize(("after", "reliable"), [(36, False), (35, True)])
def test_the_pcl5_says_reliable_apart_from_meaningful(after, reliable):
    step = change(instrument("pcl5"), total(50), None, total(after)).since_baseline
    assert (step.is_meaningful, step.is_reliable) == (True, reliable)


@pytest.mark.parametrize(("after", "response", "remission"), [(10, True, False), (11, False, False), (4, True, True)])
def test_response_is_half_and_remission_is_below_five(after, response, remission):
    found = change(instrument("phq9"), total(20), None, total(after))
    assert (found.is_response, found.is_remission) == (response, remission)


@pytest.mark.parametrize(
    ("key", "before", "after", "way"),
    [("phq9", 10, 12, "worse"), ("phq9", 10, 8, "better"), ("who5", 40, 60, "better"), ("barc10", 50, 40, "worse"),
     ("phq9", 10, 10, "same")],
)  # fmt: skip
def test_which_way_it_went_follows_the_instrument(key, before, after, way):
    assert change(instrument(key), None, total(before), total(after)).since_previous.way == way


@pytest.mark.parametrize(("after", "alerts"), [(14, []), (15, ["rise"])])
def test_five_points_more_than_the_last_time_alert(after, alerts):
    assert named(change(instrument("phq9"), None, total(10), total(after)).alerts) == alerts


@pytest.mark.parametrize(("after", "alerts"), [(46, []), (45, ["fall"])])
def test_recovery_capital_that_falls_by_five_alerts(after, alerts):
    assert named(change(instrument("barc10"), None, total(50), total(after)).alerts) == alerts


@pytest.mark.parametrize(("before", "after", "alerts"), [(0, 1, ["use_rises"]), (1, 4, []), (0, 0, []), (None, 3, [])])
def test_use_that_begins_again_alerts(before, after, alerts):
    earlier = Score(subscores={"use": None if before is None else Decimal(before)})
    now = Score(subscores={"use": Decimal(after)})
    assert named(change(instrument("bam"), None, earlier, now).alerts) == alerts


def test_without_an_earlier_score_nothing_is_said():
    found = change(instrument("phq9"), None, None, total(12))
    assert (found.since_baseline, found.since_previous, found.is_response, found.alerts) == (None, None, None, [])


def test_an_unknown_total_is_compared_with_nothing():
    assert change(instrument("phq9"), total(10), total(10), Score()).since_baseline is None


def test_a_zone_that_changed_is_said():
    before, after = scored("audit", *([2] * 8), 0, 0), scored("audit", 1, 0, 0, *([None] * 5), 0, 0)
    assert change(instrument("audit"), before, None, after).band_changed is True


def test_parts_are_compared_with_the_baseline():
    before, after = (
        Score(subscores={"use": Decimal(5), "risk": None}),
        Score(subscores={"use": Decimal(2), "risk": Decimal(1)}),
    )
    assert change(instrument("bam"), before, None, after).parts == {"use": Decimal(-3)}
