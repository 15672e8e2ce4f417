"""The page where rows that look like somebody are decided: both sides beside each other, and nothing of charts that are kept apart."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clients.models import Client
from iop.access.actors import SYSTEM
from iop.audit.models import AuditEvent
from iop.clinic.models import StaffMember
from iop.core import clock
from iop.workflows.importing.deciding import decide
from iop.workflows.importing.receiving import read_again
from tests.factories import clients as make
from tests.factories import intake as desk
from tests.factories.ground import sign_in
from tests.factories.imports import people, received, table

pytestmark = pytest.mark.django_db
AT = make.AT
BORN = dt.date(1985, 3, 4)
ANN = ("7", "Ann", "Leighton", "1985-03-04", "F", "617-555-0142", "ann@example.org", "")


@pytest.fixture
def site(client):
    with clock.frozen(AT):
        site = make.make_site()
        sign_in(client, StaffMember.objects.get(pk=make.make_actor(site, "intake").staff_id))
        yield site


@pytest.fixture
def ann(site):
    points = [{"kind": "phone", "value": "617-555-0199", "is_preferred": True}]
    return make.make_client(
        site, legal_first_name="Ann", legal_last_name="Leighton", date_of_birth=BORN, contact_points=points
    )


def page(client, run, **asked):
    answer = client.get(reverse("import_alike", args=[run.pk]), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def send(client, row, decision, version=None, **asked):
    url = reverse("import_decide", args=[row.run_id, row.pk])
    body = {"version": version or row.version, "decision": decision}
    return client.post(url, body, query_params=asked)


def shown(client, run):
    return client.get(reverse("import_run", args=[run.pk])).content.decode()


def test_both_sides_stand_beside_each_other(client, site, ann):
    run = received(site, table(ANN), AT)
    text = page(client, run)
    assert "(617) 555-0142" in text
    assert "(617) 555-0199" in text
    assert reverse("client", args=[ann.pk]) in text
    assert "Same birth date, similar name" in text
    # A file without a column for languages says none, although English would be kept.
    assert text.count("English") == 1
    assert f"The same person: link to chart {ann.record_number}" in text
    assert AuditEvent.objects.get(verb="clients.list_opened").detail == {"list": "import_alike", "rows": 1}


def test_a_row_is_linked_and_the_file_says_so(client, site, ann):
    run = received(site, table(ANN, *people(1)), AT)
    assert "1 row is not decided" in shown(client, run)
    answer = send(client, run.rows.get(position=2), f"link:{ann.pk}", show="undecided")
    assert answer["Location"] == f"{reverse('import_alike', args=[run.pk])}?show=undecided#people"
    text = shown(client, run)
    assert "All of them are decided." in text
    assert "1 new chart with an inquiry, 1 row linked to a chart" in text
    assert "bring_alike" not in text
    run.refresh_from_db()
    client.post(reverse("import_bring", args=[run.pk]), {"version": run.version})
    run.refresh_from_db()
    assert run.counts == {"linked": 1, "made": 1}
    text = shown(client, run)
    assert "Linked to a chart" in text
    assert "The same person" in text


def test_a_file_of_one_who_is_linked_can_be_brought_in(client, site, ann):
    run = received(site, table(ANN), AT)
    send(client, run.rows.get(), f"link:{ann.pk}")
    assert "/bring-in/" in shown(client, run)
    send(client, run.rows.get(), "leave_out")
    assert "/bring-in/" not in shown(client, run)
    assert "Leave out" in page(client, run)


def test_what_was_decided_is_taken_back_on_the_page(client, site, ann):
    run = received(site, table(ANN), AT)
    assert "Take back what was decided" not in page(client, run)
    send(client, run.rows.get(), "new")
    assert "Take back what was decided" in page(client, run)
    send(client, run.rows.get(), "open")
    assert run.rows.get().decision == ""


def test_nothing_chosen_or_nothing_that_is_offered_is_said_beside_the_choice(client, site, ann):
    row = received(site, table(ANN), AT).rows.get()
    answer = send(client, row, "")
    assert (answer.status_code, "Choose what becomes of this row." in answer.content.decode()) == (422, True)
    assert send(client, row, f"link:{make.make_client(site).pk}").status_code == 422


def test_the_later_of_two_sees_what_the_other_decided_and_may_decide_otherwise(client, site, ann):
    row = received(site, table(ANN), AT).rows.get()
    decide(by=SYSTEM, row=row, version=1, decision="leave_out", at=AT)
    answer = send(client, row, "new", version=1, show="all")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Somebody else decided about this row meanwhile" in text
    row.refresh_from_db()
    assert row.decision == "leave_out"
    assert re.search(r'name="version" value="2"', text)


def test_a_row_of_before_another_reading_is_told_and_not_lost(client, site, ann):
    run = received(site, table(ANN), AT)
    row = run.rows.get()
    read_again(by=SYSTEM, run=run, version=run.version, at=AT)
    answer = client.post(
        reverse("import_decide", args=[run.pk, row.pk]), {"version": 1, "decision": "new"}, follow=True
    )
    assert "This file was read again meanwhile" in answer.content.decode()


@pytest.mark.parametrize("kept_apart", ["restricted", "elsewhere"])
def test_of_charts_that_are_kept_apart_nothing_is_shown(client, site, kept_apart):
    there = site if kept_apart == "restricted" else make.make_site()
    hidden = make.make_client(there, legal_first_name="Anna", legal_last_name="Leighton", date_of_birth=BORN)
    if kept_apart == "restricted":
        Client.objects.filter(pk=hidden.pk).update(is_restricted=True, restricted_reason="A colleague")
    run = received(site, table(ANN), AT)
    text = page(client, run) + shown(client, run)
    assert hidden.record_number not in text
    assert str(hidden.pk) not in text
    assert "Anna" not in text
    assert "Somebody who may see everybody this person looks like has to decide." in text
    assert "Somebody else: open a new chart" not in text
    assert "Same birth date" not in text
    assert send(client, run.rows.get(), "new").status_code == 422
    assert not AuditEvent.objects.filter(verb="clients.list_opened").exists()


def test_somebody_who_called_is_named_with_what_to_do(client, site):
    place = desk.make_desk()
    call = desk.take(place, first_name="Ann", last_name="Leighton", date_of_birth=BORN)
    sign_in(client, place.worker)
    text = page(client, received(place.site, table(ANN), AT))
    assert reverse("inquiry", args=[call.pk]) in text
    assert "open one from the inquiry first" in text


def test_all_that_are_left_are_decided_at_once(client, site, ann):
    hidden = make.make_client(site, legal_first_name="Bo", legal_last_name="Lindgren", date_of_birth=BORN)
    Client.objects.filter(pk=hidden.pk).update(is_restricted=True, restricted_reason="A colleague")
    run = received(site, table(ANN, ("9", "Bo", "Lindgren", "1985-03-04", "", "", "", "")), AT)
    url = reverse("import_decide_rest", args=[run.pk])
    answer = client.post(url, {"version": run.version, "decision": "new"}, follow=True).content.decode()
    assert "1 row comes in as new. 1 more waits for somebody who may see whom it looks like." in answer
    stale = client.post(url, {"version": run.version, "decision": "leave_out"}, follow=True).content.decode()
    assert "Somebody else decided about this file meanwhile" in stale
    run.refresh_from_db()
    client.post(url, {"version": run.version, "decision": "leave_out"})
    assert sorted(run.rows.values_list("decision", flat=True)) == ["leave_out", "new"]


def test_when_the_file_is_brought_in_the_page_leads_to_what_became_of_it(client, site, ann):
    run = received(site, table(ANN), AT)
    row = run.rows.get()
    client.post(reverse("import_bring", args=[run.pk]), {"version": run.version})
    assert client.get(reverse("import_alike", args=[run.pk]))["Location"] == reverse("import_run", args=[run.pk])
    answer = client.post(
        reverse("import_decide", args=[run.pk, row.pk]), {"version": 1, "decision": "new"}, follow=True
    )
    assert "This file no longer waits for a decision." in answer.content.decode()


def test_another_sites_file_is_not_there(client, site):
    there = make.make_site()
    make.make_client(there, legal_first_name="Ann", legal_last_name="Leighton", date_of_birth=BORN)
    run = received(there, table(ANN), AT)
    assert client.get(reverse("import_alike", args=[run.pk])).status_code == 404
    assert send(client, run.rows.get(), "leave_out").status_code == 404


def crowd(site, number, source):
    """So many people who have charts, and a file with them."""
    rows = people(number, start=1000 * (1 + len(source)))
    for each in rows:
        make.make_client(
            site, legal_first_name=each[1], legal_last_name=each[2], date_of_birth=dt.date.fromisoformat(each[3])
        )
    return received(site, table(*rows), AT, source=source)


def test_twenty_rows_a_page_and_no_statement_more_for_more_rows(client, site):
    few, many = crowd(site, 2, "A"), crowd(site, 45, "Bee")

    def statements(run):
        page(client, run)
        with CaptureQueriesContext(connection) as found:
            page(client, run)
        return len(found)

    assert statements(many) == statements(few)
    assert page(client, many).count('<section class="card" id="row-') == 20
    assert page(client, many, page=3).count('<section class="card" id="row-') == 5
    # A page beyond the last is the last one: it was emptied by deciding.
    assert page(client, many, page=9).count('<section class="card" id="row-') == 5
    assert "Nothing here" in page(client, few, show="link")


def test_a_link_is_undone_on_the_page(client, site, ann):
    run = received(site, table(ANN), AT)
    send(client, run.rows.get(), f"link:{ann.pk}")
    run.refresh_from_db()
    client.post(reverse("import_bring", args=[run.pk]), {"version": run.version})
    assert "Undo this link" in shown(client, run)
    row = run.rows.get()
    answer = client.post(reverse("import_unlink", args=[run.pk, row.pk]), {"version": row.version}, follow=True)
    assert "The link is undone." in answer.content.decode()
    assert "Undo this link" not in answer.content.decode()
    late = client.post(reverse("import_unlink", args=[run.pk, row.pk]), {"version": row.version}, follow=True)
    assert "Somebody else decided about this row meanwhile" in late.content.decode()
