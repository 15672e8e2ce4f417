"""The pages of readiness and of the facility survey: what they show, to whom, and what is taken away."""

import csv
import datetime as dt
import io

import pytest
from django.urls import reverse

from clients.models import Client
from iop.audit.models import AuditEvent
from iop.clinic.actions import change_setting
from iop.core import clock
from tests.factories import clients, ground
from tests.factories.clients import AT

pytestmark = pytest.mark.django_db
PAGE, FILE = reverse("readiness"), reverse("readiness_file")
SURVEY, SURVEY_FILE = reverse("facility_survey"), reverse("facility_survey_file")


@pytest.fixture
def clinic():
    return clients.make_clinic()


@pytest.fixture
def director(clinic, client):
    """The clinical director, signed in, six weeks on."""
    with clock.frozen(AT + dt.timedelta(days=45)):
        ground.sign_in(client, clinic.director)
        yield client


@pytest.fixture
def episode(clinic):
    return clients.make_admitted(clinic.site, by=clinic.as_director)


def read(answer):
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_kinds_are_counted_and_people_named_with_a_link(director, episode):
    page = director.get(PAGE, {"kind": "plans"}).content.decode()
    assert episode.client.name in page
    assert reverse("client_plan", args=[episode.client_id]) in page
    assert "As of" in page or "as of" in page


def test_a_kind_that_is_not_known_is_no_filter(director, episode):
    assert director.get(PAGE, {"kind": "nonsense", "staff": "x"}).status_code == 200


def test_whose_chart_is_not_open_is_counted_and_not_named(director, clinic, client, episode):
    Client.objects.filter(pk=episode.client_id).update(is_restricted=True, restricted_reason="Colleague")
    ground.sign_in(client, clients.make_staff(clinic.site, "biller"))
    page = client.get(PAGE, {"kind": "plans"}).content.decode()
    assert "Not open to you" in page
    assert episode.client.legal_last_name not in page


def test_who_reads_no_notes_gets_no_link_to_them(clinic, client, episode):
    with clock.frozen(AT + dt.timedelta(days=45)):
        ground.sign_in(client, clients.make_staff(clinic.site, "biller"))
        page = client.get(PAGE, {"kind": "plans"}).content.decode()
    assert episode.client.name in page
    assert f'class="row-link" href="{reverse("client", args=[episode.client_id])}"' not in page


def test_the_file_holds_record_numbers_and_no_names(director, episode):
    rows = read(director.get(FILE, {"kind": "plans"}))
    assert [(row["Client"], row["Days overdue"]) for row in rows] == [(episode.client.record_number, "38")]
    taken = AuditEvent.objects.get(verb="reports.list_taken")
    assert (taken.detail["ground"], taken.detail["rows"]) == ("own_use", 1)


def test_another_sites_people_are_not_in_it(director):
    other = clients.make_admitted(clients.make_site())
    assert other.client.name not in director.get(PAGE).content.decode()


@pytest.mark.parametrize("address", [PAGE, FILE, SURVEY, SURVEY_FILE])
def test_a_counselor_does_not_open_it(clinic, client, address):
    ground.sign_in(client, clinic.counselor)
    assert client.get(address).status_code == 403


def test_statements_of_the_page_do_not_grow(director, clinic, episode, django_assert_max_num_queries):
    director.get(PAGE)
    with django_assert_max_num_queries(100) as one:
        director.get(PAGE)
    for _ in range(3):
        clients.make_admitted(clinic.site, by=clinic.as_director)
    with django_assert_max_num_queries(len(one)):
        director.get(PAGE)


def test_the_survey_counts_people_of_the_reference_date(director, clinic, episode):
    clients.make_admitted(clinic.site, by=clinic.as_director, date_of_birth=dt.date(2010, 1, 1))
    rows = {row["Question"]: row["Answer"] for row in read(director.get(SURVEY_FILE))}
    assert (rows["Clients in treatment"], rows["Intensive outpatient"], rows["Under 18"]) == ("2", "2", "1")
    before = {row["Question"]: row["Answer"] for row in read(director.get(SURVEY_FILE, {"on": "2026-03-01"}))}
    assert before["Clients in treatment"] == "0"


def test_each_figure_of_the_survey_has_its_definition(director, episode):
    assert all(row["Definition"] for row in read(director.get(SURVEY_FILE)))
    assert "How it is worked out" in director.get(SURVEY).content.decode()


def test_each_row_leads_to_where_it_is_mended(clinic, client, episode):
    admin = clients.make_actor(clinic.site, "site_admin")
    on = AT.date()
    change_setting(by=admin, key="state_data.wanted", value=True, valid_from=on, on=on, site_id=clinic.site.pk)
    with clock.frozen(AT + dt.timedelta(days=45)):
        ground.sign_in(client, clinic.director)
        told = client.get(PAGE, {"kind": "state_data"}).content.decode()
        asked = client.get(PAGE, {"kind": "assessments"}).content.decode()
    assert reverse("state_record", args=[episode.pk, "admission"]) in told
    assert reverse("client_assessments", args=[episode.client_id]) in asked
