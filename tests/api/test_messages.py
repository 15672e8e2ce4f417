"""Messages over the API: how they fared, without their words, to whom may know."""

import pytest

from clients.models import Disclosure
from iop.notifications import delivery
from tests.factories.api import calling_with
from tests.factories.clients import make_admitted
from tests.factories.ground import make_site
from tests.factories.messages import HOUR, NOON, Recording, put

pytestmark = pytest.mark.django_db
URL = "/api/v1/messages/"
READ = "messages:read"


@pytest.fixture(autouse=True)
def _alone(settings, at):
    settings.MESSAGE_STILL_WANTED, settings.MESSAGE_LEAVES = [], []
    settings.MESSAGE_CHANNELS = dict.fromkeys(("email", "sms"), "tests.factories.messages.Recording")
    Recording.begin()
    at(NOON)


@pytest.fixture
def person():
    return make_admitted(make_site()).client


def rows(answer):
    assert answer.status_code == 200, answer.json()
    return answer.json()["results"]


def sent(person, key="k", **more):
    put(key, recipient=("client", person.pk), **more)
    delivery.deliver(at=NOON)


def test_tells_how_a_message_fared_and_not_what_it_says(person):
    sent(person)
    (row,) = rows(calling_with(READ).get(URL))
    assert (row["client"], row["status"], row["template"]) == (str(person.pk), "sent", "session_reminder")
    assert not {"to", "body", "subject", "provider_id"} & set(row)


def test_filters_by_client_and_state(person):
    sent(person)
    put("later", recipient=("client", person.pk), due_at=NOON + HOUR)
    caller = calling_with(READ)
    assert [row["status"] for row in rows(caller.get(f"{URL}?client={person.pk}&status=waiting"))] == ["waiting"]
    assert rows(caller.get(f"{URL}?client={make_site().pk}")) == []


def test_messages_to_staff_stay_inside(person):
    put(recipient=("staff", person.pk))
    assert rows(calling_with(READ).get(URL)) == []


def test_a_key_for_one_site_reads_nothing_of_another(person):
    sent(person)
    assert rows(calling_with(READ, sites=[make_site()]).get(URL)) == []


def test_reading_is_written_down_as_a_disclosure(person):
    sent(person)
    calling_with(READ).get(URL)
    assert Disclosure.objects.get().information == ["schedule"]


def test_another_scope_does_not_open_it(person):
    assert calling_with("clients:read").get(URL).status_code == 403
