"""What spreadsheets do to a table on its way: letters, dates, numbers, strokes."""

import datetime as dt
import io

import pytest

from clients.models import Client, ContactPoint
from iop.access.actors import SYSTEM
from iop.core.basis import own_use
from iop.core.errors import Refusal
from iop.workflows.importing import leftovers
from iop.workflows.importing.checking import day_of, order_of
from iop.workflows.importing.receiving import bring_in
from iop.workflows.importing.records import Unusable
from iop.workflows.importing.tables import encoding_of
from tests.factories import clients as make
from tests.factories.imports import received, table

AT = make.AT
NAMES = ("first", "last", "dob")


@pytest.mark.parametrize(
    "text",
    ["3/24/1985 0:00", "3/24/1985 12:00:00 AM", "1985-03-24T00:00:00Z", "24-Mar-1985", "March 24, 1985", "Mar 24 1985", "19850324"],
)  # fmt: skip
def test_dates_as_spreadsheets_write_them_are_read(text):
    assert day_of(text) == dt.date(1985, 3, 24)


@pytest.mark.parametrize("text", ["24-Mar-85", "31 Febr 1985", "Foo 3 1985", "1985", "3/24/85 0:00"])
def test_what_is_no_certain_date_is_none(text):
    assert day_of(text) is None


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["3/4/1985", "24/3/1985"], "dmy"),
        (["3/4/1985", "3/24/1985"], "mdy"),
        (["3/4/1985"], "mdy"),
        (["24/3/1985", "3/24/1985"], "mdy"),
        ([], "mdy"),
    ],
)
def test_the_order_of_day_and_month_is_seen_where_it_shows(texts, order):
    assert order_of(texts) == order


@pytest.mark.parametrize(
    ("content", "encoding"),
    [(b"\xef\xbb\xbfa,b", "utf-8-sig"), ("é".encode("cp1252"), "cp1252"), ("a\tb".encode("utf-16"), "utf-16")],
)
def test_letters_are_read_as_they_were_written(content, encoding):
    assert encoding_of(io.BytesIO(content)) == encoding


def test_letters_that_nobody_can_read_are_refused_in_a_sentence():
    with pytest.raises(Unusable, match=r"Save it as CSV \(UTF-8\)"):
        encoding_of(io.BytesIO(b"first,last\nJos\x81,Lee\n"))


@pytest.mark.django_db
def test_unicode_text_of_a_spreadsheet_is_brought_in():
    site = make.make_site()
    run = received(site, "first\tlast\tdob\nJosé\tMuñoz\t1985-03-04\n".encode("utf-16"), AT)
    bring_in(by=SYSTEM, run=run, version=run.version, at=AT)
    assert Client.objects.get().legal_last_name == "Muñoz"


@pytest.mark.django_db
@pytest.mark.parametrize("content", [b"PK\x03\x04 workbook", b"\xd0\xcf\x11\xe0 workbook"])
def test_a_workbook_is_told_how_to_become_a_table(content):
    with pytest.raises(Refusal, match="save the sheet as CSV"):
        received(make.make_site(), content, AT)


@pytest.mark.django_db
def test_the_days_a_spreadsheet_counts_are_told_apart_from_what_is_no_date():
    run = received(make.make_site(), table(("Ann", "Lee", "31130"), ("Bo", "Lin", "soon"), headings=NAMES), AT)
    assert [row.problems for row in run.rows.all()] == [
        [["counted_date", "date_of_birth"]],
        [["not_a_date", "date_of_birth"]],
    ]


@pytest.mark.django_db
def test_a_table_with_the_day_first_is_read_so_by_itself():
    run = received(make.make_site(), table(("Ann", "Lee", "3/4/1985"), ("Bo", "Lin", "24/3/1985"), headings=NAMES), AT)
    assert (run.mapping["dates"], run.counts) == ("dmy", {"new": 2})
    bring_in(by=SYSTEM, run=run, version=run.version, at=AT)
    assert Client.objects.get(legal_last_name="Lee").date_of_birth == dt.date(1985, 4, 3)


@pytest.mark.django_db
def test_a_zip_code_that_lost_its_zero_gets_it_back():
    headings = (*NAMES, "Street", "City", "State", "ZIP")
    run = received(make.make_site(), table(("Ann", "Lee", "1985-03-04", "1 Elm St", "Boston", "MA", "2118"), headings=headings), AT)  # fmt: skip
    bring_in(by=SYSTEM, run=run, version=run.version, at=AT)
    assert ContactPoint.objects.get().value == "1 Elm St, Boston, MA 02118"


@pytest.mark.django_db
def test_rows_that_were_taken_out_come_in_again_as_they_were():
    site, headings = make.make_site(), (*NAMES, "ID")
    run = received(site, table(("", "Lee", "1985-03-04", "-77"), headings=headings), AT)
    taken = leftovers.take(by=SYSTEM, run=run, basis=own_use("operations", "demographics"))
    mended = taken.decode("utf-8-sig").replace("\n,Lee", "\nAnn,Lee")
    assert received(site, mended.encode(), AT).rows.get().external_id == "-77"
