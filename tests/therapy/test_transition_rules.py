"""Where a change of level leads, when it may begin, and until when it can be undone."""

import datetime as dt

import pytest

from therapy.rules import transitions as rules
from therapy.rules.transitions import Level

TODAY = dt.date(2026, 3, 2)
DAY = dt.timedelta(days=1)
OP, IOP, PHP = Level("op", 20), Level("iop", 30), Level("php", 40)
DETOX, HOUSE = Level("detox", 80, True), Level("residential", 70, True)
NINE, TEN, ELEVEN, TWELVE = (dt.datetime(2026, 3, 2, hour, tzinfo=dt.UTC) for hour in (9, 10, 11, 12))


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (IOP, OP, "step_down"), (PHP, IOP, "step_down"), (OP, IOP, "step_up"), (IOP, PHP, "step_up"), (IOP, IOP, "same_level"),
        (IOP, DETOX, "off_site"), (DETOX, IOP, "back"), (DETOX, HOUSE, "off_site"), (HOUSE, OP, "back"),
    ],
)  # fmt: skip
def test_where_it_leads(before, after, kind):
    assert rules.kind_of(before, after) == kind


@pytest.mark.parametrize(("days", "fits"), [(-1, False), (0, True), (90, True), (91, False)])
def test_when_it_begins(days, fits):
    assert (rules.why_not_from(TODAY + days * DAY, TODAY) is None) is fits


@pytest.mark.parametrize(("days", "undone", "fits"), [(1, False, True), (0, False, False), (-1, False, False), (1, True, False)])  # fmt: skip
def test_until_when_it_is_undone(days, undone, fits):
    assert (rules.why_not_undo(TODAY + days * DAY, TODAY, is_undone=undone) is None) is fits


@pytest.mark.parametrize(
    ("off_site", "track", "weekdays", "fits"),
    [(False, True, [1], True), (False, True, [], False), (False, False, [1], False), (True, False, [], True), (True, True, [1], False)],
)  # fmt: skip
def test_which_track_fits(off_site, track, weekdays, fits):
    assert (rules.why_not_track(is_off_site=off_site, has_track=track, weekdays=weekdays) is None) is fits


@pytest.mark.parametrize(
    ("starts", "ends", "inside", "clash"),
    [
        (NINE, TEN, False, False), (TEN, ELEVEN, False, True), (TEN, ELEVEN, True, False), (NINE, ELEVEN, True, True),
        (ELEVEN, TWELVE, False, True), (TWELVE, TWELVE + DAY, False, False),
    ],
)  # fmt: skip
def test_what_lies_in_the_way(starts, ends, inside, clash):
    assert rules.clashes(starts, ends, (TEN, TWELVE), lies_inside=inside) is clash


@pytest.mark.parametrize(("due", "by"), [(None, 7), (30, 7), (8, 7), (7, None), (3, None)])
def test_by_when_the_plan_is_reviewed(due, by):
    due_on = None if due is None else TODAY + due * DAY
    assert rules.review_plan_by(TODAY, 7, due_on) == (None if by is None else TODAY + by * DAY)


def test_another_line_is_another_preview():
    assert rules.fingerprint(["a"], [("x", "y")]) != rules.fingerprint(["a"], [("x", "z")])


def test_another_wish_is_another_preview():
    assert rules.fingerprint(["a"], [("x", "y")]) != rules.fingerprint(["b"], [("x", "y")])
