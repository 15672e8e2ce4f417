"""What a chart is drawn from."""

import json

from iop.pages.presenters.reports.charts import chart_data
from iop.reports.shapes import Chart, Column, Result, Row, Unit

COLUMNS = (Column("done", "Done"), Column("missed", "Missed"), Column("hours", "Hours", Unit.MINUTES))


def drawn(*rows, columns=("done", "missed")):
    made = [Row(str(place), f"Row {place}", row) for place, row in enumerate(rows)]
    told = chart_data(Result("What", COLUMNS, made, None, Chart("bar", columns)), by_time=False)
    return json.loads(told) if told else None


def labels(told):
    return [each["label"] for each in told["sets"]]


def test_what_never_happened_gets_no_colour_and_the_other_keeps_its_name():
    told = drawn({"done": 3, "missed": 0}, {"done": 0, "missed": 0})
    assert (labels(told), told["named"]) == (["Done"], True)


def test_where_nothing_happened_at_all_noughts_are_drawn():
    assert labels(drawn({"done": 0, "missed": None})) == ["Done"]


def test_what_cannot_be_said_is_not_drawn():
    assert drawn({"done": None, "missed": None}) is None


def test_hours_are_drawn_as_hours():
    told = drawn({"hours": 90}, columns=("hours",))
    assert (told["sets"][0]["values"], told["unit"], told["named"]) == ([1.5], "h", False)


def test_a_row_of_which_nothing_can_be_said_takes_no_room_but_a_month_keeps_its_place():
    rows = ({"done": None, "missed": None}, {"done": 3, "missed": 1})
    assert drawn(*rows)["labels"] == ["Row 1"]
    made = [Row(str(place), f"Row {place}", row) for place, row in enumerate(rows)]
    told = json.loads(chart_data(Result("What", COLUMNS, made, None, Chart("bar", ("done",))), by_time=True))
    assert (told["labels"], told["sets"][0]["values"]) == (["Row 0", "Row 1"], [None, 3.0])
