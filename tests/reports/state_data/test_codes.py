"""Code lists, mappings and layouts: data that must hang together."""

import datetime as dt
import json

import pytest

from billing.choices.payers import FilingCode
from clients.choices import DischargeKind, PayerKind, ReferralKind, Substance
from iop.core.errors import Invalid
from iop.reports.state_data import codes
from iop.reports.state_data.choices import MISSING
from iop.reports.state_data.fields import COMPUTED, FIELDS

ON = dt.date(2026, 3, 2)
PUBLIC, STATE = codes.family("public-use", ON), codes.family("state", ON)
IN_PERSON_LEVELS = {"php": "6", "iop": "6", "op": "7"}


@pytest.fixture
def own(tmp_path, settings):
    """A folder of the clinic's own."""
    settings.STATE_DATA_DIRS = [str(tmp_path)]
    codes.forget()
    yield tmp_path
    settings.STATE_DATA_DIRS = []
    codes.forget()


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("days_waiting", "10", "2"),
        ("days_waiting", "0", "0"),
        ("days_waiting", "7", "1"),
        ("days_waiting", "31", "4"),
        ("length", "67", "33"),
        ("length", "0", "1"),
        ("length", "30", "30"),
        ("length", "366", "37"),
        ("age", "12", "1"),
        ("age", "64", "11"),
        ("age", "65", "12"),
        ("age", "11", "-9"),
        ("prior", "5", "5"),
        ("prior", "12", "5"),
        ("first_use", "11", "1"),
        ("first_use", "44", "7"),
        ("service", "intensive_outpatient", "6"),
        ("substance", "none", "1"),
        ("substance", "other", "19"),
        ("substance", "other_opiates", "7"),
        ("frequency", "week_1_2", "2"),
        ("reason", "moved", "7"),
        ("arrests", "3", "2"),
        ("race", "unknown", "-9"),
        ("race", "", "-9"),
        ("race", "of another world", "-9"),
    ],
)
def test_the_public_use_file_groups_and_codes(name, value, code):
    assert PUBLIC.encode(name, value) == code


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("service", "intensive_outpatient", "06"),
        ("substance", "other", "20"),
        ("reason", "transferred_no_report", "14"),
        ("days_waiting", "10", "010"),
        ("days_waiting", "unknown", "997"),
        ("first_use", "7", "07"),
        ("race", "not_collected", "98"),
        ("pregnant", "not_applicable", "96"),
        ("race", "", "98"),
    ],
)
def test_a_state_takes_two_digits_and_its_own_codes_for_no_answer(name, value, code):
    assert STATE.encode(name, value) == code


@pytest.mark.parametrize("family", [PUBLIC, STATE], ids=lambda each: each.key)
def test_every_word_that_can_be_chosen_has_a_code(family):
    unknown = [
        (name, word)
        for name, rows in codes.native().items()
        for word, _label in rows
        if word not in MISSING and word not in family.lists[name].codes
    ]
    assert unknown == []


@pytest.mark.parametrize("layout", codes.layouts(ON), ids=lambda each: each.key)
def test_every_column_of_a_layout_is_a_field(layout):
    named = {column.field for columns in layout.kinds.values() for column in columns}
    assert named <= set(FIELDS) | COMPUTED


@pytest.mark.parametrize(
    ("mapping", "words", "answers"),
    [
        ("referral", ReferralKind.values, "referral"),
        ("discharge", DischargeKind.values, "reason"),
        ("insurance", PayerKind.values, "insurance"),
        ("payer", PayerKind.values, "payer"),
        ("substance", set(Substance.values) - {"nicotine"}, "substance"),
    ],
)
def test_every_word_of_the_record_is_mapped_to_one_that_is_there(mapping, words, answers):
    known = dict(codes.native()[answers])
    assert [word for word in words if codes.mapped(mapping, word) not in known] == []


def test_mapped_filing_codes_are_those_of_claims():
    assert set(codes.mappings()["payer_by_filing"]) <= set(FilingCode.values)


@pytest.mark.parametrize(("level", "code"), IN_PERSON_LEVELS.items())
def test_levels_are_told_as_their_service(level, code):
    assert PUBLIC.encode("service", codes.mapped("service_by_level", level)) == code


def test_lists_that_nobody_has_confirmed_are_named():
    assert "race" in PUBLIC.unconfirmed
    assert "service" not in PUBLIC.unconfirmed


def test_a_layout_of_the_clinics_own_stands_beside_the_shipped_ones(own):
    shipped = json.loads((codes.HERE / "layouts" / "discharges-csv.json").read_text())
    (own / "layouts").mkdir()
    (own / "layouts" / "ours.json").write_text(json.dumps(shipped | {"key": "ours", "name": "Ours"}))
    codes.forget()
    assert codes.layout("ours", ON).name == "Ours"


def test_of_two_versions_the_newest_that_holds_counts(own):
    shipped = json.loads((codes.HERE / "codes_public_use.json").read_text())
    shipped |= {"name": "Next year", "valid_from": "2027-01-01"}
    (own / "codes_next.json").write_text(json.dumps(shipped))
    codes.forget()
    names = [codes.family("public-use", day).name for day in (ON, dt.date(2027, 1, 1))]
    assert names == ["Public-use file", "Next year"]


def test_an_unknown_layout_is_refused():
    with pytest.raises(Invalid):
        codes.layout("none", ON)
