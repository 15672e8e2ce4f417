"""The table of roles, held against real rows: a draft, a signed assessment, ratings under way, a diagnosis, an own note."""

import pytest
from django.db import transaction
from django.urls import reverse

from clients.actions import diagnoses
from clients.models import Dimension
from iop.access.starting_roles import STARTING_ROLES
from iop.pages.urls_assessments import urlpatterns
from tests.factories import assessments as made
from tests.factories import ground
from tests.factories.assessments import AT
from tests.role_matrix_assessments import ASSESSMENTS
from therapy.actions import assessments

pytestmark = pytest.mark.django_db
ROLES = [role.key for role in STARTING_ROLES]
SIGNED = {"assessment", "assessment_addendum", "assessment_pdf"}
"""Opened on the signed one; the others on the draft."""
OWN_ROWS = {"counseling_note", "counseling_note_finish"}


@pytest.fixture
def desk(at):
    at(AT)
    made.make_codes()
    desk = made.make_desk()
    desk.signed = made.make_signed(desk)
    desk.decided = made.make_decided(desk)
    desk.draft = assessments.open_assessment(by=desk.by, episode=desk.episode, at=AT)
    desk.rated = made.open_dimensions(desk)
    desk.diagnosis = diagnoses.diagnose(by=desk.by, client=desk.client, site_id=desk.site.pk, code="F10.20", at=AT)
    return desk


def address(desk, pattern):
    name = pattern.name
    known = {
        "client_id": desk.client.pk,
        "assessment_id": (desk.signed if name in SIGNED else desk.draft).pk,
        "decision_id": (desk.decided if name == "dimensions" else desk.rated).pk,
        "dimension_id": Dimension.objects.filter(edition=4, part=1).first().pk,
        "diagnosis_id": desk.diagnosis.pk,
        "section": "legal",
        "counseling_note_id": desk.client.pk,
    }
    return reverse(name, kwargs={place: known[place] for place in pattern.pattern.converters})


def test_the_table_names_every_address():
    assert {pattern.name for pattern in urlpatterns} == set(ASSESSMENTS)


@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_what_the_table_says_and_nothing_else(client, desk, role):
    ground.sign_in(client, ground.make_staff(role, site=desk.site))
    client.raise_request_exception = False
    wrong = {}
    for pattern in urlpatterns:
        url = address(desk, pattern)
        with transaction.atomic():
            answer = client.get(url)
            status = client.post(url).status_code if answer.status_code == 405 else answer.status_code
            transaction.set_rollback(True)
        may = role in ASSESSMENTS[pattern.name]
        expected = may and pattern.name not in OWN_ROWS
        if status >= 500 or expected != (status not in (403, 404)):
            wrong[pattern.name] = (status, "may" if may else "may not")
    assert wrong == {}


def test_without_a_sign_in_every_address_leads_to_it(client, desk):
    for pattern in urlpatterns:
        assert "/accounts/login/" in client.get(address(desk, pattern))["Location"]
