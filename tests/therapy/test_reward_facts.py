"""Which drug tests count for rewards: a consistent one is good, a missed or unexpected one a miss, the rest is neither."""

import datetime as dt

import pytest

from tests.factories import drug_tests as made
from tests.factories.drug_tests import AT, TODAY, Checks
from therapy.models.drug_tests import DrugTest
from therapy.reward_facts import events_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(at):
    at(AT)
    return made.make_desk()


def came(desk):
    week = dt.timedelta(days=7)
    zone = desk.site.time_zone
    (event,) = events_of("test", episode_id=desk.episode.pk, zone=zone, first=TODAY - week, last=TODAY + week)
    return event.came


def test_a_consistent_test_is_good(desk):
    made.screen(desk)
    assert came(desk) == "good"


def test_an_unexpected_one_that_is_not_confirmed_is_neither(desk):
    made.screen(desk, "cocaine")
    assert came(desk) == "neither"


def test_one_that_is_at_the_laboratory_is_neither_until_it_answers(desk):
    made.send(desk, made.screen(desk))
    assert came(desk) == "neither"


def test_the_laboratory_speaks_last(desk):
    test = made.send(desk, made.screen(desk, "cocaine"))
    made.report(desk, test)
    assert came(desk) == "good"


def test_a_confirmed_unexpected_one_is_a_miss(desk):
    test = made.send(desk, made.screen(desk, "cocaine"))
    made.report(desk, test, "cocaine")
    assert came(desk) == "miss"


def test_one_that_is_only_ordered_is_neither(desk):
    made.order(desk)
    assert came(desk) == "neither"


def test_a_sample_that_was_not_fully_checked_is_neither(desk):
    made.screen(desk, checks=Checks())
    assert came(desk) == "neither"


def test_days_outside_are_not_looked_at(desk):
    made.screen(desk)
    zone, later = desk.site.time_zone, TODAY + dt.timedelta(days=1)
    assert events_of("test", episode_id=desk.episode.pk, zone=zone, first=later, last=later) == []


def test_a_test_is_one_event_by_its_own_name(desk):
    made.screen(desk)
    zone = desk.site.time_zone
    (event,) = events_of("test", episode_id=desk.episode.pk, zone=zone, first=TODAY, last=TODAY)
    assert event.key == f"test:{DrugTest.objects.get().pk}"
