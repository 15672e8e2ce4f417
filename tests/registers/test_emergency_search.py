"""Finding exactly one chart in an emergency, and nothing by guessing."""

import datetime as dt

import pytest

from clients.actions import access, merges
from iop.audit.models import AuditEvent
from iop.core import clock
from iop.core.errors import Invalid, NotAllowed
from tests.factories.clients import AT, make_actor, make_client, make_site
from tests.registers.world import make_twice

pytestmark = pytest.mark.django_db
BORN = dt.date(1990, 5, 17)


@pytest.fixture
def seeker(db):
    with clock.frozen(AT):
        yield make_actor(make_site(), "counselor")


@pytest.fixture
def somebody(seeker):
    return make_client(make_site(), legal_first_name="Marta", legal_last_name="Okafor", preferred_name="Mo")


def find(by, **asked):
    return access.find_in_emergency(by=by, at=AT, **asked)


def test_by_the_exact_number_with_or_without_its_letter(seeker, somebody):
    assert find(seeker, record_number=somebody.record_number.lower()) == somebody
    assert find(seeker, record_number=somebody.record_number.removeprefix("R-")) == somebody


@pytest.mark.parametrize("first", ["marta", "MO"])
def test_by_exact_names_and_birth_date(seeker, somebody, first):
    assert find(seeker, first_name=first, last_name="okafor", date_of_birth=BORN) == somebody


@pytest.mark.parametrize(
    "asked",
    [
        {"record_number": "R-99999999"},
        {"first_name": "Mart", "last_name": "Okafor", "date_of_birth": BORN},
        {"first_name": "Marta", "last_name": "Okafo", "date_of_birth": BORN},
        {"first_name": "Marta", "last_name": "Okafor", "date_of_birth": BORN + dt.timedelta(days=1)},
    ],
)
def test_nearly_is_nothing(seeker, somebody, asked):
    assert find(seeker, **asked) is None


def test_two_people_of_one_name_and_birth_date_are_none(seeker, somebody):
    make_client(make_site(), legal_first_name="Marta", legal_last_name="Okafor")
    assert find(seeker, first_name="Marta", last_name="Okafor", date_of_birth=BORN) is None


def test_half_of_what_is_needed_is_refused(seeker):
    with pytest.raises(Invalid):
        find(seeker, first_name="Marta", last_name="Okafor")


def test_every_search_is_on_record_found_or_not(seeker, somebody):
    find(seeker, record_number=somebody.record_number)
    find(seeker, record_number="R-99999999")
    events = AuditEvent.objects.filter(verb="clients.emergency_searched").order_by("id")
    assert [event.detail["found"] for event in events] == [True, False]
    assert [list(event.subjects.values_list("client_id", flat=True)) for event in events] == [[somebody.pk], []]


def test_after_many_searches_the_door_closes_for_a_while(seeker):
    for _ in range(access.SEARCHES_AN_HOUR):
        find(seeker, record_number="R-99999999")
    with pytest.raises(access.TooMany) as refused:
        find(seeker, record_number="R-99999999")
    assert refused.value.status == 429
    access.find_in_emergency(by=seeker, at=AT + dt.timedelta(hours=1, seconds=1), record_number="R-99999999")


def test_a_role_without_emergencies_searches_nothing(seeker):
    with pytest.raises(NotAllowed):
        find(make_actor(make_site(), "biller"), record_number="R-1")


def test_the_number_of_an_absorbed_chart_finds_the_kept_one(seeker):
    two = make_twice()
    merges.merge(by=two.by, kept=two.kept, absorbed=two.absorbed, reason="Same person, same phone.", at=AT)
    assert find(seeker, record_number=two.absorbed.record_number) == two.kept
