"""Who can be reached, who needs somebody now, who fits, and who may be whom."""

import datetime as dt

import pytest

from clients import intake_rules as rules
from clients.choices import INQUIRY_MOVES, InquiryStatus, SafetyAnswer, Urgency
from clients.intake_rules import Alike, FitState, Known, Line

BORN = dt.date(1991, 4, 12)
YES, NO, OPEN = "yes", "no", "unknown"


def line(answer=OPEN, *, needed=True, kind="fit", text="Stable?", payers=()):
    return Line(kind, text, needed, answer, payer_kinds=frozenset(payers))


def person(first="Jordan", last="Doe", born=BORN, phones=(), called=""):
    return Known((first, last), called, born, frozenset(phones))


@pytest.mark.parametrize(
    ("phone", "email", "wanted", "field"),
    [
        ("", "", "phone", "callback_phone"),
        ("", "a@b.example", "sms", "callback_phone"),
        ("", "a@b.example", "phone", "callback_phone"),
        ("+16175550123", "", "email", "callback_email"),
    ],
)
def test_says_beside_which_field_a_way_to_call_back_is_missing(phone, email, wanted, field):
    assert rules.why_not_reachable(phone, email, wanted)[0] == field


def test_an_address_alone_will_do_for_who_wants_an_email():
    assert rules.why_not_reachable("", "a@b.example", "email") is None


@pytest.mark.parametrize("urgency", Urgency.values)
@pytest.mark.parametrize("safety", SafetyAnswer.values)
def test_danger_alone_calls_somebody(urgency, safety):
    assert rules.needs_somebody_now(urgency, safety) == (urgency == "emergency" or safety == "not_safe")


def test_the_more_urgent_the_sooner_somebody_calls_back():
    at = dt.datetime(2026, 3, 2, 15, tzinfo=dt.UTC)
    due = [rules.answer_by(urgency, at) for urgency in ("emergency", "urgent", "soon", "routine")]
    assert due == sorted(due)
    assert due[0] == at


@pytest.mark.parametrize("status", InquiryStatus.values)
@pytest.mark.parametrize("to", InquiryStatus.values)
def test_moves_along_the_table_only(status, to):
    assert (rules.why_not_move(status, to, {}) is None) == (to in INQUIRY_MOVES[status])


def test_nothing_follows_admission():
    assert INQUIRY_MOVES["admitted"] == set()


@pytest.mark.parametrize("to", ["referred_out", "declined", "lost"])
def test_going_elsewhere_asks_why(to):
    assert rules.why_not_out(to, "", "Somewhere")[0] == "reason"


def test_a_referral_names_where_to():
    assert rules.why_not_out("referred_out", "needs_more", "")[0] == "destination"


def test_staying_asks_nothing():
    assert rules.why_not_out("contacted", "", "") is None


class TestFit:
    def test_fits_when_every_needed_check_is_a_yes(self):
        assert rules.fit([line(YES), line(YES), line(OPEN, needed=False)]).state == FitState.FITS

    def test_one_no_on_a_needed_check_does_not_fit_and_is_named(self):
        found = rules.fit([line(YES), line(NO, text="A stable home?"), line(OPEN)])
        assert found.state == FitState.DOES_NOT_FIT
        assert [each.text for each in found.against] == ["A stable home?"]

    def test_open_needed_checks_are_what_to_ask(self):
        found = rules.fit([line(YES), line(OPEN, text="Medically stable?")])
        assert found.state == FitState.UNKNOWN
        assert [each.text for each in found.to_ask] == ["Medically stable?"]

    def test_a_no_that_only_informs_changes_nothing(self):
        assert rules.fit([line(YES), line(NO, needed=False)]).state == FitState.FITS

    def test_what_informs_and_is_a_yes_speaks_for_the_program(self):
        assert len(rules.fit([line(YES), line(YES, needed=False)]).speaks_for) == 1

    def test_nothing_asked_is_not_known(self):
        assert rules.fit([]).state == FitState.UNKNOWN

    def test_payer_checks_do_not_decide_fit(self):
        assert rules.fit([line(YES), line(NO, kind="payer")]).state == FitState.FITS


class TestPayer:
    def test_needs_what_is_not_yet_a_yes_the_due_first(self):
        lines = [line(NO, kind="payer", needed=False, text="b"), line(kind="payer", text="a"), line(YES, kind="payer")]
        assert [each.text for each in rules.payer_still_needs(lines, "commercial")] == ["a", "b"]

    def test_asks_only_what_that_payer_needs(self):
        lines = [line(kind="payer", payers=("medicaid",), text="m"), line(kind="payer", text="all")]
        assert [each.text for each in rules.payer_still_needs(lines, "self_pay")] == ["all"]


class TestAlike:
    @pytest.mark.parametrize(
        ("known", "reason"),
        [
            (person(), Alike.BIRTH_AND_NAME),
            (person("Jordon", "Do"), None),
            (person("Jordon"), Alike.BIRTH_AND_NAME),
            (person("Doe", "Jordan"), Alike.BIRTH_AND_NAME),
            (person("Alexandra", called="Jordan"), Alike.BIRTH_AND_NAME),
            (person("Mary", "Smith"), None),
            (person(born=dt.date(1991, 12, 4)), Alike.NAME_AND_NEAR_BIRTH),
            (person(born=dt.date(1991, 4, 13)), Alike.NAME_AND_NEAR_BIRTH),
            (person(born=dt.date(1964, 7, 30)), None),
            (person(born=None), Alike.NAME),
        ],
    )
    def test_by_name_and_birth_date(self, known, reason):
        assert rules.alike(person(), known) == reason

    def test_a_shared_phone_is_enough_to_look_twice(self):
        one, other = person(phones=["+16175550123"]), person("Mary", "Smith", phones=["+16175550123"])
        assert rules.alike(one, other) == Alike.PHONE

    def test_a_shared_phone_and_name_say_more(self):
        one, other = person(born=None, phones=["+1"]), person(phones=["+1"])
        assert rules.alike(one, other) == Alike.PHONE_AND_NAME

    @pytest.mark.parametrize(("typed", "known"), [("Núñez", "Nunez"), ("O'Neil", "ONeil"), ("Smith", "Smyth")])
    def test_spelling_is_forgiven(self, typed, known):
        assert rules.alike(person(last=typed), person(last=known)) == Alike.BIRTH_AND_NAME

    def test_short_names_must_agree_wholly(self):
        assert rules.alike(person(last="Li"), person(last="Xu")) is None


def test_initials_name_nobody():
    assert rules.initials("jordan", "Doe") == "J. D."
    assert rules.initials("Jordan", "") == "J."


def test_the_likeliest_come_first_then_who_was_here_last():
    rows = [
        (Alike.NAME, dt.date(2026, 1, 1), "a"),
        (Alike.BIRTH_AND_NAME, dt.date(2020, 1, 1), "b"),
        (Alike.BIRTH_AND_NAME, dt.date(2025, 1, 1), "c"),
    ]
    assert rules.closest_first(rows) == [2, 1, 0]
