"""What an admission asks of the clinical side: the assessment signed, safety asked about, a diagnosis."""

import pytest
from django.conf import settings

from clients.actions import diagnoses
from clients.models import Inquiry
from tests.factories import assessments as made
from tests.factories.assessments import AT, answers_of
from therapy.actions import assessments
from therapy.admission import checks
from therapy.assessment_form import IN_USE, form_of

pytestmark = pytest.mark.django_db
SAFETY = form_of(IN_USE).section("safety")


@pytest.fixture
def desk():
    return made.make_desk()


def states(desk):
    return {item.key: str(item.state) for item in checks(desk.episode, AT)}


def make_inquiry(desk, safety):
    Inquiry.objects.create(
        site=desk.site, episode=desk.episode, client=desk.client, received_at=AT, first_name="Ada",
        callback_phone="+16175550100", safety=safety,
    )  # fmt: skip


def save_safety(desk, row, answers, left=None):
    assessments.save_section(by=desk.by, assessment=row, version=0, section="safety", answers=answers, left=left, at=AT)


def test_it_is_registered():
    assert "therapy.admission.checks" in settings.ADMISSION_CHECKS


def test_at_first_everything_is_missing_and_says_so(desk):
    assert states(desk) == {"assessment": "missing", "safety": "missing", "diagnosis": "missing"}
    assert all(item.sentence for item in checks(desk.episode, AT))


def test_a_signed_assessment_is_done_with_its_safety_section(desk):
    made.make_signed(desk)
    assert states(desk) == {"assessment": "ok", "safety": "ok", "diagnosis": "missing"}


def test_a_draft_is_not_signed(desk):
    row = made.open_assessment(desk)
    found = next(item for item in checks(desk.episode, AT) if item.key == "assessment")
    assert "not signed" in str(found.sentence)
    assert found.place == ("therapy.biopsychosocialassessment", str(row.pk))


def test_the_safety_section_of_a_draft_is_enough_for_safety(desk):
    save_safety(desk, made.open_assessment(desk), answers_of(SAFETY))
    assert states(desk)["safety"] == "ok"


def test_questions_not_asked_are_no_screening(desk):
    left = dict.fromkeys([each.key for each in SAFETY.questions if each.needed], "not_asked")
    save_safety(desk, made.open_assessment(desk), {}, left)
    assert states(desk)["safety"] == "missing"


@pytest.mark.parametrize(("safety", "state"), [("not_asked", "missing"), ("safe", "ok"), ("not_safe", "ok")])
def test_what_was_asked_at_the_first_call_counts(desk, safety, state):
    make_inquiry(desk, safety)
    assert states(desk)["safety"] == state


def test_a_standing_diagnosis_is_enough(desk):
    made.make_codes()
    row = diagnoses.diagnose(by=desk.by, client=desk.client, site_id=desk.site.pk, code="F10.20", at=AT)
    assert states(desk)["diagnosis"] == "ok"
    diagnoses.mark_error(by=desk.by, diagnosis=row, version=1, reason="Not theirs", at=AT)
    assert states(desk)["diagnosis"] == "missing"


def test_the_statements_are_few(desk, django_assert_max_num_queries):
    made.make_signed(desk)
    with django_assert_max_num_queries(4):
        checks(desk.episode, AT)
