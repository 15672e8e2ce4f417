"""Every page of the schedule opens for those who may, and only for them."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse

from tests.factories.ground import make_site, make_staff, sign_in
from tests.pages.schedule_clinic import make_colleague, make_schedule
from tests.role_matrix_schedule import ROLES, SCHEDULE

pytestmark = pytest.mark.django_db

NOWHERE = uuid.UUID(int=7)


@pytest.fixture
def clinic(at):
    clinic = make_schedule()
    at("2026-03-02 07:00", "America/New_York")
    return clinic


def addresses(clinic):
    """The address of every page, with the ids of this clinic."""
    return {name: address(name, clinic) for name in PAGES}


def ids(clinic):
    """The ids that the addresses of this clinic carry."""
    return {
        "session_id": clinic.session.pk, "appointment_id": clinic.appointments[0].pk, "track_id": clinic.track.pk,
        "program_id": clinic.program.pk, "room_id": clinic.room.pk, "topic_id": clinic.topic.pk, "exercise_id": clinic.exercise.pk,
        "level_id": clinic.level.pk, "kind_id": clinic.session.components.first().kind_id, "block_id": NOWHERE, "entry_id": NOWHERE,
        "handout_id": NOWHERE,
    }  # fmt: skip


def address(name, clinic):
    from iop.pages.urls_schedule import urlpatterns

    pattern = next(one for one in urlpatterns if one.name == name)
    wanted = pattern.pattern.converters
    return reverse(name, kwargs={key: value for key, value in ids(clinic).items() if key in wanted})


PAGES = [
    "calendar", "planned_session", "block_staff", "book_appointment", "appointment", "tracks", "add_track", "track", "edit_track",
    "edit_week", "programs", "add_program", "edit_program", "rooms", "add_room", "edit_room", "curriculum", "add_topic", "topic",
    "edit_topic", "add_handout", "kinds", "add_kind", "edit_kind", "exercises", "add_exercise", "exercise", "edit_exercise",
    "levels", "add_level", "edit_level", "add_requirement", "making",
]  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
def test_pages_open_for_the_roles_of_the_matrix_and_no_others(role, clinic, client):
    sign_in(client, make_colleague(clinic, role))
    answers = {name: client.get(address(name, clinic)).status_code for name in PAGES}
    assert answers == {name: 200 if role in SCHEDULE[name] else 403 for name in PAGES}


@pytest.mark.parametrize(
    "name", ["planned_session", "appointment", "track", "edit_track", "edit_week", "edit_program", "edit_room"]
)
def test_another_sites_rows_look_as_if_they_were_not_there(name, clinic, client):
    sign_in(client, make_staff("clinical_director", site=make_site()))
    assert client.get(address(name, clinic)).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_nobody_opens_a_page_without_signing_in(name, clinic, client):
    assert client.get(address(name, clinic)).status_code == 302


def test_every_address_stands_in_the_matrix():
    from iop.pages.urls_schedule import urlpatterns

    assert {pattern.name for pattern in urlpatterns} == set(SCHEDULE)
