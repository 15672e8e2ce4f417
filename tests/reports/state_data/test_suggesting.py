"""What a signed assessment proposes for the state, as tables of cases."""

import pytest

from iop.reports.state_data.suggesting import suggested


def history(**rows):
    return {"substances": {"history": rows}}


def test_what_is_used_now_comes_before_the_past_and_more_criteria_before_fewer():
    found = suggested(
        history(
            cannabis={"use": "past", "criteria": 9}, alcohol={"use": "now", "criteria": 4},
            opioids={"use": "now", "criteria": 8}, nicotine={"use": "now", "criteria": 11},
        )
    )  # fmt: skip
    assert [found[f"substance_{n}"] for n in (1, 2, 3)] == ["other_opiates", "alcohol", "marijuana"]


def test_route_pattern_and_age_come_along():
    found = suggested(history(alcohol={"use": "now", "route": ["oral"], "pattern": "daily", "age_first": 15}))
    assert found == {"substance_1": "alcohol", "route_1": "oral", "frequency_1": "daily", "first_use_1": "15"}


def test_what_is_past_was_not_used_in_the_past_month():
    assert suggested(history(cocaine={"use": "past", "pattern": "daily"}))["frequency_1"] == "none_month"


def test_what_was_only_named_at_the_first_call_is_not_proposed():
    assert suggested(history(alcohol={"use": "told"})) == {}


@pytest.mark.parametrize(
    ("section", "key", "word", "field", "proposed"),
    [
        ("living", "housing", "street", "living", "homeless"),
        ("living", "housing", "own", "living", "independent"),
        ("work", "military", "family", "veteran", "no"),
        ("medical", "pregnancy", "does_not_apply", "pregnant", "not_applicable"),
        ("substances", "medication", "taking", "moud", "yes"),
    ],
)
def test_words_of_the_assessment_become_answers(section, key, word, field, proposed):
    assert suggested({section: {key: word}})[field] == proposed


@pytest.mark.parametrize("sections", [{}, history(), {"substances": {"history": None}}, history(alcohol="x")])
def test_an_assessment_that_says_nothing_proposes_nothing(sections):
    assert suggested(sections) == {}
