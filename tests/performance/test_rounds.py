"""Many rounds of many callers at once, through the API and the action: each round has one winner, the others are told why."""

from functools import partial

import pytest

from iop.core.errors import Conflict
from scheduling.models import Appointment, Enrolment
from tests.factories.api import calling_with
from tests.factories.scheduling import MONDAY, book, make_place, make_track, make_waiting_client, on, race

CALLERS = 8
ROUNDS = 10

pytestmark = pytest.mark.django_db(transaction=True)


def ask_for_a_seat(api, track, stay):
    wanted = {"episode": str(stay.pk), "track": str(track.pk), "weekdays": [0, 2, 4], "starts_on": MONDAY.isoformat()}
    return lambda: api.post("/api/v1/enrolments/", wanted, format="json")


@pytest.fixture
def place(at):
    place = make_place()
    at("2026-03-02 07:00", "America/New_York")
    return place


def test_each_last_seat_goes_to_one_caller_and_the_others_get_409_with_a_sentence(place):
    callers = [calling_with("enrolments:write", "clients:read") for _ in range(CALLERS)]
    for _ in range(ROUNDS):
        track = make_track(place.program, capacity=1)
        stays = [make_waiting_client(place) for _ in callers]
        answers = race(*(ask_for_a_seat(api, track, stay) for api, stay in zip(callers, stays, strict=True)))
        assert sorted(answer.status_code for answer in answers) == [201] + [409] * (CALLERS - 1)
        told = {answer.json()["detail"] for answer in answers if answer.status_code == 409}
        assert all(sentence.endswith(".") and " " in sentence for sentence in told), told
        assert Enrolment.objects.filter(track=track).count() == 1


def test_each_slot_goes_to_one_caller_and_the_others_are_told_who_has_it(place):
    stays = [make_waiting_client(place) for _ in range(CALLERS)]
    for number in range(ROUNDS):
        results = race(*(partial(book, place, stay, day=on(number), hour=15) for stay in stays))
        losers = [result for result in results if isinstance(result, Conflict)]
        assert len(losers) == CALLERS - 1
        assert all(str(loser).endswith(".") for loser in losers)
        assert Appointment.objects.filter(starts_at__date=on(number)).count() == 1
