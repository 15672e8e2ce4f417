"""A relative's pages: what stands on them, what is written down, and what is left when a release ends."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clients.choices import Information
from clients.models import Disclosure
from tests.factories.clients import AT, make_client, make_site
from tests.factories.families import make_relative_account, make_sharing
from tests.factories.portal import enter, make_account

pytestmark = pytest.mark.django_db
TITLES = {
    Information.SCHEDULE: "The next two weeks",
    Information.ATTENDANCE: "The last four weeks",
    Information.PROGRESS: "How it is going",
    Information.PLAN: "Goals of the plan",
    Information.SAFETY: "To be safe",
    Information.DISCHARGE: "After treatment",
    Information.BILLING: "Statements",
}


@pytest.fixture(autouse=True)
def now(at):
    return at(AT)


@pytest.fixture
def person():
    return make_client(make_site(), legal_first_name="Noor", legal_last_name="Haddad")


def page(browser, sharing):
    enter(browser, make_relative_account(sharing))
    return browser.get(reverse("shared_client", args=[sharing.relationship.pk]))


@pytest.mark.parametrize("kind", list(TITLES))
def test_the_page_has_the_section_that_is_released_and_no_other(client, person, kind):
    text = page(client, make_sharing(person, kind)).content.decode()
    assert {title for title in TITLES.values() if title in text} == {TITLES[kind]}


def test_what_the_page_has_no_section_for_is_named_as_to_be_asked_for(client, person):
    text = page(client, make_sharing(person, Information.MEDICATIONS)).content.decode()
    assert "Medications" in text


def test_the_client_is_shown_by_first_name_alone(client, person):
    text = page(client, make_sharing(person)).content.decode()
    assert "Noor" in text
    assert "Haddad" not in text


def test_the_statement_of_the_law_goes_along(client, person):
    assert "42 CFR part 2" in page(client, make_sharing(person)).content.decode()


def test_the_first_page_has_a_card_for_everybody_who_shares(client, person):
    enter(client, make_relative_account(make_sharing(person)))
    assert "Noor" in client.get(reverse("shared_home")).content.decode()


def test_nothing_shared_is_a_neutral_page(client, person):
    sharing = make_sharing(person, signed=False)
    enter(client, make_relative_account(sharing))
    text = client.get(reverse("shared_home")).content.decode()
    assert "Nothing is shared with you now" in text
    assert "Noor" not in text


def test_a_revoked_release_closes_the_page_with_the_next_request(client, person):
    sharing = make_sharing(person)
    page(client, sharing)
    sharing.consent.stopped_at = AT
    sharing.consent.save()
    answer = client.get(reverse("shared_client", args=[sharing.relationship.pk]))
    assert answer.status_code == 404
    assert "Noor" not in answer.content.decode()


def still(browser, answer):
    return browser.get(answer.context["still_url"], headers={"X-Background": "1"})


def test_an_open_page_is_left_alone_while_nothing_changes(client, person):
    assert still(client, page(client, make_sharing(person))).status_code == 204


def test_an_open_page_is_led_away_when_the_release_is_revoked(client, person):
    sharing = make_sharing(person)
    answer = page(client, sharing)
    sharing.consent.stopped_at = AT
    sharing.consent.save()
    assert still(client, answer).headers["HX-Redirect"] == reverse("shared_client", args=[sharing.relationship.pk])


def test_another_relatives_page_does_not_exist(client, person):
    mine, theirs = make_sharing(person), make_sharing(person)
    enter(client, make_relative_account(mine))
    assert client.get(reverse("shared_client", args=[theirs.relationship.pk])).status_code == 404


def test_a_client_has_no_page_of_a_relative(client, person):
    enter(client, make_account(client=person))
    assert client.get(reverse("shared_home")).status_code == 404


def told(person):
    return [(set(row.information), row.sent_as, row.notice) for row in Disclosure.objects.filter(client=person)]


def test_what_is_shown_is_written_down_as_a_disclosure(client, person):
    page(client, make_sharing(person, Information.SCHEDULE))
    assert told(person) == [({Information.PRESENCE, Information.SCHEDULE}, "portal", "long")]


def test_looking_twice_on_one_day_is_written_down_once(client, person):
    sharing = make_sharing(person, Information.SCHEDULE)
    page(client, sharing)
    client.get(reverse("shared_client", args=[sharing.relationship.pk]))
    client.get(reverse("shared_home"))
    assert len(told(person)) == 1


def test_looking_on_another_day_is_written_down_again(client, person, at):
    sharing = make_sharing(person, Information.SCHEDULE)
    page(client, sharing)
    at(AT + dt.timedelta(days=1))
    client.cookies.clear()
    enter(client, sharing.person.portal_accounts.get())
    client.get(reverse("shared_client", args=[sharing.relationship.pk]))
    assert len(told(person)) == 2


def test_each_release_has_its_own_line_in_the_accounting(client, person):
    sharing = make_sharing(person, Information.SCHEDULE)
    make_sharing(person, Information.PLAN, party=sharing.party)
    page(client, sharing)
    assert sorted(len(kinds) for kinds, *_rest in told(person)) == [1, 2]


def test_more_lines_cost_no_more_statements(client, person):
    sharing = make_sharing(person, *TITLES)
    page(client, sharing)
    address = reverse("shared_client", args=[sharing.relationship.pk])
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    make_sharing(person, *TITLES, party=sharing.party)
    client.get(address)
    with CaptureQueriesContext(connection) as more:
        client.get(address)
    assert len(more) <= len(few)
