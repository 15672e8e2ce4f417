"""What may stand in a client's record."""

import datetime as dt

import pytest

from clients import rules

TODAY = dt.date(2026, 3, 2)
RIGHT_TO_LEFT_OVERRIDE = "\u202e"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ada \t Lovelace ", "Ada Lovelace"),
        ("Zoë", "Zoë"),
        ("Zoe\u0308", "Zoë"),
        ("🌻 Sunny", "🌻 Sunny"),
        ("مريم", "مريم"),
        (f"Ada{RIGHT_TO_LEFT_OVERRIDE}gpj.exe", "Adagpj.exe"),
        ("<b>Ada</b>", "<b>Ada</b>"),
        ("Ada\x00\nLovelace", "Ada Lovelace"),
    ],
)
def test_a_line_is_kept_as_typed_without_controls(typed, kept):
    assert rules.plain_line(typed) == kept


def test_longer_text_keeps_its_lines():
    assert rules.plain_text("one\r\ntwo\x07 ") == "one\ntwo"


def test_a_name_of_300_characters_is_kept():
    assert rules.why_not_name("n" * 300) is None


def test_a_name_of_301_characters_is_refused():
    assert str(rules.why_not_name("n" * 301)) == "A name may have 300 characters at most."


def test_a_legal_name_is_needed():
    assert "legal name" in str(rules.why_not_name("", required=True))


@pytest.mark.parametrize(
    ("born", "refused"),
    [
        (TODAY, None),
        (dt.date(2026, 3, 3), "The date of birth lies in the future."),
        (dt.date(1895, 3, 3), None),
        (dt.date(1895, 3, 2), "That date of birth would make them older than 130 years. Check the year."),
    ],
)
def test_a_date_of_birth_is_plausible(born, refused):
    found = rules.why_not_born(born, TODAY)
    assert (found and str(found)) == refused


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        (dt.date(1990, 3, 2), TODAY, 36),
        (dt.date(1990, 3, 3), TODAY, 35),
        (dt.date(2000, 2, 29), dt.date(2026, 2, 28), 25),
        (dt.date(2000, 2, 29), dt.date(2026, 3, 1), 26),
    ],
)
def test_age_changes_on_the_birthday(born, on, years):
    assert rules.age(born, on) == years


def test_the_day_of_admission_is_day_one():
    assert rules.day_in_stay(TODAY, TODAY) == 1


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("617-555-0123", "+16175550123"),
        ("(617) 555 0123", "+16175550123"),
        ("+44 20 7946 0018", "+442079460018"),
        ("12", None),
        ("call me", None),
        ("", None),
    ],
)
def test_a_phone_number_is_kept_in_its_international_form(typed, kept):
    assert rules.phone_e164(typed) == kept


def test_a_number_at_home_is_read_without_its_country():
    assert rules.phone_for_people("+16175550123") == "(617) 555-0123"


def test_a_number_abroad_is_read_with_its_country():
    assert rules.phone_for_people("+442079460018").startswith("+44")


@pytest.mark.parametrize(
    ("code", "fits"), [("en", True), ("es", True), ("pt-BR", True), ("English", False), ("", False)]
)
def test_a_language_is_a_code(code, fits):
    assert (rules.why_not_language(code) is None) is fits


@pytest.mark.parametrize(
    ("status", "to", "fits"),
    [
        ("inquiry", "admitted", True),
        ("inquiry", "not_admitted", True),
        ("inquiry", "discharged", False),
        ("admitted", "discharged", True),
        ("admitted", "not_admitted", False),
        ("discharged", "admitted", False),
        ("not_admitted", "admitted", False),
    ],
)
def test_an_episode_moves_along_the_table(status, to, fits):
    assert (rules.why_not_move(status, to, {}) is None) is fits


@pytest.mark.parametrize(
    ("on", "placed", "words"),
    [
        (TODAY, True, None),
        (TODAY + dt.timedelta(days=1), True, "cannot lie in the future"),
        (dt.date(2026, 2, 1), True, "cannot be earlier"),
        (TODAY, False, "level of care first"),
    ],
)
def test_admission_is_from_the_inquiry_to_today_and_after_placement(on, placed, words):
    found = rules.why_not_admit(on, opened_on=dt.date(2026, 2, 20), today=TODAY, placed=placed)
    assert (words is None and found is None) or (words and words in str(found))


@pytest.mark.parametrize(
    ("on", "words"),
    [(TODAY, None), (TODAY + dt.timedelta(days=1), "future"), (dt.date(2026, 2, 1), "cannot be earlier")],
)
def test_discharge_is_from_the_admission_to_today(on, words):
    found = rules.why_not_discharge(on, admitted_on=dt.date(2026, 2, 20), today=TODAY)
    assert (words is None and found is None) or (words and words in str(found))


@pytest.mark.parametrize(
    ("reason", "differs", "variance", "words"),
    [
        ("Fits.", False, "", None),
        ("", False, "", "why this level"),
        ("Fits.", True, "", "differs"),
        ("Fits.", True, "payer", None),
    ],
)
def test_a_placement_says_why(reason, differs, variance, words):
    found = rules.why_not_place(reason=reason, differs=differs, variance_reason=variance)
    assert (words is None and found is None) or (words and words in str(found))
