"""What was told to others and who opened the chart, as the person themselves sees it."""

import datetime as dt

import pytest
from django.urls import reverse

from clients import actions, gate
from clients.choices import Information, Purpose, SentKind
from clients.models import Disclosure
from iop.clinic.models import SettingValue
from tests.factories import consents as make
from tests.factories.clients import AT, make_client
from tests.factories.own_papers import make_own
from tests.factories.portal import enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def own(at):
    at(AT)
    return make_own()


def tell(own, name="Dr. Ines Moreau", client=None):
    client = client or own.client
    row = make.signed(own.clinic, client, party=make.party(name=name))
    basis = gate.basis_for(
        by=own.clinic.as_director, client=client, to=gate.Recipient.of_party(row.party), purpose=Purpose.TREATMENT,
        information=[Information.ATTENDANCE], at=AT,
    )  # fmt: skip
    return gate.release(
        by=own.clinic.as_director, client=client, basis=basis, sent_as=SentKind.LETTER, records=[], content="x", at=AT
    )


def page(own, client, name, **query):
    enter(client, own.account)
    return client.get(reverse(name), query).content.decode()


def test_it_says_to_whom_what_and_on_which_ground(own, client):
    tell(own)
    said = page(own, client, "my_papers_told")
    assert "Dr. Ines Moreau" in said
    assert "Attendance" in said
    assert "You agreed to this on" in said


def test_nobody_elses(own, client):
    tell(own, client=make_client(own.clinic.site), name="Dr. Other")
    assert "Dr. Other" not in page(own, client, "my_papers_told")


def test_what_left_about_a_joined_chart_is_theirs_too(own, client):
    twin = make_client(own.clinic.site)
    tell(own, client=twin, name="Dr. Before")
    type(twin).objects.filter(pk=twin.pk).update(merged_into=own.client)
    assert "Dr. Before" in page(own, client, "my_papers_told")


def test_own_copies_are_left_out_and_the_paper_is_written_down(own, client):
    enter(client, own.account)
    assert client.post(reverse("my_papers_told_copy")).content.startswith(b"%PDF")
    assert Disclosure.objects.get().ground == "own_access"
    assert "Nothing left our clinic" in page(own, client, "my_papers_told")


def test_who_opened_it_stands_there_with_name_and_role(own, client):
    actions.open_chart(by=own.clinic.as_counselor, client=own.client, at=AT)
    said = page(own, client, "my_papers_opened")
    assert own.clinic.counselor.name in said
    assert "Counselor" in said


def test_a_clinic_may_show_the_role_alone(own, client):
    SettingValue.objects.create(key="portal.name_who_opened", value=False, valid_from=dt.date(2026, 1, 1))
    actions.open_chart(by=own.clinic.as_counselor, client=own.client, at=AT)
    said = page(own, client, "my_papers_opened")
    assert own.clinic.counselor.name not in said
    assert "Counselor" in said


def test_an_address_made_up_is_read_as_none(own, client):
    assert "Who opened my chart" in page(own, client, "my_papers_opened", after="x_1")
    assert "told" in page(own, client, "my_papers_told", page="-3", years="99")


@pytest.mark.parametrize(
    ("name", "number"), [(name, n) for name in ("my_papers_told", "my_papers_opened") for n in (1, 5)]
)
def test_statements_do_not_grow(own, client, name, number, django_assert_max_num_queries):
    for each in range(number):
        tell(own, name=f"Dr. {each}")
        actions.open_chart(by=own.clinic.as_counselor, client=own.client, at=AT + dt.timedelta(days=each))
    enter(client, own.account)
    with django_assert_max_num_queries(14):
        client.get(reverse(name))
