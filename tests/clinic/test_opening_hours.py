"""The page of opening hours: as many stretches a day as a site has, and none lost by saving."""

import datetime as dt

import pytest
from django.urls import reverse

from iop.access.actors import SYSTEM
from iop.clinic import actions
from iop.clinic.models import OpeningHours
from tests.factories.ground import make_site, make_staff, sign_in

pytestmark = pytest.mark.django_db
MORNING, AFTERNOON, EVENING = ((dt.time(first), dt.time(last)) for first, last in ((8, 12), (13, 17), (18, 20)))


@pytest.fixture
def site(client):
    site = make_site()
    sign_in(client, make_staff("site_admin", site=site, credential=""))
    return site


def post(client, site, **fields):
    return client.post(reverse("opening_hours", args=[site.pk]), fields)


def stretches(weekday=0):
    return list(OpeningHours.objects.filter(weekday=weekday).order_by("opens").values_list("opens", "closes"))


def as_shown(client, site):
    form = client.get(reverse("opening_hours", args=[site.pk])).context["form"]
    return {name: value.strftime("%H:%M") for name, value in form.initial.items()}


def test_a_site_closes_at_noon_and_opens_again(client, site):
    post(client, site, opens_0_0="08:00", closes_0_0="12:00", opens_0_1="13:00", closes_0_1="17:00")
    assert stretches() == [MORNING, AFTERNOON]


@pytest.mark.parametrize("hours", [[MORNING], [MORNING, AFTERNOON], [MORNING, AFTERNOON, EVENING]])
def test_saving_what_is_shown_changes_nothing(client, site, hours):
    actions.set_opening_hours(by=SYSTEM, site_id=site.pk, hours={0: hours, 3: [MORNING]})
    post(client, site, **as_shown(client, site))
    assert (stretches(0), stretches(3)) == (hours, [MORNING])


def test_the_second_pair_alone_is_an_afternoon(client, site):
    post(client, site, opens_0_1="13:00", closes_0_1="17:00")
    assert stretches() == [AFTERNOON]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"opens_0_1": "13:00"}, "Give both"),
        ({"opens_0_1": "17:00", "closes_0_1": "13:00"}, "closes after it opens"),
        ({"opens_0_0": "08:00", "closes_0_0": "12:00", "opens_0_1": "11:00", "closes_0_1": "17:00"}, "begins before"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field_and_nothing_changes(client, site, fields, words):
    actions.set_opening_hours(by=SYSTEM, site_id=site.pk, hours={0: [MORNING]})
    answer = post(client, site, **fields)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert stretches() == [MORNING]
