"""What is offered to families: kept, due again, and told to a review; never required."""

import datetime as dt

import pytest
from django.db import DatabaseError

from clients.evidence import Subject
from iop.access.actors import SYSTEM
from iop.clinic.actions.settings import change_setting
from iop.clinic.actors import actor_of
from iop.core.errors import Conflict, Invalid, NotAllowed
from iop.work.models import WorkItem
from scheduling import actions
from scheduling.evidence import facts
from scheduling.models import FamilyOffer
from tests.factories import ground
from tests.factories.clients import AT, TODAY, make_admitted, make_inquiry
from tests.factories.family_care import book_family
from tests.factories.scheduling import Counted, make_place, on

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return make_place()


@pytest.fixture
def episode(place):
    return make_admitted(place.site, by=place.by)


def offer(place, episode, outcome="accepted", at=AT, **fields):
    fields = {"offered_on": TODAY, **fields}
    return actions.offer_family(by=actor_of(place.therapist.pk, AT), episode=episode, outcome=outcome, at=at, **fields)


def due(at):
    actions.owe_family_offers(by=SYSTEM, at=at)
    return WorkItem.objects.open().filter(kind="family_due").count()


def days(number):
    return AT + dt.timedelta(days=number)


def told(episode, at=AT):
    return [str(fact.says) for fact in facts(episode, TODAY, on(60), at) if fact.subject == Subject.FAMILY]


def test_is_due_two_weeks_after_admission_and_once(place, episode):
    assert [due(days(13)), due(days(14)), due(days(15))] == [0, 1, 1]


def test_an_offer_closes_the_work_and_is_due_again_after_the_clinics_days(place, episode):
    due(days(14))
    offer(place, episode, at=days(14), offered_on=on(14))
    assert not WorkItem.objects.open().filter(kind="family_due").exists()
    assert [due(days(43)), due(days(44))] == [0, 1]


def test_a_booked_family_session_is_enough(place, episode):
    book_family(place, episode, day=on(10))
    assert [due(days(39)), due(days(40))] == [0, 1]


def test_an_agreed_day_stands_in_place_of_the_rhythm(place, episode):
    offer(place, episode, "not_appropriate", reason="not_safe", again_on=on(70))
    assert [due(days(69)), due(days(70))] == [0, 1]


def test_a_clinic_that_asks_nobody_is_not_asked(place, episode):
    change_setting(by=SYSTEM, key="family.offer_every_days", value=0, valid_from=TODAY, on=TODAY, site_id=place.site.pk)
    assert due(days(60)) == 0


def test_why_not_is_needed(place, episode):
    with pytest.raises(Invalid, match="Say why") as refusal:
        offer(place, episode, "declined")
    assert refusal.value.field == "reason"


def test_is_for_those_who_treat(place, episode):
    with pytest.raises(NotAllowed):
        actions.offer_family(
            by=ground.make_actor("intake", site=place.site, at=AT),
            episode=episode,
            outcome="accepted",
            offered_on=TODAY,
            at=AT,
        )


def test_before_admission_nothing_is_offered(place):
    with pytest.raises(Conflict, match="while somebody is in treatment"):
        offer(place, make_inquiry(place.site))


def test_a_review_is_told_why_there_was_none(place, episode):
    offer(place, episode, "declined", reason="no_family")
    assert told(episode) == ["Family session offered: Declined (There is nobody to invite)."]


def test_a_review_is_told_the_newest(place, episode):
    offer(place, episode, "declined", reason="no_family")
    offer(place, episode, "accepted", at=days(1), offered_on=on(1))
    assert told(episode, days(2)) == ["Family session offered: Accepted."]


def test_nothing_is_ever_changed(place, episode):
    offer(place, episode)
    with pytest.raises(DatabaseError):
        FamilyOffer.objects.update(outcome="declined")


def test_asking_costs_the_same_for_many(place):
    for _ in range(2):
        make_admitted(place.site, by=place.by)
    with Counted() as few:
        actions.owe_family_offers(by=SYSTEM, at=days(1))
    for _ in range(6):
        make_admitted(place.site, by=place.by)
    with Counted() as many:
        actions.owe_family_offers(by=SYSTEM, at=days(1))
    assert few.number == many.number
