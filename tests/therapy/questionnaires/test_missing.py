"""Missing answers: never nought, and never in the way of an alert that is certain already."""

from __future__ import annotations

import copy
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.therapy.questionnaires.instruments import band, in_order, instrument, named, scored
from therapy.questionnaires.engine import score, visible_items
from therapy.questionnaires.reading import read
from therapy.questionnaires.shapes import CHOICE
from therapy.questionnaires.shipped import all_data

KEYS = sorted(all_data())


def prorated(key, number):
    data = copy.deepcopy(all_data()[key])
    data["scales"][0]["allowed_missing"] = number
    return read(data, "en")


@pytest.mark.parametrize("key", ["phq9", "gad7", "pcl5", "barc10", "who5", "cows", "ciwa_ar", "dast10"])
def test_as_shipped_one_missing_answer_makes_the_total_unknown(key):
    definition = instrument(key)
    scale = definition.scale("total")
    answers = {each: definition.item(each).options[0].value for each in scale.items}
    del answers[scale.items[-1]]
    result = score(definition, answers)
    assert (result.total, band(result), result.missing) == (None, None, [scale.items[-1]])


@pytest.mark.parametrize(
    ("answers", "total"),
    [
        ((1, 1, 1, 1, 1, 1, 1, 1, None), 9),
        ((2, 1, 1, 1, 1, 1, 1, None, None), 10),  # 8/7 of nine is 10.29
        ((1, 1, 1, 1, 1, 1, None, None, None), None),
        ((0, 0, 0, 0, 0, 0, 0, 2, None), 2),  # 2.25
    ],
)
def test_phq9_fills_up_to_two_missing_by_the_mean_where_the_clinic_allows_it(answers, total):
    definition = prorated("phq9", 2)
    result = score(definition, in_order(definition, answers))
    assert (result.total, result.is_prorated, result.is_complete) == (total, total is not None, False)


def test_a_mean_of_a_half_is_rounded_up():
    definition = prorated("gad7", 1)
    result = score(definition, in_order(definition, (1, 1, 1, 0, 0, 0, None)))  # 3.5
    assert result.total == 4


def test_prorating_is_off_unless_the_clinic_turns_it_on():
    assert {scale.allowed_missing for key in KEYS for scale in instrument(key).scales} == {0}
    assert [(instrument(key).key, instrument(key).scale("total").may_allow_missing) for key in ("phq9", "gad7", "pcl5")] == [
        ("phq9", 2), ("gad7", 2), ("pcl5", 4),
    ]  # fmt: skip


def test_an_alert_of_one_item_speaks_before_the_rest_is_answered():
    result = score(instrument("phq9"), {"9": 1})
    assert (result.total, [(each.level, each.key) for each in result.alerts]) == (None, [("urgent", "item9")])


def test_a_total_that_must_come_out_high_alerts_before_the_last_answer():
    result = scored("phq9", 3, 3, 3, 3, 3, 3, 3, None, None)
    assert (result.total, named(result.alerts)) == (None, ["severe"])


def test_a_total_that_may_still_stay_low_does_not_alert():
    assert scored("phq9", 3, 3, 3, 3, 3, 3, None, None, None).alerts == []


def test_a_danger_said_where_nothing_should_have_been_asked_is_heard():
    result = score(instrument("cssrs_screener"), {"1": 0, "2": 0, "4": 1, "6a": 0})
    assert named(result.alerts) == ["high"]


def test_a_declined_suicide_screen_is_never_no_risk():
    result = score(instrument("cssrs_screener"), {})
    assert (result.band, result.missing) == (None, ["1", "2", "6a"])
    assert band(score(instrument("cssrs_screener"), {"1": 0, "2": 0})) is None


def test_a_low_risk_is_not_named_while_a_higher_one_is_open():
    result = score(instrument("cssrs_screener"), {"1": 1, "2": 0})
    assert (result.band, named(result.alerts)) == (None, ["low"])


def test_enough_yes_answers_make_the_ptsd_screen_positive_before_it_is_finished():
    result = scored("pc_ptsd_5", 1, 1, 1, 1, None, None)
    assert (result.total, band(result), named(result.flags)) == (None, "positive", ["positive", "positive_incomplete"])


def test_too_few_answers_leave_the_ptsd_screen_open():
    result = scored("pc_ptsd_5", 1, 1, 0, None, None, None)
    assert (result.total, result.band, result.flags) == (None, None, [])


def test_a_subscale_of_the_bam_is_unknown_when_one_of_its_answers_is():
    result = score(instrument("bam"), {"4": 1, "5": 0, "1": 0, "2": 0, "3": 0, "8": 0, "11": 0, "15": 0})
    assert (result.subscores["use"], result.subscores["risk"], result.subscores["protective"]) == (None, 0, None)
    assert named(result.flags) == ["use"]


