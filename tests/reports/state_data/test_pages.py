"""Pages of the state's data sets: what they show, to whom, and what they keep."""

import datetime as dt

import pytest
from django.urls import reverse

from clients.models import Client
from iop.core import clock
from iop.reports.state_data.actions import hand_in
from iop.reports.state_data.models import StateExtract, StateRecord, StateSite
from tests.factories import clients, ground
from tests.factories.clients import AT, TODAY
from tests.factories.state_data import ANSWERS, LAW, admit, answer, make_house

pytestmark = pytest.mark.django_db
LIST, FILES = reverse("state_data"), reverse("state_data_files")
DAYS = {"first": "2026-03-01", "last": "2026-03-31"}


@pytest.fixture
def house():
    return make_house()


@pytest.fixture
def keeper(house, client):
    """A case manager of the house, signed in, on the day after."""
    with clock.frozen(AT + dt.timedelta(days=1)):
        ground.sign_in(client, clients.make_staff(house.site, "case_manager"))
        yield client


def record_url(episode, kind="admission"):
    return reverse("state_record", args=[episode.pk, kind])


def test_the_list_names_admissions_with_what_is_missing(house, keeper):
    episode = admit(house)
    page = keeper.get(LIST).content.decode()
    assert episode.client.name in page
    assert record_url(episode) in page


def test_a_restricted_chart_is_on_the_list_without_its_name(house, keeper):
    episode = admit(house)
    Client.objects.filter(pk=episode.client_id).update(is_restricted=True, restricted_reason="Colleague")
    page = keeper.get(LIST).content.decode()
    assert "A restricted chart" in page
    assert episode.client.legal_last_name not in page
    assert keeper.get(record_url(episode)).status_code == 404


def test_the_list_filters_by_kind_and_state(house, keeper):
    episode = admit(house)
    assert episode.client.name not in keeper.get(LIST, {"kind": "discharge"}).content.decode()
    assert episode.client.name not in keeper.get(LIST, {"status": "complete"}).content.decode()
    assert episode.client.name in keeper.get(LIST, {"status": "draft"}).content.decode()


def test_the_record_page_shows_what_is_known_with_its_source_and_asks_the_rest(house, keeper):
    page = keeper.get(record_url(admit(house))).content.decode()
    assert "March 2, 2026" in page
    assert 'name="race"' in page
    assert 'name="sex"' not in page


def test_saving_keeps_the_answers_and_says_how_it_stands(house, keeper):
    episode = admit(house)
    answered = keeper.post(record_url(episode), {**ANSWERS, "version": 0}, follow=True).content.decode()
    assert StateRecord.objects.get(episode=episode).status == "complete"
    assert "Kept, and complete" in answered


def test_not_known_is_ticked_beside_a_number(house, keeper):
    episode = admit(house)
    typed = {**ANSWERS, "first_use_1": "", "first_use_1_unknown": "on", "version": 0}
    keeper.post(record_url(episode), typed)
    assert StateRecord.objects.get().values["first_use_1"] == "unknown"


def test_a_number_that_cannot_be_is_said_beside_it_and_what_was_typed_stays(house, keeper):
    answered = keeper.post(record_url(admit(house)), {**ANSWERS, "education": "40", "version": 0})
    page = answered.content.decode()
    assert answered.status_code == 422
    assert "Give a whole number from 0 to 25." in page
    assert 'value="40"' in page


def test_a_discharge_that_did_not_happen_is_not_there(house, keeper):
    assert keeper.get(record_url(admit(house), "discharge")).status_code == 404


def test_what_is_wrong_is_told_by_record_and_field_with_links(house, keeper):
    episode = admit(house)
    answer(house, episode, race="", pregnant="not_applicable")
    page = keeper.get(reverse("state_data_check")).content.decode()
    assert f"{record_url(episode)}#id_race" in page
    assert "pregnancy is answered" in page


def test_a_record_that_nobody_answered_is_one_line(house, keeper):
    page = keeper.get(reverse("state_data_check"), {"x": admit(house, sex="unknown").pk}).content.decode()
    assert "Nobody has answered yet: 10 answers are missing." in page
    assert "#id_race" not in page


def test_what_stands_in_the_chart_is_mended_there(house, keeper):
    episode = admit(house, sex="unknown")
    answer(house, episode)
    edit = reverse("client_edit", args=[episode.client_id])
    assert edit in keeper.get(reverse("state_data_check")).content.decode()
    assert edit in keeper.get(record_url(episode)).content.decode()


def test_a_file_is_looked_at_made_and_taken(house, keeper):
    answer(house, admit(house))
    asked = {**DAYS, "site": str(house.site.pk), "layout": "admissions-csv"}
    assert "Single State Authority" in keeper.get(FILES, asked).content.decode()
    made = keeper.post(FILES, asked)
    extract = StateExtract.objects.get()
    assert made.url == reverse("state_data_file", args=[extract.pk])
    assert LAW in keeper.get(made.url).content.decode()
    taken = keeper.post(reverse("state_data_file_take", args=[extract.pk]))
    assert taken["Content-Disposition"].startswith('attachment; filename="teds-a-')
    assert taken.content.count(b"\r\n") == 2


def test_a_file_without_anything_in_it_is_refused(house, keeper):
    asked = {**DAYS, "site": str(house.site.pk), "layout": "admissions-csv"}
    assert keeper.post(FILES, asked).status_code == 422
    assert StateExtract.objects.count() == 0


def test_another_sites_file_is_not_there(house, keeper):
    other = make_house()
    answer(other, admit(other))
    extract = hand_in(by=other.by, site=other.site, first=TODAY, last=TODAY, layout="admissions-csv", at=AT)
    assert keeper.get(reverse("state_data_file", args=[extract.pk])).status_code == 404
    assert keeper.post(reverse("state_data_file_take", args=[extract.pk])).status_code == 404


def test_to_whom_a_site_hands_in_is_kept(house, keeper):
    address = f"{reverse('state_data_site')}?site={house.site.pk}"
    typed = {"party": str(house.party.pk), "authority": "Another law", "provider_number": "X9"}
    assert keeper.post(address, typed).status_code == 302
    row = StateSite.objects.get(site=house.site)
    assert (row.authority, row.provider_number) == ("Another law", "X9")


@pytest.mark.parametrize("role", ["counselor", "biller", "site_admin"])
def test_other_roles_do_not_open_it(house, client, role):
    ground.sign_in(client, clients.make_staff(house.site, role))
    assert client.get(LIST).status_code == 403


def test_statements_of_the_list_do_not_grow(house, keeper, django_assert_max_num_queries):
    admit(house)
    keeper.get(LIST)
    with django_assert_max_num_queries(60) as one:
        keeper.get(LIST)
    for _ in range(4):
        admit(house)
    with django_assert_max_num_queries(len(one)):
        keeper.get(LIST)
