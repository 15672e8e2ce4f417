"""The command looks first, and brings in exactly what it looked at."""

import io

import pytest
from django.core.management import CommandError, call_command

from clients.models import Client, ImportedRow
from iop.access.actors import SYSTEM
from iop.clinic.models import Site
from iop.core import clock
from iop.workflows.importing.deciding import decide
from tests.factories import clients as make
from tests.factories.imports import people, table

pytestmark = pytest.mark.django_db
AT = make.AT


@pytest.fixture
def asked(tmp_path):
    site, file = make.make_site(), tmp_path / "people.csv"
    file.write_bytes(table(("1", "", "Quenthrix", "1985-03-04", "", "", "", ""), *people(2)))

    def run(*more):
        out = io.StringIO()
        with clock.frozen(AT):
            call_command("import_clients", str(file), "--site", site.code, "--source", "OldChart", *more, stdout=out)
        return out.getvalue()

    run.file = file
    return run


def test_without_commit_it_only_tells(asked):
    said = asked()
    assert "column 8 (Shoe size): nobody reads it" in said
    assert "row 2 [Cannot be used] first_name: This is missing" in said
    assert "Quenthrix" not in said
    assert not Client.objects.exists()


def test_it_brings_in_what_was_looked_at(asked):
    with pytest.raises(CommandError, match="Look at exactly this file first"):
        asked("--commit")
    asked()
    with pytest.raises(CommandError, match="Some rows cannot be used"):
        asked("--commit")
    assert "made: 2" in asked("--commit", "--leave-faulty-out")
    assert Client.objects.count() == 2


def test_a_file_that_changed_meanwhile_is_looked_at_anew(asked):
    asked()
    asked.file.write_bytes(table(*people(3)))
    with pytest.raises(CommandError, match="Look at exactly this file first"):
        asked("--commit")


def test_a_map_says_which_heading_is_which_field(asked, tmp_path):
    asked.file.write_bytes(table(("Lee", "Ann", "4.3.1985"), headings=("A", "B", "C")))
    place = tmp_path / "map.json"
    place.write_text('{"columns": {"A": "last_name", "B": "first_name", "C": "date_of_birth"}, "dates": "dmy"}')
    assert "new: 1" in asked("--map", str(place))


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (
            '{"columns": {"A": "last_name", "B": "last_name", "C": "date_of_birth"}}',
            "Two columns stand for the same field",
        ),
        ('{"columns": {"A": "last_name", "C": "date_of_birth"}}', "first and the last name"),
        ('{"columns": {"A": "nonsense"}}', "a field that is not known"),
        (
            '{"columns": {"A": "last_name", "B": "first_name", "C": "date_of_birth"}, "dates": "ymd"}',
            "Dates are mdy or dmy",
        ),
    ],
)
def test_a_map_that_cannot_be_is_refused(asked, tmp_path, told, words):
    asked.file.write_bytes(table(("Lee", "Ann", "4.3.1985"), headings=("A", "B", "C")))
    place = tmp_path / "map.json"
    place.write_text(told)
    with pytest.raises(CommandError, match=words):
        asked("--map", str(place))


def test_a_map_that_says_nothing_of_dates_leaves_them_to_the_file(asked, tmp_path):
    asked.file.write_bytes(table(("Lee", "Ann", "24.3.1985"), headings=("A", "B", "C")))
    place = tmp_path / "map.json"
    place.write_text('{"columns": {"A": "last_name", "B": "first_name", "C": "date_of_birth"}}')
    assert "new: 1" in asked("--map", str(place))


def test_what_was_decided_on_the_page_holds_for_the_command(asked):
    known = make.make_client(Site.objects.get(), legal_first_name="Ann", legal_last_name="Leighton")
    asked.file.write_bytes(table(("7", "Ann", "Leighton", known.date_of_birth.isoformat(), "", "", "", ""), *people(1)))
    asked()
    row = ImportedRow.objects.get(position=2)
    decide(by=SYSTEM, row=row, version=1, decision="link", client=known, at=AT)
    said = asked("--commit")
    assert "row 2 [Linked to a chart, decided: The same person]" in said
    assert "linked: 1" in said
    assert Client.objects.count() == 2
