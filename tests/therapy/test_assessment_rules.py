"""Answers that fit their questions, how far an assessment is, and what must not be overlooked."""

import datetime as dt

import pytest

from tests.factories.assessments import answers_of
from therapy.assessment_form import ASKED_ANEW, FORMS, IN_USE, form_of
from therapy.assessment_form.kinds import Kind, Question, Section
from therapy.rules.assessments import (
    alarms,
    cleaned,
    cleaned_left,
    is_needed,
    progress,
    why_not_adopt,
    why_not_reviewed,
    why_unfinished,
)

TODAY = dt.date(2026, 3, 2)
FORM = form_of(IN_USE)
SAFETY = FORM.section("safety")
SUBSTANCES = FORM.section("substances")
EVERY = [
    Question("text", "Text"),
    Question("line", "Line", Kind.LINE),
    Question("choice", "Choice", Kind.CHOICE, options=(("a", "A"), ("b", "B"))),
    Question("multi", "Multi", Kind.MULTI, options=(("a", "A"), ("b", "B"))),
    Question("number", "Number", Kind.NUMBER, least=1, most=10),
    Question("date", "Date", Kind.DATE),
]
SECTION = Section("all", "All", tuple(EVERY))


def clean(**answers):
    return cleaned(SECTION, answers, TODAY)


@pytest.mark.parametrize(
    ("key", "typed", "kept"),
    [
        ("text", "  two\r\nlines ", "two\nlines"),
        ("text", "nul\x00", "nul"),
        ("line", " a \n b ", "a b"),
        ("choice", "a", "a"),
        ("multi", ["b", "a"], ["a", "b"]),
        ("number", "7", 7),
        ("number", 1, 1),
        ("date", "2026-03-02", "2026-03-02"),
    ],
)
def test_an_answer_that_fits_is_kept_in_one_form(key, typed, kept):
    assert clean(**{key: typed}) == ({key: kept}, [])


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("text", 7),
        ("text", "x" * 10_001),
        ("line", "x" * 301),
        ("choice", "c"),
        ("choice", ["a"]),
        ("multi", "a"),
        ("multi", ["c"]),
        ("number", "0"),
        ("number", "11"),
        ("number", "-1"),
        ("number", "1.5"),
        ("number", "٣"),
        ("number", "9" * 40),
        ("date", "2026-03-03"),
        ("date", "yesterday"),
        ("date", "2026-02-30"),
        ("unknown", "x"),
    ],
)
def test_an_answer_that_does_not_fit_is_named(key, typed):
    kept, problems = clean(**{key: typed})
    assert (kept, [problem.field for problem in problems]) == ({}, [key])


@pytest.mark.parametrize("empty", ["", "  ", None, []])
def test_an_empty_answer_is_none(empty):
    assert clean(text=empty) == ({}, [])


def test_a_table_keeps_the_rows_that_say_something():
    typed = {"history": {"alcohol": {"age_first": "15", "amount": ""}, "opioids": {"amount": " "}}}
    assert cleaned(SUBSTANCES, typed, TODAY) == ({"history": {"alcohol": {"age_first": 15}}}, [])


def test_a_wrong_cell_is_named_by_row_and_column():
    _, problems = cleaned(SUBSTANCES, {"history": {"alcohol": {"age_first": "111"}}}, TODAY)
    assert [problem.field for problem in problems] == ["history.alcohol.age_first"]


@pytest.mark.parametrize("typed", [{"tea": {"amount": "lots"}}, ["alcohol"], "alcohol"])
def test_a_table_has_the_rows_of_its_list(typed):
    assert cleaned(SUBSTANCES, {"history": typed}, TODAY)[1]


def test_a_reason_stands_only_where_no_answer_does():
    assert cleaned_left(
        SECTION, {"text": "declined", "line": "not_asked", "date": "why", "x": "declined"}, {"text": "a"}
    ) == {"line": "not_asked"}


@pytest.mark.parametrize("section", FORM.sections, ids=lambda section: section.key)
def test_a_section_is_whole_with_its_needed_answers(section):
    answers, problems = cleaned(section, answers_of(section), TODAY)
    assert problems == []
    assert progress(section, answers, {}).is_whole
    assert not progress(section, {}, {}).is_whole


def test_a_declined_question_counts_as_done():
    section = FORM.section("culture")
    left = {each.key: "declined" for each in section.questions if each.needed}
    assert progress(section, {}, left).is_whole


def test_about_safety_everybody_is_asked():
    needed = [each.key for each in SAFETY.questions if each.needed]
    assert not progress(SAFETY, {}, dict.fromkeys(needed, "not_asked")).is_whole
    assert progress(SAFETY, {}, dict.fromkeys(needed, "declined")).is_whole


def test_some_questions_are_needed_only_after_a_yes():
    plan = SAFETY.question("suicidal_plan")
    assert not is_needed(plan, {"suicidal_thoughts": "no"})
    assert is_needed(plan, {"suicidal_thoughts": "yes"})


@pytest.mark.parametrize(
    ("answers", "kinds"),
    [
        ({"suicidal_thoughts": "no", "wish_dead": "no"}, []),
        ({"wish_dead": "yes"}, ["suicidal"]),
        ({"suicidal_thoughts": "unsure"}, ["suicidal"]),
        ({"attempt": "past"}, []),
        ({"attempt": "recent"}, ["suicidal"]),
        ({"violent_thoughts": "yes"}, ["conflict"]),
        ({"suicidal_thoughts": "yes", "violent_thoughts": "yes"}, ["suicidal", "conflict"]),
    ],
)
def test_danger_is_named(answers, kinds):
    assert alarms(SAFETY, answers) == kinds


def test_an_unfinished_section_is_named():
    states = {section.key: (answers_of(section), {}) for section in FORM.sections if section.key != "legal"}
    assert "Law is not finished" in str(why_unfinished(FORM, states))


def test_several_unfinished_sections_are_counted():
    assert f"{len(FORM.sections)} sections are not finished" in str(why_unfinished(FORM, {}))


def test_of_one_made_elsewhere_only_today_is_asked():
    states = {key: (answers_of(FORM.section(key)), {}) for key in ASKED_ANEW}
    assert why_unfinished(FORM, states, set(ASKED_ANEW)) is None


@pytest.mark.parametrize(
    ("made_on", "holds"),
    [("2025-03-02", True), ("2025-03-01", True), ("2025-02-28", False), ("2026-03-02", True), ("2026-03-03", False)],
)
def test_twelve_months_is_the_limit_of_what_may_be_adopted(made_on, holds):
    assert (why_not_adopt("outside", dt.date.fromisoformat(made_on), "Harbor detox", TODAY) is None) == holds


def test_who_made_it_elsewhere_is_said():
    assert why_not_adopt("outside", TODAY, "", TODAY)


def test_what_is_adopted_is_reviewed_in_words():
    assert why_not_reviewed("earlier", " ")
    assert why_not_reviewed("earlier", "Nothing changed but work.") is None
    assert why_not_reviewed("own", "") is None


@pytest.mark.parametrize("form", FORMS.values(), ids=lambda form: form.version)
def test_every_key_is_used_once_and_every_condition_points_somewhere(form):
    assert len({section.key for section in form.sections}) == len(form.sections)
    for section in form.sections:
        keys = [each.key for each in section.questions]
        assert len(set(keys)) == len(keys)
        for each in section.questions:
            if each.needed_if:
                other = section.question(each.needed_if[0])
                assert each.needed_if[1] <= {key for key, _ in other.options}
            assert set(each.alarms) <= {key for key, _ in each.options}
