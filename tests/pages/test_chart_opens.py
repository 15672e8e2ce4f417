"""Every page about clients opens for those who may, and only for them."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse

from clients import actions
from iop.pages.urls_clients import urlpatterns
from tests.factories.ground import sign_in
from tests.pages.chart_clinic import NOON, colleague, make_charts, raise_concern, stranger
from tests.role_matrix_clients import CLIENTS, EVERYBODY

pytestmark = pytest.mark.django_db

PAGES = [
    "census", "clients", "client_new", "client", "client_schedule", "client_attendance", "client_notes", "client_edit",
    "client_contacts", "client_care", "client_concern", "concern", "client_enrol", "enrolment",
]  # fmt: skip
POSTED = [name for name in CLIENTS if name not in {*PAGES, "client_photo", "client_note"}]
NO_CHART = {"clients", "clients_download", "client_new"}
"""Pages that refuse by role although no chart is named; elsewhere a chart that is not theirs is not there."""


@pytest.fixture
def clinic(at):
    clinic = make_charts()
    clinic.concern = raise_concern(clinic)
    at(NOON)
    return clinic


def address(name, clinic):
    ids = {
        "client_id": clinic.client.pk, "concern_id": clinic.concern.pk, "enrolment_id": clinic.enrolment.pk,
        "line_id": uuid.uuid4(), "point_id": uuid.uuid4(), "pause_id": uuid.uuid4(), "placement_id": uuid.uuid4(),
    }  # fmt: skip
    pattern = next(one for one in urlpatterns if one.name == name)
    return reverse(name, kwargs={key: value for key, value in ids.items() if key in pattern.pattern.converters})


def test_the_matrix_names_every_address_and_no_other():
    assert {pattern.name for pattern in urlpatterns} == set(CLIENTS)


@pytest.mark.parametrize("role", sorted(EVERYBODY))
def test_pages_open_for_the_roles_of_the_matrix_and_no_others(role, clinic, client):
    sign_in(client, colleague(clinic, role))
    no_chart = 404 if role == "site_admin" else 403
    wanted = {name: 200 if role in CLIENTS[name] else 403 if name in NO_CHART else no_chart for name in PAGES}
    assert {name: client.get(address(name, clinic)).status_code for name in PAGES} == wanted


@pytest.mark.parametrize(
    "name", sorted({"client", "client_care", "client_edit", "client_concern", "concern", "client_enrol", "enrolment"})
)
def test_another_sites_client_looks_as_if_not_there(name, clinic, client):
    sign_in(client, stranger())
    assert client.get(address(name, clinic)).status_code == 404


@pytest.mark.parametrize("role", sorted(EVERYBODY))
def test_posting_what_the_role_may_not_is_refused(role, clinic, client):
    sign_in(client, colleague(clinic, role))
    answers = {name: client.post(address(name, clinic)).status_code for name in POSTED if role not in CLIENTS[name]}
    assert set(answers.values()) <= {403, 404, 422}
    assert not [name for name, status in answers.items() if status == 422 and name not in NEEDS_INPUT_FIRST]


NEEDS_INPUT_FIRST = {
    "client_contact_add", "client_emergency", "client_photo_set", "client_wait", "enrolment_pause", "enrolment_weekdays",
    "enrolment_track", "enrolment_end", "enrolment_withdraw", "client_admit", "client_inquiry_close",
}  # fmt: skip
"""An empty form comes back before the action is asked; the action's own tests refuse the role."""


@pytest.mark.parametrize("name", ["census", "client", "palette"])
def test_somebody_not_signed_in_is_led_to_the_door(name, clinic, client):
    answer = client.post(address(name, clinic)) if name == "palette" else client.get(address(name, clinic))
    assert answer.status_code == 302
    assert "/accounts/login/" in answer["Location"]


def test_opening_a_chart_is_on_record(clinic, client):
    from iop.audit.models import AuditEvent

    staff = colleague(clinic, "counselor")
    sign_in(client, staff)
    client.get(address("client", clinic))
    assert (
        AuditEvent.objects.filter(verb="clients.chart_opened", actor_id=staff.pk, subject_id=clinic.client.pk).count()
        == 1
    )


def test_the_photo_is_shown_to_those_who_may_open_the_chart(clinic, client):
    import io

    from tests.clients.test_photos import PNG

    actions.set_photo(by=clinic.by_director, client=clinic.client, upload=io.BytesIO(PNG), at=NOON)
    sign_in(client, colleague(clinic, "biller"))
    answer = client.get(address("client_photo", clinic))
    assert (answer.status_code, answer["Content-Type"], answer["X-Content-Type-Options"]) == (
        200,
        "image/png",
        "nosniff",
    )


def test_without_a_photo_there_is_none(clinic, client):
    sign_in(client, colleague(clinic, "biller"))
    assert client.get(address("client_photo", clinic)).status_code == 404
