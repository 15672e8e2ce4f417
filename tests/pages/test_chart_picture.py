"""Where everything stands in the drawing of a stay."""

import datetime as dt

import pytest

from iop.pages.presenters.clients import picture
from iop.pages.presenters.clients.picture import Band, Week, draw

MONDAY = dt.date(2026, 1, 5)


def weeks(number, **fields):
    return [
        Week(first=MONDAY + dt.timedelta(days=7 * index), says=(f"Week {index}", "mood"), label="5 Jan", **fields)
        for index in range(number)
    ]


def test_nobody_in_treatment_gives_an_empty_drawing():
    drawn = draw([], [Band("IOP", MONDAY, MONDAY)], [])
    assert (list(drawn.columns), list(drawn.levels)) == ([], [])


def test_full_hours_reach_the_line_of_what_is_required():
    column = draw(weeks(1, attended=540, required=540), [], []).columns[0]
    assert column.bar.y == column.need.y


def test_a_week_without_hours_has_no_bar():
    assert draw(weeks(1), [], []).columns[0].bar is None


def test_a_bar_stands_on_the_base():
    bar = draw(weeks(1, attended=300), [], []).columns[0].bar
    assert bar.y + bar.height == pytest.approx(picture.HOURS_BASE)


def test_many_hours_stay_below_the_top():
    assert draw(weeks(1, attended=2000), [], []).columns[0].bar.y >= picture.HOURS_TOP


@pytest.mark.parametrize(("value", "y"), [(0, picture.FEEL_BASE), (10, picture.FEEL_TOP), (5, 251.0)])
def test_mood_is_drawn_from_zero_to_ten(value, y):
    assert draw(weeks(1, mood=value), [], []).columns[0].mood.y == y


def test_a_mood_of_zero_is_drawn():
    assert draw(weeks(1, mood=0.0), [], []).mood_line


def test_weeks_without_a_check_in_are_passed_over():
    some = [*weeks(1, mood=4.0), *weeks(2)[1:]]
    assert len(draw(some, [], []).mood_line.split()) == 1


def test_a_short_stay_fills_no_more_than_it_needs():
    assert draw(weeks(2), [], []).columns[0].width == picture.WIDEST


def test_a_stay_of_two_years_grows_wider_instead_of_unreadable():
    drawn = draw(weeks(104), [], [])
    assert drawn.columns[0].width == picture.NARROWEST
    assert drawn.width > picture.LEAST_WIDTH


def test_a_band_is_cut_to_the_weeks_shown():
    band = Band("Intensive outpatient", MONDAY - dt.timedelta(days=90), MONDAY + dt.timedelta(days=900))
    drawn = draw(weeks(10), [band], [])
    box = drawn.levels[0]
    assert box.x == picture.LEFT
    assert box.x + box.width <= drawn.right


def test_a_band_before_the_weeks_shown_is_left_out():
    assert not draw(weeks(2), [Band("PHP", MONDAY - dt.timedelta(days=90), MONDAY - dt.timedelta(days=1))], []).levels


def test_a_name_that_does_not_fit_its_band_is_left_out():
    assert (
        draw(weeks(1), [Band("Intensive outpatient", MONDAY, MONDAY + dt.timedelta(days=1))], []).levels[0].label == ""
    )


@pytest.mark.parametrize(("index", "anchor"), [(0, "start"), (6, "middle"), (-1, "end")])
def test_words_never_run_out_of_the_drawing(index, anchor):
    long = [Week(first=week.first, says=("w" * 60, ""), label="") for week in weeks(14)]
    assert draw(long, [], []).columns[index].anchor == anchor
