"""How dates and tokens are read. No database."""

import datetime as dt

import pytest
from django.db.models import Q

from iop.core.errors import Invalid
from iop.fhir.elements import address, pruned
from iop.fhir.matching import ACCENTED, NOTHING, UNACCENTED, Always, Code, Number, Ref, Text, When, bounds, plain

DAY = dt.timedelta(days=1)


def utc(*parts):
    return dt.datetime(*parts, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("2026", utc(2026, 1, 1), utc(2027, 1, 1)),
        ("2026-02", utc(2026, 2, 1), utc(2026, 3, 1)),
        ("2026-03-02", utc(2026, 3, 2), utc(2026, 3, 3)),
        ("2026-03-02T10:15Z", utc(2026, 3, 2, 10, 15), utc(2026, 3, 2, 10, 16)),
        ("2026-03-02T10:15:30-05:00", utc(2026, 3, 2, 15, 15, 30), utc(2026, 3, 2, 15, 15, 31)),
        ("2026-03-02T10:15:30 02:00", utc(2026, 3, 2, 8, 15, 30), utc(2026, 3, 2, 8, 15, 31)),
        ("2026-03-02T10:15:30.123Z", utc(2026, 3, 2, 10, 15, 30, 123_000), utc(2026, 3, 2, 10, 15, 30, 124_000)),
        ("2026-03-02T10:15:30.5Z", utc(2026, 3, 2, 10, 15, 30, 500_000), utc(2026, 3, 2, 10, 15, 30, 600_000)),
    ],
)
def test_a_date_is_as_exact_as_it_was_written(text, low, high):
    assert bounds(text, "date") == (low, high)


@pytest.mark.parametrize("text", ["", "soon", "2026-13", "2026-02-30", "2026-3-2", "9999", "2026-03-02T25:00Z"])
def test_what_is_no_date_is_refused(text):
    with pytest.raises(Invalid):
        bounds(text, "date")


@pytest.mark.parametrize(
    ("asked", "condition"),
    [
        ("2026-03-02", Q(a__gte=dt.date(2026, 3, 2), b__lte=dt.date(2026, 3, 2))),
        ("gt2026-03-02", Q(b__gt=dt.date(2026, 3, 2)) | Q(b__isnull=True, a__isnull=False)),
        ("lt2026-03-02", Q(a__lt=dt.date(2026, 3, 2))),
        ("sa2026-03", Q(a__gt=dt.date(2026, 3, 31))),
        ("eb2026-03", Q(b__lt=dt.date(2026, 3, 1))),
    ],
)
def test_prefixes_compare_a_stretch(asked, condition):
    assert When("a", "b", is_date=True).one("date", asked, "") == condition


@pytest.mark.parametrize(
    ("asked", "condition"),
    [
        ("2026-03-02", NOTHING),
        ("eb2026-03-02", NOTHING),
        ("ge2026-03-02", Q(a__isnull=False)),
        ("gt2026-03-02", Q(a__isnull=False)),
        ("lt2026-03-02", Q(a__lt=dt.date(2026, 3, 2))),
        ("le2026-03-02", Q(a__lte=dt.date(2026, 3, 2))),
    ],
)
def test_what_has_no_end_lasts_beyond_every_day(asked, condition):
    assert When("a", is_date=True, lasts=True).one("date", asked, "") == condition


def test_names_are_compared_small_and_without_accents():
    assert [plain(word) for word in ("Muñoz", "ÉLODIE", "Łukasz", "Søren", "o'Neil")] == [
        "munoz", "elodie", "lukasz", "soren", "o'neil",
    ]  # fmt: skip
    assert len(ACCENTED) == len(UNACCENTED)


def test_a_code_of_another_system_is_not_meant():
    match = Code({"on": Q(is_on=True)}, "urn:x")
    assert match.asked("status", "on") == NOTHING | Q(is_on=True)
    assert match.asked("status", "urn:x|on") == NOTHING | Q(is_on=True)
    assert match.asked("status", "urn:y|on") == NOTHING | NOTHING
    assert match.asked("status", "on", "not") == ~(NOTHING | Q(is_on=True))


def test_not_means_none_of_the_values():
    match = Code({"on": Q(is_on=True), "off": Q(is_on=False)})
    assert match.asked("status", "on,off", "not") == ~(NOTHING | Q(is_on=True) | Q(is_on=False))
    assert Code({"always": Q()}).asked("status", "always", "not") == NOTHING


def test_one_value_that_always_holds_is_enough():
    assert Always(("survey",)).asked("category", "laboratory,http://x|survey") == Q()
    assert Always(("survey",)).asked("category", "laboratory") == NOTHING | NOTHING


def test_a_reference_to_another_kind_leads_nowhere():
    match, pk = Ref({"Patient": "client"}), "6d8f5b1e-0000-7000-8000-000000000000"
    assert "client" in str(match.asked("patient", f"Patient/{pk}"))
    assert "client" in str(match.asked("patient", f"https://here/fhir/R4/Patient/{pk}"))
    assert "client" not in str(match.asked("patient", f"Group/{pk}"))
    assert match.asked("patient", "17") == NOTHING | NOTHING


def test_an_unknown_system_numbers_nobody():
    match = Number({"urn:x": lambda value: Q(number=value)})
    assert match.asked("identifier", "urn:x|7") == NOTHING | (NOTHING | Q(number="7"))
    assert match.asked("identifier", "urn:y|7") == NOTHING | NOTHING


def test_modifiers_that_are_not_offered_are_refused():
    with pytest.raises(Invalid):
        Text(("name",)).asked("name", "x", "text")


def test_an_address_is_told_apart_where_it_can_be():
    told = address("12 Elm St, Apt 4\nBoston, MA 02118")
    assert (told["line"], told["city"], told["state"], told["postalCode"]) == (
        ["12 Elm St", "Apt 4"],
        "Boston",
        "MA",
        "02118",
    )
    assert address("somewhere behind the mill")["text"] == "somewhere behind the mill"


def test_what_is_empty_is_left_out():
    assert pruned({"a": [], "b": {"c": None}, "d": " x ", "e": [{"f": ""}, 0], "g": False}) == {
        "d": "x",
        "e": [0],
        "g": False,
    }