def test_days_of_heavy_drinking_are_none_when_there_was_no_drinking():
    assert score(instrument("bam"), {"4": 0, "6": 2}).subscores["use"] == 2


def test_the_opiate_class_of_the_bam_alerts():
    assert named(score(instrument("bam"), {"6": 1, "7e": 1}).alerts) == ["opioids"]


@pytest.mark.parametrize(
    ("answers", "shown"),
    [
        ({}, ["1", "9", "10"]),
        ({"1": 0}, ["1", "9", "10"]),
        ({"1": 1}, ["1", "2", "3", "9", "10"]),
        ({"1": 1, "2": 0, "3": 0}, ["1", "2", "3", "9", "10"]),
        ({"1": 1, "2": 0, "3": 1}, [str(n) for n in range(1, 11)]),
        ({"1": 1, "2": 0}, ["1", "2", "3", "9", "10"]),
    ],
)
def test_the_audit_asks_as_its_skip_rules_say(answers, shown):
    assert [item.key for item in visible_items(instrument("audit"), answers)] == shown


def test_phq9_asks_how_difficult_only_when_there_is_something():
    definition = instrument("phq9")
    assert "10" not in [item.key for item in visible_items(definition, {"1": 0})]
    assert "10" in [item.key for item in visible_items(definition, {"1": 1})]


def test_how_difficult_is_not_added_and_not_needed():
    definition = instrument("phq9")
    answers = dict.fromkeys("123456789", 1)
    assert (score(definition, answers).is_complete, score(definition, {**answers, "10": 3}).total) == (True, 9)


def test_an_answer_to_a_question_that_is_skipped_adds_nothing():
    result = score(instrument("audit"), {"1": 0, "2": 4, "3": 4, "9": 0, "10": 0})
    assert (result.total, result.is_complete) == (0, True)


def some_answers(key):
    """Any selection of permitted answers of an instrument."""
    items = [item for item in instrument(key).questions if item.kind == CHOICE]
    return st.fixed_dictionaries(
        {}, optional={item.key: st.sampled_from([option.value for option in item.options]) for item in items}
    )


def any_instrument():
    return st.sampled_from(KEYS).flatmap(lambda key: st.tuples(st.just(key), some_answers(key)))


RANGES = {
    "phq9": (0, 27), "gad7": (0, 21), "audit": (0, 40), "audit_c": (0, 12), "dast10": (0, 10), "pc_ptsd_5": (0, 5),
    "pcl5": (0, 80), "cows": (0, 48), "ciwa_ar": (0, 67), "barc10": (10, 60), "who5": (0, 100),
}  # fmt: skip


@given(any_instrument())
def test_a_total_lies_within_the_published_range_and_in_a_band(chosen):
    key, answers = chosen
    result = score(instrument(key), answers)
    if result.total is not None:
        low, high = RANGES[key]
        assert low <= result.total <= high
        assert result.band is not None


@given(any_instrument(), st.randoms())
def test_taking_an_answer_away_never_makes_another_total(chosen, dice):
    key, answers = chosen
    full = score(instrument(key), answers)
    if not answers:
        return
    less = dict(answers)
    del less[dice.choice(sorted(less))]
    fewer = score(instrument(key), less)
    # What is still known is known for a reason: the same total, or one of fewer questions that were asked.
    if fewer.total is not None and full.total is not None and not fewer.missing and not full.missing:
        asked = {item.key for item in visible_items(instrument(key), less)}
        assert asked <= {item.key for item in visible_items(instrument(key), answers)} or fewer.total <= full.total


@given(any_instrument())
def test_without_every_needed_answer_there_is_no_total(chosen):
    key, answers = chosen
    definition = instrument(key)
    result = score(definition, answers)
    scale = definition.scale("total")
    if scale and set(result.missing) & set(scale.items):
        assert result.total is None
        assert not result.is_complete


@given(any_instrument())
def test_an_alert_never_depends_on_a_missing_answer_being_nought(chosen):
    """What alerts before the end still alerts when every open question is answered with the least."""
    key, answers = chosen
    definition = instrument(key)
    groups = {rule.key: rule.group for rule in definition.alerts}
    early = {groups[alert.key] or alert.key for alert in score(definition, answers).alerts}
    full = dict(answers)
    for item in definition.questions:
        if item.key not in full and item.options:
            full[item.key] = min(item.options, key=lambda option: option.points or Decimal(0)).value
    late = {groups[alert.key] or alert.key for alert in score(definition, full).alerts}
    assert early <= late
