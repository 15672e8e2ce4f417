"""Who may open what of the treatment day: each role against each address of ``tests.role_matrix_days``."""

import uuid

import pytest
from django.urls import reverse

from iop.pages.urls_days import urlpatterns
from sessions_app.models import ShortTermGoal
from tests.role_matrix_days import DAYS, EVERYBODY
from tests.therapy.world import World, wall
from tests.therapy.writing import signed


@pytest.fixture
def known(db, at):
    at(wall(13))
    world = World()
    session, roster = world.group(2)
    note = signed(world, session, roster)
    world.move(session, "closed")
    goal = ShortTermGoal.objects.create(client=roster[0].client, attendance=roster[0], text="x", due_at=wall(12))
    return world, {
        "session_id": session.pk,
        "attendance_id": roster[0].pk,
        "component_id": session.components.first().pk,
        "goal_id": goal.pk,
        "note_id": note.pk,
        "line_id": note.lines.first().pk,
    }


def test_the_table_names_every_address():
    assert {pattern.name for pattern in urlpatterns} == set(DAYS)


@pytest.mark.parametrize("role", sorted(EVERYBODY))
def test_a_role_opens_what_the_table_says(known, client, role):
    world, ids = known
    client.force_login(world.staff("Pat", "Reed", role).user)
    wrong = {}
    for pattern in urlpatterns:
        url = reverse(pattern.name, kwargs={key: ids[key] for key in pattern.pattern.converters})
        answer = client.get(url)
        status = client.post(url).status_code if answer.status_code == 405 else answer.status_code
        allowed = status < 500 and status not in (403, 404)
        if allowed != (role in DAYS[pattern.name]):
            wrong[pattern.name] = status
    assert wrong == {}


def test_another_site_looks_like_not_there(known, client):
    _, ids = known
    client.force_login(World("Elm Street").supervisor.user)
    for pattern in urlpatterns:
        if pattern.pattern.converters:
            url = reverse(pattern.name, kwargs={key: ids[key] for key in pattern.pattern.converters})
            answer = client.get(url)
            status = client.post(url).status_code if answer.status_code == 405 else answer.status_code
            assert status == 404, pattern.name


def test_nothing_of_that_id_is_not_there_either(known, client):
    world, _ = known
    client.force_login(world.supervisor.user)
    assert client.get(reverse("session", args=[uuid.uuid4()])).status_code == 404
