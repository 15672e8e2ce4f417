"""The clocks of the registers, and what the law decides, as tables of cases."""

import datetime as dt

import pytest

from clients import register_rules as rules
from clients.register_choices import REGISTER_MOVES, EntryStatus, Register

D = dt.date


@pytest.mark.parametrize(
    ("found", "affected", "due"),
    [
        (D(2026, 3, 2), 1, {"people": D(2026, 5, 1), "hhs": D(2027, 3, 1)}),
        (D(2026, 3, 2), 499, {"people": D(2026, 5, 1), "hhs": D(2027, 3, 1)}),
        (D(2026, 3, 2), 500, {"people": D(2026, 5, 1), "hhs": D(2026, 5, 1)}),
        (D(2026, 3, 2), 501, {"people": D(2026, 5, 1), "hhs": D(2026, 5, 1), "media": D(2026, 5, 1)}),
        (D(2027, 12, 31), 3, {"people": D(2028, 2, 29), "hhs": D(2028, 2, 29)}),
        (D(2028, 1, 1), 3, {"people": D(2028, 3, 1), "hhs": D(2029, 3, 1)}),
    ],
)
def test_who_is_told_of_a_breach_until_when(found, affected, due):
    clocks = rules.breach_clocks(found, affected, told_people=None, told_hhs=None, told_media=None)
    assert {clock.key: clock.due_on for clock in clocks} == due


def test_the_next_deadline_is_the_earliest_that_still_runs():
    clocks = rules.breach_clocks(D(2026, 3, 2), 1, told_people=D(2026, 3, 5), told_hhs=None, told_media=None)
    assert rules.next_due(clocks) == D(2027, 3, 1)


def test_when_all_is_met_nothing_runs():
    clocks = rules.breach_clocks(D(2026, 3, 2), 1, told_people=D(2026, 3, 5), told_hhs=D(2026, 3, 6), told_media=None)
    assert rules.next_due(clocks) is None


@pytest.mark.parametrize(("met", "today", "late"), [(None, D(2026, 5, 1), False), (None, D(2026, 5, 2), True), (D(2026, 5, 2), D(2026, 6, 1), True), (D(2026, 5, 1), D(2026, 6, 1), False)])  # fmt: skip
def test_the_last_day_is_in_time(met, today, late):
    assert rules.Clock("people", "Tell", D(2026, 5, 1), "", met).is_late(today) is late


@pytest.mark.parametrize(
    ("register", "extended", "days"),
    [
        (Register.AMENDMENT, False, 60),
        (Register.AMENDMENT, True, 90),
        (Register.ACCESS, False, 30),
        (Register.ACCESS, True, 60),
    ],
)
def test_how_long_a_request_may_take(register, extended, days):
    due, _source = rules.request_due(register, D(2026, 3, 2), extended=extended)
    assert due == D(2026, 3, 2) + dt.timedelta(days=days)


@pytest.mark.parametrize(
    ("case", "refused"),
    [
        ({}, False),
        ({"register": Register.GRIEVANCE}, True),
        ({"extended": True}, True),
        ({"today": D(2026, 4, 2)}, True),
        ({"reason": " "}, True),
    ],
)
def test_when_a_clock_may_be_extended(case, refused):
    given = {
        "register": Register.ACCESS,
        "extended": False,
        "due_on": D(2026, 4, 1),
        "today": D(2026, 4, 1),
        "reason": "Stored away.",
    }
    assert (rules.why_not_extend(**{**given, **case}) is not None) is refused


LOW = dict.fromkeys(("what", "who", "seen", "mended"), "low")
WORDS = dict.fromkeys(LOW, "Weighed.")


@pytest.mark.parametrize(
    ("factors", "words", "refused"),
    [
        (LOW, WORDS, False),
        ({**LOW, "seen": "high"}, WORDS, True),
        ({**LOW, "mended": ""}, WORDS, True),
        (LOW, {**WORDS, "who": "  "}, True),
        (LOW, {}, True),
    ],
)
def test_no_breach_needs_all_four_factors_weighed(factors, words, refused):
    assert (rules.why_not_low(factors, words) is not None) is refused


@pytest.mark.parametrize(
    ("paid", "purposes", "law", "must"),
    [
        (True, ["payment"], False, True),
        (True, ["operations", "treatment"], False, True),
        (True, ["treatment"], False, False),
        (True, ["payment"], True, False),
        (False, ["payment"], False, False),
    ],
)
def test_what_was_paid_in_full_must_be_agreed_to(paid, purposes, law, must):
    assert rules.must_agree(paid_in_full=paid, purposes=purposes, required_by_law=law) is must


@pytest.mark.parametrize(
    ("how", "must", "refused"),
    [
        ("asked_written", True, False),
        ("asked_orally", True, False),
        ("we_end", False, False),
        ("we_end", True, True),
        ("", False, True),
    ],
)
def test_how_a_restriction_ends(how, must, refused):
    assert (rules.why_not_end(how=how, must=must) is not None) is refused


AGREED = {"purposes": ["payment"], "information": ["drug_tests"], "starts_on": D(2026, 3, 2), "ends_on": D(2026, 3, 9)}


@pytest.mark.parametrize(
    ("case", "held_back"),
    [
        ({}, True),
        ({"purpose": "treatment"}, False),
        ({"purpose": "emergency", "purposes": ["emergency", "payment"]}, False),
        ({"asked": ["attendance"]}, False),
        ({"asked": ["attendance", "drug_tests"]}, True),
        ({"asked": []}, True),
        ({"information": [], "asked": ["attendance"]}, True),
        ({"on": D(2026, 3, 1)}, False),
        ({"on": D(2026, 3, 9)}, True),
        ({"on": D(2026, 3, 10)}, False),
        ({"ends_on": None, "on": D(2030, 1, 1)}, True),
    ],
)
def test_what_an_agreed_restriction_holds_back(case, held_back):
    given = {**AGREED, "purpose": "payment", "asked": ["drug_tests"], "on": D(2026, 3, 2)}
    assert rules.restricts(**{**given, **case}) is held_back


@pytest.mark.parametrize("register", list(Register))
def test_an_entry_moves_along_its_table_alone(register):
    for status in EntryStatus.values:
        for to in EntryStatus.values:
            allowed = to in REGISTER_MOVES[register].get(status, set())
            assert (rules.why_not_move(register, status, to) is None) is allowed
