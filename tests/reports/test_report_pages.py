"""The pages of reports: who sees what, filters in the address, files, and what stands on record."""

import csv
import io

import openpyxl
import pytest
from django.urls import reverse

from iop.audit.models import AuditEvent
from iop.clinic.models import SettingValue
from iop.core import clock
from iop.reports import catalogue
from tests.factories import days, ground
from tests.factories.clients import AT, TODAY, make_admitted, make_site
from tests.factories.scheduling import Counted

pytestmark = pytest.mark.django_db
STATEMENTS = 80
"""Twenty-some reports, some of them for two periods; the number never changes with the rows."""


@pytest.fixture(autouse=True)
def at_ten():
    with clock.frozen(AT):
        yield


def signed_in(client, site, *roles):
    ground.sign_in(client, ground.make_staff(*(roles or ("clinical_director",)), site=site))
    return client


def of(client, key="census", **query):
    return client.get(reverse("report", args=[key]), query)


def file_of(client, key="census", **query):
    return client.get(reverse("report_download", args=[key]), query)


def lines(answer):
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def table(answer):
    found = lines(answer)
    return found[found.index([]) + 1 :]


def test_the_first_page_answers_with_todays_numbers(client):
    site = make_site()
    make_admitted(site)
    answer = signed_in(client, site).get(reverse("reports"))
    people = next(group for group in answer.context["page"]["groups"] if group["key"] == "people")
    assert people["numbers"][0]["value"] == "1"
    assert "How are we doing" in answer.content.decode()


def test_every_report_opens_as_a_page(client):
    site = make_site()
    make_admitted(site)
    signed_in(client, site)
    for each in catalogue.every():
        answer = of(client, each.key)
        assert answer.status_code == 200, each.key
        assert str(each.definition)[:40] in answer.content.decode().replace("&#x27;", "'")


def test_another_sites_people_are_not_counted(client):
    site = make_site()
    make_admitted(site)
    make_admitted(make_site())
    answer = of(signed_in(client, site))
    assert answer.context["page"]["table"]["totals"][0][1] == "1"


def test_another_sites_report_looks_like_none(client):
    site, other = make_site(), make_site()
    assert of(signed_in(client, site), site=str(other.pk)).status_code == 404
    assert file_of(client, site=str(other.pk)).status_code == 404


def test_a_report_that_is_not_there_is_not_found(client):
    assert of(signed_in(client, make_site()), "nonsense").status_code == 404


def test_money_is_for_those_who_may_see_what_is_billed(client, django_user_model):
    site = make_site()
    signed_in(client, site, "clinical_director")
    director = client.get(reverse("reports")).content.decode()
    assert reverse("report", args=["receivables"]) in director
    role = ground.make_staff("clinical_director", site=site).site_roles.get().role
    role.permissions = [each for each in role.permissions if each != "billing.view"]
    role.save()
    page = client.get(reverse("reports")).content.decode()
    assert reverse("report", args=["receivables"]) not in page
    assert of(client, "receivables").status_code == 403
    assert file_of(client, "receivables").status_code == 403


def test_a_counselor_sees_no_report(client):
    signed_in(client, make_site(), "counselor")
    assert client.get(reverse("reports")).status_code == of(client).status_code == file_of(client).status_code == 403


@pytest.mark.parametrize(
    "query",
    [
        {"by": "names"}, {"period": "ever"}, {"first": "2026-03-05", "last": "2026-03-01"}, {"first": "1990-01-01"},
        {"first": "yesterday"}, {"level": "iop"}, {"first": "2020-01-01", "last": "2026-01-01"},
    ],
)  # fmt: skip
def test_what_is_asked_wrongly_is_said_and_the_report_stands(client, query):
    answer = of(signed_in(client, make_site()), "attendance", **query)
    assert answer.status_code == 400
    assert answer.context["said"]
    assert answer.context["page"]["title"]


def test_the_address_carries_what_was_chosen(client):
    site = make_site()
    answer = of(signed_in(client, site), "attendance", by="weekday", first="2026-02-01", last="2026-02-10")
    assert "by=weekday&first=2026-02-01&last=2026-02-10&form=csv" in answer.context["page"]["downloads"][0]["url"]


def test_nothing_after_today_is_asked(client):
    answer = of(signed_in(client, make_site()), "census", on="2030-01-01")
    assert answer.context["page"]["form"]["on"] == TODAY.isoformat()


def test_a_file_says_what_it_is_about_and_holds_the_table(client):
    site = make_site()
    make_admitted(site)
    answer = file_of(signed_in(client, site))
    assert ["Report", "Census on a day"] in lines(answer)
    assert table(answer)[1:3] == [
        ["Intensive outpatient", "Intensive outpatient", "1", "100.0"],
        ["total", "", "1", "100.0"],
    ]


