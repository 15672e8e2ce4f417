"""A call to an emergency contact: nobody is told without a release, and what is told is written down."""

from __future__ import annotations

import pytest

from clients.gate import NotDisclosable
from clients.models import Concern, Disclosure, Relationship
from iop.core.errors import Invalid
from sessions_app.actions.absence.stepping import do_step
from sessions_app.models import AbsenceCaseStep, Outreach
from tests.factories import absence, days, privacy

pytestmark = pytest.mark.django_db
LATER = days.NINE + 73 * absence.HOUR


@pytest.fixture
def clinic():
    clinic = absence.make_clinic()
    absence.hold(clinic, 0, "absent")
    absence.watch(clinic, 0)
    clinic.client = clinic.enrolments[0].client
    clinic.relative = privacy.make_relative(clinic.client)
    Relationship.objects.update(is_emergency_contact=True)
    clinic.contact = Relationship.objects.get()
    clinic.step = AbsenceCaseStep.objects.get(step__method="contact")
    return clinic


def release(clinic):
    privacy.make_consent(
        clinic.client,
        "relative",
        party=clinic.relative,
        information=["presence", "attendance"],
        purposes=["family_support"],
    )


def spoke(clinic, **fields):
    fields = {"outcome": "reached_coming", "contact": clinic.contact, "said": "That she was missed on Monday", **fields}
    return do_step(by=clinic.by_case_manager, step=clinic.step, at=LATER, **fields)


def test_without_a_release_nobody_is_told(clinic):
    with pytest.raises(NotDisclosable):
        spoke(clinic)
    assert not Outreach.objects.exists()
    assert not Disclosure.objects.exists()


def test_with_a_release_what_was_told_is_written_down(clinic):
    release(clinic)
    spoke(clinic)
    row = Disclosure.objects.get()
    assert (row.sent_as, row.description, row.ground) == ("spoken", "That she was missed on Monday", "consent")
    assert Outreach.objects.get().method == "contact"


def test_nobody_answered_tells_nobody_and_needs_no_release(clinic):
    spoke(clinic, outcome="no_answer", contact=None, said="")
    clinic.step.refresh_from_db()
    assert clinic.step.done_at == LATER
    assert not Disclosure.objects.exists()


def test_somebody_of_another_client_is_nobody_to_call(clinic):
    with pytest.raises(Invalid, match="Choose who was called"):
        spoke(clinic, contact=None)


def test_a_worry_raises_a_concern(clinic):
    step = AbsenceCaseStep.objects.get(step__position=0)
    do_step(
        by=clinic.by_counselor,
        step=step,
        outcome="safety_worry",
        note="Sounded hopeless",
        at=days.NINE + 2 * absence.HOUR,
    )
    assert Concern.objects.count() == 1
