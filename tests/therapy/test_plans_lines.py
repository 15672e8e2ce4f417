"""What plans say on the timeline and among the evidence."""

import datetime as dt

import pytest

from clients.evidence import Subject
from iop.workflows import departure_plans
from tests.factories import plans as made
from tests.factories.plans import AT, TODAY
from therapy import plans_lines
from therapy.actions import plans
from therapy.models import PlanIntervention

pytestmark = pytest.mark.django_db
LATER = AT + dt.timedelta(days=3)


@pytest.fixture
def desk():
    return made.make_desk()


def reviewed(desk, plan, progress):
    review = plans.open_review(by=desk.by, plan=plan, at=LATER)
    marks = {made.thread_of(plan).pk: (progress, "")}
    review = plans.save_review(by=desk.by, review=review, version=1, values={"summary": "x"}, marks=marks, at=LATER)
    return plans.sign_review(by=desk.by, review=review, version=review.version, at=LATER)


def test_signing_reviewing_and_ending_are_events(desk):
    reviewed(desk, made.signed_plan(desk), "met")
    (line,) = plans_lines.timeline(desk.client.pk, TODAY, LATER.date())
    assert [(point.on, str(point.says)) for point in line.points] == [
        (TODAY, "Treatment plan signed"), (LATER.date(), "Plan reviewed"), (LATER.date(), "Objective 1: Met"),
    ]  # fmt: skip


def test_without_a_plan_the_evidence_says_so(desk):
    (fact,) = plans_lines.evidence(desk.episode, TODAY, TODAY, AT)
    assert (fact.subject, fact.tone) == (Subject.OBJECTIVES, "warn")


@pytest.mark.parametrize(
    ("progress", "says"),
    [
        ("improved", "1. Fewer low days: Improved"),
        ("met", "1. Fewer low days: Met"),
        ("worse", "1. Fewer low days: Worse"),
    ],
)
def test_the_evidence_says_how_far_each_objective_came(desk, progress, says):
    reviewed(desk, made.signed_plan(desk), progress)
    (fact,) = plans_lines.evidence(desk.episode, TODAY, LATER.date(), LATER)
    assert str(fact.says) == says


def test_an_objective_nobody_addressed_is_said_to_be_that(desk):
    made.signed_plan(desk)
    (fact,) = plans_lines.evidence(desk.episode, TODAY, TODAY, AT)
    assert "no note has addressed it yet" in str(fact.says)


def test_a_departure_tells_of_plans_that_name_the_colleague(desk):
    plan = made.fill_in(desk, made.open_plan(desk))
    PlanIntervention.objects.filter(plan=plan).update(staff=desk.therapist)
    plans.sign_plan(by=desk.by, plan=plan, at=AT)
    told = departure_plans.preview(desk.therapist.pk, TODAY, AT)
    assert [str(each) for each in told] == [
        "1 treatment plan names them for something: its next version asks who does it."
    ]
