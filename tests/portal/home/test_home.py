"""The first page of a client: what is next, or a calm word when nothing is."""

import datetime as dt

import pytest
from django.urls import reverse

from iop.core import clock
from tests.factories.clients import make_client, make_site
from tests.factories.days import NINE, lines_of, make_day, minutes
from tests.factories.portal import enter, make_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def line():
    return lines_of(make_day(people=1).session)[0]


def _home(browser, at):
    with clock.frozen(at):
        return browser.get(reverse("my_home")).content.decode()


def test_what_is_next_says_day_time_zone_and_place(client, line):
    enter(client, make_account(client=line.client))
    page = _home(client, NINE - minutes(60))
    assert "Today" in page
    assert "9 a.m." in page
    assert "Eastern Time" in page
    assert line.session.site.name in page


def test_it_is_in_the_language_of_the_reader(client, line):
    enter(client, make_account(client=line.client, language="es"))
    assert "hora oriental" in _home(client, NINE - minutes(60)).casefold()


def test_an_open_check_in_is_offered(client, line):
    enter(client, make_account(client=line.client))
    assert reverse("my_check_in") in _home(client, NINE - minutes(30))


def test_a_check_in_that_is_not_open_is_not_offered(client, line):
    enter(client, make_account(client=line.client))
    assert reverse("my_check_in") not in _home(client, NINE - dt.timedelta(hours=12))


def test_who_has_no_stay_meets_a_calm_word(client):
    enter(client, make_account(client=make_client(make_site())))
    assert "ended" in _home(client, NINE) or "started" in _home(client, NINE)


def test_the_page_takes_as_many_statements_for_a_full_calendar(client, line, django_assert_max_num_queries):
    enter(client, make_account(client=line.client))
    with django_assert_max_num_queries(32):
        _home(client, NINE - minutes(60))
