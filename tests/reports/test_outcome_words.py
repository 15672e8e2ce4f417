"""The outcomes report says plainly of which questionnaires nothing can be said."""

from iop.reports.numbers.outcomes import _without
from iop.reports.shapes import Row


def row(label, repeated, better, improved):
    return Row(label, label, {"repeated": repeated, "better": better, "improved": improved})


def test_questionnaires_without_a_number_are_named_once_somebody_repeated_them():
    rows = [row("BARC-10", 5, None, None), row("WHO-5", 4, 2, None), row("PHQ-9", 9, 4, 3), row("AUDIT", 0, None, None)]
    meaningful, reliable = map(str, _without(rows))
    assert "meaningful change: BARC-10." in meaningful
    assert "reliable change: BARC-10, WHO-5." in reliable
    assert "AUDIT" not in meaningful + reliable


def test_where_every_questionnaire_has_its_numbers_nothing_is_added():
    assert _without([row("PCL-5", 3, 2, 0)]) == ()
