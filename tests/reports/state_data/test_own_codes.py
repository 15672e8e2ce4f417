"""Codes are compared with the state's manual on a page, and changed where it says otherwise."""

import csv
import io
import uuid

import pytest
from django.urls import reverse

from iop.audit.models import AuditEvent
from iop.core import clock
from iop.core.basis import own_use
from iop.core.errors import Invalid, NotAllowed, Stale
from iop.reports.state_data import codes
from iop.reports.state_data.actions import hand_in, keep_codes, take_file
from iop.reports.state_data.models import StateCodeList
from iop.reports.state_data.own_codes import LISTS, codes_of, family_of
from tests.factories import clients, ground
from tests.factories.clients import AT, TODAY
from tests.factories.state_data import admit, answer, make_house

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return make_house()


def given(name="race", state="MA", **changes):
    return codes_of(family_of("state", TODAY, state).lists[name]) | changes


def kept(house, name="race", seen=None, by=None, site=None, is_compared=True, source="Manual 2026", **changes):
    return keep_codes(
        by=by or house.by, site=site or house.site, family="state", name=name, given=given(name, **changes), seen=seen,
        is_compared=is_compared, source=source, on=TODAY, at=AT,
    )  # fmt: skip


def test_the_shipped_codes_hold_until_somebody_says_otherwise(house):
    assert family_of("state", TODAY, "MA").lists == codes.family("state", TODAY).lists


def test_what_is_changed_goes_into_the_next_file(house):
    kept(house, **{"word-white": "77"})
    answer(house, admit(house))
    extract = hand_in(by=house.by, site=house.site, first=TODAY, last=TODAY, layout="admissions-csv", at=AT)
    text = take_file(by=house.by, extract=extract, basis=own_use("state_data")).decode()
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["RACE"], row["SEX"]) == ("77", "02")


def test_codes_of_groups_and_of_no_answer_are_changed_too(house):
    kept(house, "prior", **{"range-5": "6", "none-unknown": "99"})
    found = family_of("state", TODAY, "MA")
    assert (found.encode("prior", "9"), found.encode("prior", "unknown"), found.encode("prior", "2")) == (
        "6",
        "99",
        "2",
    )


def test_a_compared_list_is_no_longer_among_those_to_compare(house):
    assert "race" in family_of("state", TODAY, "MA").unconfirmed
    row = kept(house)
    assert "race" not in family_of("state", TODAY, "MA").unconfirmed
    kept(house, seen=row.pk, is_compared=False)
    assert "race" in family_of("state", TODAY, "MA").unconfirmed


def test_it_holds_for_sites_of_the_same_state_alone(house):
    kept(house, **{"word-white": "77"})
    assert family_of("state", TODAY, "RI").encode("race", "white") == "05"


def test_the_later_of_two_people_gets_a_sentence(house):
    kept(house)
    with pytest.raises(Stale):
        kept(house, **{"word-white": "78"})
    with pytest.raises(Stale):
        kept(house, seen=uuid.uuid4())
    assert StateCodeList.objects.count() == 1


@pytest.mark.parametrize("code", ["", "a b", "=1+1", "12345678901", "é"])
def test_what_is_no_code_is_said_beside_it(house, code):
    with pytest.raises(Invalid) as caught:
        kept(house, **{"word-white": code})
    assert caught.value.field == "word-white"


def test_comparing_names_the_manual(house):
    with pytest.raises(Invalid) as caught:
        kept(house, source=" ")
    assert caught.value.field == "source"


def test_who_keeps_the_states_data_changes_codes_and_it_is_on_record(house):
    with pytest.raises(NotAllowed):
        kept(house, by=clients.make_actor(house.site, "counselor"))
    kept(house, **{"word-white": "77"})
    found = AuditEvent.objects.get(verb="reports.state_codes_kept")
    assert found.detail == {"family": "state", "list": "race", "changed": 1, "is_compared": True}


def test_every_list_of_every_family_has_a_name():
    for each in codes.layouts(TODAY):
        assert set(codes.family(each.family, TODAY).lists) <= set(LISTS)


@pytest.fixture
def keeper(house, client):
    with clock.frozen(AT):
        ground.sign_in(client, clients.make_staff(house.site, "case_manager"))
        yield client


def test_codes_are_changed_on_a_page(house, keeper):
    address = reverse("state_data_code_list", args=["state", "race"]) + f"?site={house.site.pk}"
    page = keeper.get(address).content.decode()
    assert 'name="word-white"' in page
    assert "Not known" in page
    typed = given(**{"word-white": "77"}) | {"is_compared": "on", "source": "Manual 2026, p. 40", "seen": ""}
    assert keeper.post(address, typed).status_code == 302
    lists = keeper.get(reverse("state_data_codes"), {"site": str(house.site.pk)}).content.decode()
    assert "Manual 2026, p. 40" in lists
    stale = keeper.post(address, typed)
    assert (stale.status_code, "A colleague has changed" in stale.content.decode()) == (422, True)
    assert StateCodeList.objects.get().codes["word-white"] == "77"


def test_a_code_that_is_none_is_said_on_the_page_and_stays_typed(house, keeper):
    address = reverse("state_data_code_list", args=["state", "race"])
    answered = keeper.post(address, given(**{"word-white": "7 7"}) | {"seen": ""})
    page = answered.content.decode()
    assert answered.status_code == 422
    assert "A code has up to 10 letters and digits." in page
    assert 'value="7 7"' in page


@pytest.mark.parametrize("args", [("nowhere", "race"), ("state", "nothing")])
def test_a_list_that_is_none_is_not_there(house, keeper, args):
    assert keeper.get(reverse("state_data_code_list", args=args)).status_code == 404


def test_other_roles_do_not_open_the_codes(house, client):
    ground.sign_in(client, clients.make_staff(house.site, "counselor"))
    assert client.get(reverse("state_data_codes")).status_code == 403
    assert client.post(reverse("state_data_code_list", args=["state", "race"]), given()).status_code == 403
    assert not StateCodeList.objects.exists()
