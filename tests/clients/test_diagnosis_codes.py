"""ICD-10-CM: the shipped list, search by code and by words, and loading a year's order file all or nothing."""

import csv
import datetime as dt

import pytest
from django.core.management import CommandError, call_command

from clients import diagnosis_codes, diagnosis_loading
from clients.models import DiagnosisCode
from tests.factories.assessments import TODAY, make_codes

pytestmark = pytest.mark.django_db
NEXT_YEAR = dt.date(2026, 10, 1)
HEADING = "00001 F102    0 Alcohol dependence                                           Alcohol dependence"
LINES = (
    HEADING,
    "00002 F1020   1 Alcohol dependence, uncomplicated                            Alcohol dependence, uncomplicated",
    "00003 F1021   1 Alcohol dependence, in remission                             Alcohol dependence, in remission",
)


def order_file(tmp_path, *lines):
    path = tmp_path / "order.txt"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def load(path, day="2025-10-01"):
    call_command("load_icd10", str(path), "--valid-from", day, "--source", "ICD-10-CM FY 2026 (CMS)", verbosity=0)


def codes():
    return list(DiagnosisCode.objects.order_by("code", "valid_from").values_list("code", flat=True))


def shipped():
    with diagnosis_loading.SHIPPED.open(encoding="utf-8", newline="") as lines:
        return {row["code"]: row["title"] for row in csv.DictReader(lines)}


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("F10.20", "Alcohol dependence, uncomplicated"),
        ("F11.23", "Opioid dependence with withdrawal"),
        ("F12.10", "Cannabis abuse, uncomplicated"),
        ("F13.21", "Sedative, hypnotic or anxiolytic dependence, in remission"),
        ("F14.20", "Cocaine dependence, uncomplicated"),
        ("F15.20", "Other stimulant dependence, uncomplicated"),
        ("F17.210", "Nicotine dependence, cigarettes, uncomplicated"),
        ("F19.20", "Other psychoactive substance dependence, uncomplicated"),
        ("F32.A", "Depression, unspecified"),
        ("F33.1", "Major depressive disorder, recurrent, moderate"),
        ("F41.1", "Generalized anxiety disorder"),
        ("F43.10", "Post-traumatic stress disorder, unspecified"),
        ("Z71.41", "Alcohol abuse counseling and surveillance of alcoholic"),
        ("R45.851", "Suicidal ideations"),
    ],
)
def test_the_shipped_list_has_the_published_title(code, title):
    assert shipped()[code] == title


@pytest.mark.parametrize("block", ["F10", "F11", "F12", "F13", "F14", "F15", "F16", "F17", "F18", "F19"])
def test_every_substance_is_there_with_a_code_in_remission(block):
    assert any(code.startswith(block) and "in remission" in title for code, title in shipped().items())


def test_the_shipped_list_loads_once():
    assert diagnosis_loading.load_shipped().new == len(shipped())
    assert diagnosis_loading.load_shipped() == diagnosis_loading.Loaded(0, 0, 0)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("F10.2", ["F10.20", "F10.21"]),
        ("f1020", ["F10.20"]),
        ("F1", ["F10.10", "F10.20", "F10.21", "F11.20"]),
        ("dependence alcohol", ["F10.21", "F10.20"]),
        ("anxiety", ["F41.1"]),
        ("anxietty", ["F41.1"]),
        ("depression", ["F32.A"]),
        ("nothing like it", []),
        ("", []),
        ("%", []),
    ],
)
def test_search_finds_by_code_and_by_words(typed, found):
    make_codes()
    assert [row.code for row in diagnosis_codes.search(typed, TODAY)] == found


def test_search_leaves_headings_and_other_years_out():
    make_codes()
    assert diagnosis_codes.search("F10.2", dt.date(2025, 9, 30)) == []
    assert "F10.2" not in [row.code for row in diagnosis_codes.search("F10.2", TODAY)]


def test_search_finds_in_the_whole_list_by_a_slip_of_the_keys():
    diagnosis_loading.load_shipped()
    assert "F11.20" in [row.code for row in diagnosis_codes.search("opiod dependence", TODAY)]


def test_search_is_one_statement(django_assert_num_queries):
    diagnosis_loading.load_shipped()
    with django_assert_num_queries(1):
        diagnosis_codes.search("alcohol", TODAY)


def test_an_order_file_is_loaded_with_its_headings(tmp_path):
    load(order_file(tmp_path, *LINES))
    assert codes() == ["F10.2", "F10.20", "F10.21"]
    assert not DiagnosisCode.objects.get(code="F10.2").is_billable


def test_loading_the_same_file_twice_changes_nothing(tmp_path):
    path = order_file(tmp_path, *LINES)
    load(path)
    before = list(DiagnosisCode.objects.order_by("code").values())
    load(path)
    assert list(DiagnosisCode.objects.order_by("code").values()) == before


def test_a_code_that_the_next_year_lacks_ends_the_day_before(tmp_path):
    load(order_file(tmp_path, *LINES))
    load(order_file(tmp_path, *LINES[:2]), "2026-10-01")
    assert DiagnosisCode.objects.get(code="F10.21").valid_until == dt.date(2026, 9, 30)
    assert diagnosis_codes.find("F10.21", NEXT_YEAR) is None
    assert diagnosis_codes.find("F10.21", TODAY)


def test_a_new_title_is_a_new_row_from_its_day(tmp_path):
    load(order_file(tmp_path, *LINES))
    changed = LINES[1].replace("Alcohol dependence, uncomplicated", "Alcohol use disorder, severe     ")
    load(order_file(tmp_path, HEADING, changed, LINES[2]), "2026-10-01")
    assert diagnosis_codes.find("F10.20", TODAY).title == "Alcohol dependence, uncomplicated"
    assert diagnosis_codes.find("F10.20", NEXT_YEAR).title == "Alcohol use disorder, severe"


def test_an_earlier_year_loaded_later_stays_before_it(tmp_path):
    load(order_file(tmp_path, *LINES), "2026-10-01")
    load(order_file(tmp_path, *LINES), "2025-10-01")
    row = diagnosis_codes.find("F10.20", TODAY)
    assert (row.valid_from, row.valid_until) == (dt.date(2025, 10, 1), dt.date(2026, 9, 30))
    assert diagnosis_codes.valid(NEXT_YEAR).count() == 3


@pytest.mark.parametrize(
    "bad", ["not a line", "00004 F1029   7 x" + " " * 60 + "Title", "00004 F1029   1 short", "xxxxx F1029   1"]
)
def test_a_bad_line_is_named_and_nothing_is_loaded(tmp_path, bad):
    with pytest.raises(CommandError, match="Line 4"):
        load(order_file(tmp_path, *LINES, bad))
    assert codes() == []


def test_a_code_twice_is_refused(tmp_path):
    with pytest.raises(CommandError, match=r"F10\.20 stands twice"):
        load(order_file(tmp_path, *LINES, LINES[1]))
    assert codes() == []


def test_an_empty_file_is_refused(tmp_path):
    with pytest.raises(CommandError):
        load(order_file(tmp_path, ""))


def test_a_file_that_is_no_text_is_refused(tmp_path):
    path = tmp_path / "order.txt"
    path.write_bytes(b"\xff\xfe\x00bad")
    with pytest.raises(CommandError):
        load(path)


def test_the_command_asks_for_the_day():
    with pytest.raises(CommandError):
        call_command("load_icd10", "order.txt", verbosity=0)


def test_loading_takes_the_same_statements_for_any_number(tmp_path, django_assert_max_num_queries):
    with django_assert_max_num_queries(16):
        diagnosis_loading.load_shipped()