def test_a_cell_that_a_spreadsheet_would_run_gets_a_quote(client):
    site = make_site(name="=HYPERLINK(1)")
    make_admitted(site)
    assert table(file_of(signed_in(client, site), by="site"))[1][:2] == ["'=HYPERLINK(1)", "'=HYPERLINK(1)"]


def test_the_workbook_holds_numbers_and_no_formula(client):
    site = make_site(name="=HYPERLINK(1)")
    make_admitted(site)
    book = openpyxl.load_workbook(io.BytesIO(file_of(signed_in(client, site), by="site", form="xlsx").content))
    cells = [cell for row in book["Report"].iter_rows() for cell in row]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    assert [cell.value for cell in book["Report"][2]] == ["=HYPERLINK(1)", 1, 1]


def test_taking_away_is_on_record_with_its_ground(client):
    file_of(signed_in(client, make_site()), given="1", form="xlsx")
    event = AuditEvent.objects.get(verb="reports.downloaded")
    assert (event.detail["report"], event.detail["form"], event.detail["given_away"]) == ("census", "xlsx", True)
    assert event.detail["ground"] == "own_use"


def test_small_rows_are_hidden_only_for_giving_away(client):
    site = make_site()
    make_admitted(site)
    signed_in(client, site)
    assert table(file_of(client))[1][2] == "1"
    assert table(file_of(client, given="1"))[1:3] == [
        ["Intensive outpatient", "Intensive outpatient", "*", "*"], ["total", "", "*", "*"],
    ]  # fmt: skip


def test_the_clinic_sets_what_is_small(client):
    site = make_site()
    make_admitted(site)
    SettingValue.objects.create(key="reports.small_cells", value=1, valid_from=TODAY)
    assert table(file_of(signed_in(client, site), given="1"))[1][2] == "1"


def test_another_form_of_file_is_not_found(client):
    assert file_of(signed_in(client, make_site()), form="pdf").status_code == 404


@pytest.mark.parametrize("people", [2, 9])
def test_the_first_page_makes_the_same_statements_whatever_the_size(client, people):
    clinic = days.make_closed(people=people)
    signed_in(client, clinic.site)
    client.get(reverse("reports"))
    with Counted() as seen:
        client.get(reverse("reports"))
    assert len(seen.statements) == STATEMENTS


def about(answer):
    return dict(line for line in lines(answer)[: lines(answer).index([])] if len(line) == 2)


def test_a_file_says_what_it_was_narrowed_to(client):
    site = make_site()
    level = make_admitted(site).placements.get().level
    answer = file_of(signed_in(client, site), by="payer", level=str(level.pk))
    assert (about(answer)["Broken down by"], about(answer)["Level"]) == ("First payer", level.name)


def test_what_was_chosen_stands_on_paper_too(client):
    site = make_site()
    level = make_admitted(site).placements.get().level
    chosen = of(signed_in(client, site), by="payer", level=str(level.pk)).context["page"]["chosen"]
    assert chosen == f"Broken down by: First payer · Level: {level.name}"


def test_headings_of_both_files_have_their_units(client):
    site = days.make_closed(people=1).site
    signed_in(client, site)
    heading = table(file_of(client, "attendance"))[0]
    book = openpyxl.load_workbook(io.BytesIO(file_of(client, "attendance", form="xlsx").content))
    assert "Credited hours (h)" in heading
    assert heading[1:] == [cell.value for cell in book["Report"][1]]


def test_both_files_hold_the_numbers_of_the_table(client):
    """As the page shows them, rounded no further: hours with two decimals, shares with one."""
    clinic = days.make_closed(people=2)
    signed_in(client, clinic.site)
    for each in catalogue.every():
        page = of(client, each.key).context["page"]["table"]
        csv_rows = table(file_of(client, each.key))[1:]
        book = openpyxl.load_workbook(io.BytesIO(file_of(client, each.key, form="xlsx").content))
        sheet = [[cell.value for cell in row] for row in book["Report"].iter_rows(min_row=2)]
        count = len(page["rows"]) + (page["totals"] is not None)
        assert len(csv_rows) == len(sheet) == count, each.key
        for shown, cells in zip(page["rows"], csv_rows, strict=False):
            assert (cells[1], len(cells) - 2) == (str(shown["label"]), len(shown["cells"])), each.key
            for (_heading, words), value in zip(shown["cells"], cells[2:], strict=True):
                plain = words.strip("$%– \u00a0h").replace(",", "").replace("−", "-")
                assert (plain == value == "") or abs(float(plain) - float(value)) <= 0.5, (each.key, words, value)
