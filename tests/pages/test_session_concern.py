"""The concern page of a day leads to the safety plan of the one it is about."""

import pytest
from django.urls import reverse

from sessions_app.choices import SessionStatus
from tests.factories.ground import sign_in
from tests.therapy.world import World, wall

pytestmark = pytest.mark.django_db


@pytest.fixture
def day(at):
    at(wall(9, 50))
    world = World()
    session = world.session(status=SessionStatus.RUNNING)
    world.roster(session, world.clients(2), "present")
    return world, session


def test_the_plan_of_the_one_it_is_about_is_one_tap_away(client, day):
    world, session = day
    line = session.roster.first()
    sign_in(client, world.counselor)
    said = client.get(reverse("session_concern", args=[session.pk]), {"client": str(line.pk)}).content.decode()
    assert reverse("own_plan", args=[line.client_id, "safety"]) in said


def test_without_somebody_chosen_nobodys_plan_is_offered(client, day):
    world, session = day
    sign_in(client, world.counselor)
    assert "safety plan" not in client.get(
        reverse("session_concern", args=[session.pk])
    ).content.decode().casefold().replace("open their safety plan", "")
