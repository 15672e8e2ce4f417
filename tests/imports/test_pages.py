"""Pages of bringing clients in: handed in, looked through, mapped, brought in; without a statement for each row."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clients.import_choices import ImportStatus
from clients.models import Client, ImportRun
from iop.audit.models import AuditEvent
from iop.clinic.models import StaffMember
from iop.core import clock
from tests.factories import clients as make
from tests.factories.ground import sign_in
from tests.factories.imports import people, received, table

pytestmark = pytest.mark.django_db
AT = make.AT


@pytest.fixture
def site(client):
    with clock.frozen(AT):
        site = make.make_site()
        sign_in(client, StaffMember.objects.get(pk=make.make_actor(site, "intake").staff_id))
        yield site


def hand_in(client, site, content, source="OldChart"):
    file = io.BytesIO(content)
    file.name = "people.csv"
    return client.post(reverse("import_new"), {"file": file, "site": str(site.pk), "source": source})


def test_from_the_file_to_charts(client, site):
    answer = hand_in(client, site, table(("1", "", "Lee", "1985-03-04", "", "", "", ""), *people(2)))
    run = ImportRun.objects.get()
    assert answer["Location"] == reverse("import_run", args=[run.pk])
    page = client.get(reverse("import_run", args=[run.pk])).content.decode()
    assert "Shoe size" in page
    assert "This is missing, and a chart cannot be opened without it." in page
    assert "2 new charts, each with an inquiry" in page
    said = client.post(reverse("import_bring", args=[run.pk]), {"version": run.version})
    assert (said.status_code, Client.objects.count()) == (422, 0)
    assert "Some rows cannot be used" in said.content.decode()
    client.post(reverse("import_bring", args=[run.pk]), {"version": run.version, "leave_faulty_out": "on"})
    assert Client.objects.count() == 2
    page = client.get(reverse("import_run", args=[run.pk])).content.decode()
    assert all(client_.record_number in page for client_ in Client.objects.all())


def test_columns_are_chosen_on_the_page(client, site):
    hand_in(client, site, table(("Lee", "Ann", "1985-03-04"), headings=("A", "B", "C")))
    run = ImportRun.objects.get()
    said = {
        "version": run.version,
        "dates": "mdy",
        "column-0": "last_name",
        "column-1": "first_name",
        "column-2": "date_of_birth",
    }
    assert client.post(reverse("import_mapping", args=[run.pk]), said).status_code == 302
    run.refresh_from_db()
    assert run.counts == {"new": 1}
    twice = {**said, "version": run.version, "column-1": "last_name"}
    answer = client.post(reverse("import_mapping", args=[run.pk]), twice)
    assert (answer.status_code, "Two columns stand for the same field" in answer.content.decode()) == (422, True)


def test_a_file_that_is_none_is_refused_beside_the_field(client, site):
    answer = hand_in(client, site, b"")
    assert answer.status_code == 422
    assert hand_in(client, site, b"\0\0\0\n").status_code == 422


def test_the_rows_that_are_out_are_taken_with_the_reasons_and_run_nothing(client, site):
    hand_in(client, site, table(("=1+1", "", "Lee", "1985-03-04", "", "", "", "9"), *people(1)))
    run = ImportRun.objects.get()
    answer = client.get(reverse("import_rows", args=[run.pk]))
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert lines[0][-1] == "Reason"
    assert lines[1] == [
        "'=1+1", "", "Lee", "1985-03-04", "", "", "", "9",
        "Legal first name: This is missing, and a chart cannot be opened without it.",
    ]  # fmt: skip
    assert len(lines) == 2
    assert AuditEvent.objects.get(verb="clients.import_rows_taken").detail["basis"]["ground"] == "own_use"


def test_a_file_put_aside_waits_no_longer(client, site):
    run = received(site, table(*people(1)), AT)
    client.post(reverse("import_withdraw", args=[run.pk]), {"version": run.version})
    run.refresh_from_db()
    assert run.status == ImportStatus.WITHDRAWN
    assert client.post(reverse("import_bring", args=[run.pk]), {"version": run.version}).status_code == 422


def test_a_file_under_way_tells_how_far_it_is_and_reloads_at_its_end(client, site, monkeypatch):
    monkeypatch.setattr("iop.workflows.importing.receiving.READ_AT_ONCE", 0)
    run = received(site, table(*people(1)), AT)
    page = client.get(reverse("import_state", args=[run.pk]))
    assert "hx-get" in page.content.decode()
    from iop.workflows.importing.reading import read_waiting

    read_waiting(at=AT)
    assert client.get(reverse("import_state", args=[run.pk]))["HX-Refresh"] == "true"


def test_another_sites_file_is_not_there(client, site):
    run = received(make.make_site(), table(*people(1)), AT)
    assert client.get(reverse("import_run", args=[run.pk])).status_code == 404
    assert str(run.pk) not in client.get(reverse("imports")).content.decode()


def statements(client, url):
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(url).status_code == 200
    return len(found)


def test_pages_ask_no_more_for_more_rows(client, site):
    few = received(site, table(*people(2)), AT)
    first = statements(client, reverse("imports")), statements(client, reverse("import_run", args=[few.pk]))
    known = make.make_client(site)
    person = ("9", known.legal_first_name, known.legal_last_name, known.date_of_birth.isoformat(), "", "", "", "")
    many = received(site, table(*people(40), person), AT, source="Other")
    second = statements(client, reverse("imports")), statements(client, reverse("import_run", args=[many.pk]))
    # Two statements more in all, asked once somebody looks like somebody: whose charts may be opened, and what was decided.
    assert second[0] == first[0]
    assert second[1] <= first[1] + 2
