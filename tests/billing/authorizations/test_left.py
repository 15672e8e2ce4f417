"""What is left of authorizations, by day and now; two who take the last unit."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import transaction

from billing import authorizations
from billing.rules.authorizations import take
from tests.factories import billing, clients
from tests.factories.clients import AT, TODAY
from tests.factories.scheduling import race

DAY = dt.timedelta(days=1)


def make_stay():
    episode = clients.make_admitted(clients.make_site())
    cover = billing.make_coverage(episode.client)
    return episode, cover


def charge(episode, cover, row, on=TODAY, **fields):
    return billing.make_charge(episode, on, coverage=cover, authorization=row, authorized_units=1, **fields)


@pytest.mark.django_db
def test_used_is_what_standing_charges_take():
    episode, cover = make_stay()
    row = billing.make_authorization(cover, units=12)
    charge(episode, cover, row)
    charge(episode, cover, row, TODAY + DAY, reversed_at=AT, reversed_because="Absent")
    assert authorizations.used([row.pk]) == {row.pk: Decimal(1)}
    assert authorizations.left([episode.pk], TODAY + 2 * DAY)[episode.pk][0].left == 11


@pytest.mark.django_db
def test_a_day_decided_anew_does_not_count_itself():
    episode, cover = make_stay()
    charge(episode, cover, billing.make_authorization(cover, units=1))
    assert authorizations.left([episode.pk], TODAY)[episode.pk][0].left == 1
    assert authorizations.left([episode.pk], TODAY + DAY)[episode.pk][0].left == 0


@pytest.mark.django_db
def test_days_decided_in_one_run_find_less_each_time():
    episode, cover = make_stay()
    row = billing.make_authorization(cover, units=1)
    book = authorizations.book([episode.pk])
    book.count(row.pk, TODAY, Decimal(1))
    assert book.left(episode.pk, TODAY)[0].left == 1
    assert take(book.left(episode.pk, TODAY + DAY), "H0015", row.level_id, TODAY + DAY, 180) is None


@pytest.mark.django_db
def test_denied_and_asked_for_give_nothing_but_part_given_does_during_an_appeal():
    episode, cover = make_stay()
    for status in ("requested", "denied", "cancelled"):
        billing.make_authorization(cover, status=status, denial_reason="No")
    assert authorizations.left([episode.pk], TODAY) == {episode.pk: []}
    row = billing.make_authorization(cover, status="appealed", number="A9")
    type(row).objects.filter(pk=row.pk).update(units=6)
    assert [each.left for each in authorizations.left([episode.pk], TODAY)[episode.pk]] == [6]


@pytest.mark.django_db
def test_words_say_numbers_or_that_none_holds():
    episode, cover = make_stay()
    assert authorizations.words_for([episode.client_id], TODAY) == {}
    row = billing.make_authorization(cover, units=12, ends_on=TODAY + 10 * DAY)
    charge(episode, cover, row)
    assert str(authorizations.words_for([episode.client_id], TODAY)[episode.client_id]).startswith(
        "11 of 12 days left; ends"
    )
    assert "No authorization" in str(authorizations.words_for([episode.client_id], TODAY + 11 * DAY)[episode.client_id])


@pytest.mark.django_db
def test_statements_do_not_grow_with_stays(django_assert_num_queries):
    stays = [make_stay() for _ in range(3)]
    for _episode, cover in stays:
        billing.make_authorization(cover)
    with django_assert_num_queries(2):
        authorizations.left([episode.pk for episode, _ in stays], TODAY)


@pytest.mark.django_db(transaction=True)
def test_two_who_take_the_last_unit():
    episode, cover = make_stay()
    row = billing.make_authorization(cover, units=1)
    rule = billing.make_rule(cover.plan.payer, row.level, service="group", code="H0005")
    days = [billing.make_day(episode, TODAY + number * DAY) for number in range(2)]

    def post(day):
        with transaction.atomic():
            if authorizations.hold([row.pk])[row.pk] < 1:
                return "none left"
            charge(episode, cover, row, day.on, day=day, rule=rule)
            return "taken"

    came = race(*(lambda day=day: post(day) for day in days))
    assert sorted(str(each) for each in came) == ["none left", "taken"]
    assert authorizations.used([row.pk])[row.pk] == 1
