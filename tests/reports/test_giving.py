"""What is given away tells nothing of a few people: not in a row, not in a sentence, not through many lines of one person."""

import datetime as dt

import pytest

from iop.reports import catalogue
from iop.reports.giving import for_giving_away
from iop.reports.shapes import Ask, Column, Result, Row, Unit
from tests.factories import days
from tests.factories.clients import AT, TODAY, make_admitted, make_site

DAY = dt.timedelta(days=1)
OF_NOBODY = {"note_timeliness", "documentation_overdue"}
"""Reports about the work of colleagues: their rows count notes and duties."""


def table(*rows, totals=None):
    columns = (Column("people", "People"), Column("lines", "Lines"), Column("hours", "Hours", Unit.MINUTES))
    return Result("Track", columns, [Row(str(place), "", row) for place, row in enumerate(rows)], totals)


def test_many_lines_of_few_people_are_hidden():
    few = {"people": 2, "lines": 40, "hours": 7200}
    many = {"people": 30, "lines": 600, "hours": 90000}
    given = for_giving_away(table(few, many, many), 11)
    assert [row.cells["hours"] for row in given.rows] == [None, None, 90000]


def test_a_sentence_with_numbers_stays_inside():
    given = for_giving_away(Result("Day", (), [], counted=("On average 2.3 clients.",)), 11)
    assert given.counted == ()


@pytest.mark.parametrize("report", [each.key for each in catalogue.every() if each.key not in OF_NOBODY])
def test_each_report_says_of_how_many_people_its_rows_are(db, report):
    """Without a column of people no row of it could ever be hidden."""
    site = make_site()
    found = catalogue.find(report)
    for by, _label in found.groupings or (("", ""),):
        result = found.read(Ask((site.pk,), TODAY - 30 * DAY, TODAY, AT, site.time_zone, by))
        assert Unit.PEOPLE in {column.unit for column in result.columns}, by


@pytest.mark.django_db
def test_one_person_who_came_often_is_one_person():
    clinic = days.make_closed(people=1)
    ask = Ask((clinic.site.pk,), TODAY, TODAY, clinic.closed_at, clinic.site.time_zone, "track")
    for key in ("attendance", "seats"):
        result = catalogue.find(key).read(ask)
        assert (result.rows[0].cells["people"], result.totals["people"]) == (1, 1)


@pytest.mark.django_db
def test_who_is_still_in_treatment_is_said_beside_the_length_of_stay():
    site = make_site()
    for ago in (10, 20):
        make_admitted(site, on=TODAY - ago * DAY, at=AT - ago * DAY)
    result = catalogue.find("length_of_stay").read(Ask((site.pk,), TODAY, TODAY, AT, site.time_zone, "level"))
    assert result.totals["stays"] == 0
    assert [str(each) for each in result.counted] == [
        "Still in treatment after Mar 2, 2026: 2, for 15 days so far (median)."
    ]
