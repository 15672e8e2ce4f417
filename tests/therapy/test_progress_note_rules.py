"""What a progress note needs before it can be signed, and what about it asks for a second look."""

import dataclasses

import pytest

from tests.therapy.world import wall
from therapy.rules import progress_notes as rules
from therapy.rules.progress_notes import Copied, Written

AT = wall(12)
WHOLE = Written(
    kind="individual", starts_at=wall(10), ends_at=wall(10, 50), mode="in_person", modalities=["cbt"], risk="none",
    next_step="Monday.", sections=[("data", "Data", "Came.", True), ("plan", "Plan", "Go on.", False)],
)  # fmt: skip
ATTEMPT = Written(
    kind="attempted", starts_at=wall(10), ends_at=wall(10), mode="phone", outcome="no_answer", next_step="Call again.",
    sections=[("happened", "What happened", "", True)],
)  # fmt: skip


def lacking(note, **change):
    return [lack.field for lack in rules.lacks(dataclasses.replace(note, **change), AT)]


def test_a_whole_note_lacks_nothing():
    assert lacking(WHOLE) == []


def test_an_attempt_needs_no_session():
    assert lacking(ATTEMPT) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"starts_at": None}, "starts"),
        ({"ends_at": None}, "starts"),
        ({"ends_at": wall(10)}, "ends"),
        ({"ends_at": wall(9, 59)}, "ends"),
        ({"starts_at": wall(1), "ends_at": wall(9, 1)}, "ends"),
        ({"starts_at": wall(11, 30), "ends_at": wall(12, 1)}, "ends"),
        ({"starts_at": wall(12, 1), "ends_at": wall(12, 2)}, "ends"),
        ({"risk": ""}, "risk"),
        ({"risk": "watch"}, "risk_words"),
        ({"risk": "acted", "risk_words": "  "}, "risk_words"),
        ({"risk": "not_seen"}, "risk_words"),
        ({"modalities": []}, "modalities"),
        ({"mode": "video"}, "client_location"),
        ({"mode": "phone"}, "client_location"),
        ({"next_step": " "}, "next_step"),
        ({"sections": [("data", "Data", " ", True)]}, "section-data"),
        ({"open_objectives": 2}, "no_objective_reason"),
        ({"open_objectives": 2, "no_objective_reason": "other"}, "no_objective_words"),
    ],
)
def test_what_is_missing_is_named_beside_its_field(change, field):
    assert lacking(WHOLE, **change) == [field]


@pytest.mark.parametrize(
    "change",
    [
        {"ends_at": wall(12)},
        {"starts_at": wall(2, 50), "ends_at": wall(10, 50)},
        {"mode": "video", "client_location": "At home, 5 Elm Street"},
        {"risk": "watch", "risk_words": "Slept little; safety plan gone through."},
        {"kind": "phone", "mode": "phone", "client_location": "At work", "modalities": []},
        {"open_objectives": 2, "addressed": 1},
        {"open_objectives": 2, "no_objective_reason": "crisis"},
        {"open_objectives": 2, "no_objective_reason": "other", "no_objective_words": "Asked about the bill."},
    ],
)
def test_what_is_enough(change):
    assert lacking(WHOLE, **change) == []


def test_an_attempt_says_what_came_of_it():
    assert lacking(ATTEMPT, outcome="") == ["outcome"]


def test_a_contact_of_eight_hours_is_the_longest():
    assert rules.why_not_times(wall(0), wall(8)) is None
    assert "8 hours" in str(rules.why_not_times(wall(0), wall(8, 1)))


def test_times_that_touch_do_not_overlap():
    others = [(wall(9), wall(10)), (wall(10, 50), wall(11))]
    assert rules.overlapping(wall(10), wall(10, 50), others) == []


@pytest.mark.parametrize("other", [(9, 0, 10, 1), (10, 49, 11, 0), (10, 10, 10, 20), (9, 0, 12, 0)])
def test_times_that_share_a_minute_overlap(other):
    h1, m1, h2, m2 = other
    assert rules.overlapping(wall(10), wall(10, 50), [(wall(h1, m1), wall(h2, m2))])


def test_copied_words_are_cut_out_of_the_new_ones():
    found = rules.pieces("Before. Slept well. After.", [("Slept well.", "old")])
    assert [(piece.text, piece.source) for piece in found] == [
        ("Before. ", ""),
        ("Slept well.", "old"),
        (" After.", ""),
    ]


def test_a_passage_that_was_changed_is_no_longer_marked():
    assert [piece.source for piece in rules.pieces("Slept badly.", [("Slept well.", "old")])] == [""]


def measured(text, carried=(), before=""):
    return rules.copied([("Data", "data", text)], {"data": list(carried)}, {"data": before})


LONG = "Spoke about the weekend with her brother and what she will do when he calls again."


def test_a_note_that_says_the_same_as_before_is_mostly_copied():
    copied = measured(LONG, before=LONG.upper())
    assert copied.is_most
    assert copied.sections == ["Data"]


def test_a_note_with_as_much_new_is_not_mostly_copied():
    assert not measured(LONG + " " + "n" * len(LONG), carried=[(LONG, "old")]).is_most


def test_a_short_note_that_is_alike_is_not_called_copied():
    assert measured("Client agrees.", before="Client agrees.").copied == 0


@pytest.mark.parametrize(("copied", "is_most"), [(79, False), (80, True)])
def test_four_fifths_are_most(copied, is_most):
    assert Copied(letters=100, copied=copied).is_most is is_most


def test_another_format_loses_no_word():
    kept = rules.moved(
        {"data": "Came.", "assessment": "Steady.", "plan": "Go on."},
        [("data", "Data"), ("assessment", "Assessment"), ("plan", "Plan")],
        ["behavior", "plan"],
    )
    assert kept == {"behavior": "Data: Came.\n\nAssessment: Steady.", "plan": "Go on."}


@pytest.mark.parametrize(
    "names", [[], [""], ["Data", "data"], [f"Part {number}" for number in range(13)]]
)  # fmt: skip
def test_sections_that_make_no_format(names):
    assert rules.why_not_sections([{"label": name} for name in names])


def test_twelve_sections_are_the_most():
    assert rules.why_not_sections([{"label": f"Part {number}"} for number in range(12)]) is None
