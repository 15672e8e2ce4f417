"""A plan is begun, written row by row, signed once and locked, replaced by its next version."""

import datetime as dt

import pytest
from django.db import InternalError, ProgrammingError, connection, transaction

from clients.models import Diagnosis
from iop.audit.models import AuditEvent
from iop.core.errors import Conflict, Invalid, NotAllowed, Stale
from iop.work.choices import WorkKind, WorkStatus
from iop.work.models import WorkItem
from tests.factories import assessments as desks
from tests.factories import plans as made
from tests.factories.plans import AT, TODAY
from therapy.actions import plans
from therapy.models import (
    ObjectiveThread,
    PlanGoal,
    PlanIntervention,
    PlanObjective,
    PlanProblem,
    PlanReview,
    PlanRhythm,
    TreatmentPlan,
)
from therapy.plan_contents import read_tree, seen

pytestmark = pytest.mark.django_db
LATER = AT + dt.timedelta(days=3)


@pytest.fixture
def desk():
    return made.make_desk()


def test_a_first_plan_begins_with_a_whole_thread(desk):
    plan = made.open_plan(desk)
    assert [
        model.objects.filter(plan=plan).count() for model in (PlanProblem, PlanGoal, PlanObjective, PlanIntervention)
    ] == [1] * 4


def test_a_first_plan_begins_with_a_problem_for_each_diagnosis(desk):
    desks.make_codes()
    from clients.actions import diagnoses

    for code in ("F10.20", "F41.1"):
        diagnoses.diagnose(by=desk.by, client=desk.client, site_id=desk.site.pk, code=code, on=TODAY, at=AT)
    plan = made.open_plan(desk)
    assert [row.diagnosis.code.code for row in plan.problems.all()] == ["F10.20", "F41.1"]
    assert Diagnosis.objects.count() == 2


def test_opening_twice_gives_the_same_draft(desk):
    assert made.open_plan(desk) == made.open_plan(desk)


def test_only_those_who_write_plans_begin_one(desk):
    other = desks.actor(desk.site, "site_admin")
    with pytest.raises(NotAllowed):
        plans.open_plan(by=other, episode=desk.episode, at=AT)


def test_two_write_in_two_rows_at_once(desk):
    plan = made.open_plan(desk)
    goal, problem = made.only(PlanGoal, plan), made.only(PlanProblem, plan)
    plans.save_part(by=desk.by, plan=plan, kind="goal", part_id=goal.pk, version=1, values={"words": "A"}, at=AT)
    plans.save_part(
        by=desk.by_director, plan=plan, kind="problem", part_id=problem.pk, version=1, values={"words": "B"}, at=AT
    )
    goal.refresh_from_db(), problem.refresh_from_db()
    assert (goal.words, problem.words) == ("A", "B")


def test_the_later_of_two_in_one_row_is_told_and_nothing_is_lost(desk):
    plan = made.open_plan(desk)
    goal = made.only(PlanGoal, plan)
    plans.save_part(by=desk.by, plan=plan, kind="goal", part_id=goal.pk, version=1, values={"words": "Mine"}, at=AT)
    with pytest.raises(Stale):
        plans.save_part(
            by=desk.by_director, plan=plan, kind="goal", part_id=goal.pk, version=1, values={"words": "Theirs"}, at=AT
        )
    goal.refresh_from_db()
    assert goal.words == "Mine"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"baseline": "many"}, "baseline"), ({"target": "1e99"}, "target"), ({"due_on": "soon"}, "due_on"),
        ({"every_days": "0"}, "every_days"), ({"measure": "x" * 201}, "measure"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_beside_its_field(desk, values, field):
    plan = made.open_plan(desk)
    row = made.only(PlanObjective, plan)
    with pytest.raises(Invalid) as told:
        plans.save_part(by=desk.by, plan=plan, kind="objective", part_id=row.pk, version=1, values=values, at=AT)
    assert told.value.field == field


def test_somebody_elses_diagnosis_is_none_of_theirs(desk):
    desks.make_codes()
    from clients.actions import diagnoses
    from tests.factories import clients

    other = clients.make_inquiry(desk.site)
    row = diagnoses.diagnose(by=desk.by, client=other.client, site_id=desk.site.pk, code="F10.20", on=TODAY, at=AT)
    plan = made.open_plan(desk)
    problem = made.only(PlanProblem, plan)
    with pytest.raises(Invalid):
        plans.save_part(
            by=desk.by,
            plan=plan,
            kind="problem",
            part_id=problem.pk,
            version=1,
            values={"diagnosis": str(row.pk)},
            at=AT,
        )


def test_rows_move_up_and_down(desk):
    plan = made.open_plan(desk)
    first = made.only(PlanProblem, plan)
    second = plans.add_part(by=desk.by, plan=plan, kind="problem", at=AT)
    plans.move_part(by=desk.by, plan=plan, kind="problem", part_id=second.pk, up=True, at=AT)
    assert list(plan.problems.all()) == [second, first]


def test_a_new_row_is_taken_out_with_what_is_below_it(desk):
    plan = made.open_plan(desk)
    second = plans.add_part(by=desk.by, plan=plan, kind="problem", at=AT)
    plans.remove_part(by=desk.by, plan=plan, kind="problem", part_id=second.pk, at=AT)
    assert (plan.problems.count(), plan.goals.count(), ObjectiveThread.objects.count()) == (1, 1, 1)


def test_an_unfinished_plan_is_not_signed(desk):
    with pytest.raises(Conflict) as told:
        plans.sign_plan(by=desk.by, plan=made.open_plan(desk), at=AT)
    assert told.value.code == "incomplete"


def test_signing_locks_and_sets_the_day_of_review_by_the_clinics_number(desk):
    plan = made.signed_plan(desk)
    assert (plan.status, plan.valid_from, plan.review_on) == ("active", TODAY, TODAY + dt.timedelta(days=30))


def test_the_rhythm_of_the_level_comes_first(desk):
    from tests.factories import clients

    clients.place(desk.episode, desk.level, TODAY) if hasattr(clients, "place") else None
    PlanRhythm.objects.create(level=desk.level, valid_from=TODAY - dt.timedelta(days=9), first_days=5, review_days=14)
    from clients.models import Placement

    Placement.objects.get_or_create(
        episode=desk.episode, level=desk.level,
        defaults={"starts_on": TODAY, "reason": "x", "decided_by": desk.therapist},
    )  # fmt: skip
    assert made.signed_plan(desk).review_on == TODAY + dt.timedelta(days=14)


def test_a_second_click_is_told_that_it_is_signed(desk):
    plan = made.signed_plan(desk)
    with pytest.raises(Conflict) as told:
        plans.sign_plan(by=desk.by, plan=plan, at=AT)
    assert told.value.code == "already_signed"


def test_what_was_read_is_what_is_signed(desk):
    plan = made.fill_in(desk, made.open_plan(desk))
    read = seen(read_tree(plan))
    goal = made.only(PlanGoal, plan)
    plans.save_part(
        by=desk.by_director,
        plan=plan,
        kind="goal",
        part_id=goal.pk,
        version=goal.version,
        values={"words": "New"},
        at=AT,
    )
    with pytest.raises(Stale):
        plans.sign_plan(by=desk.by, plan=plan, at=AT, read=read)


def test_signing_closes_the_work_of_admission_and_opens_the_clients_signature(desk):
    WorkItem.objects.create(
        kind=WorkKind.WRITE_PLAN, site=desk.site, role_key="clinical_director", client_id=desk.client.pk,
        subject_kind="clients.client", subject_id=desk.client.pk, summary="x", due_at=AT, dedupe_key="w",
    )  # fmt: skip
    made.signed_plan(desk)
    assert dict(WorkItem.objects.values_list("kind", "status")) == {
        "write_plan": WorkStatus.DONE, "plan_signature": WorkStatus.OPEN,
    }  # fmt: skip


def test_the_record_holds_codes_and_no_words(desk):
    made.signed_plan(desk)
    details = str(list(AuditEvent.objects.filter(verb__startswith="therapy.").values_list("detail", flat=True)))
    assert "mornings" not in details
    assert "PHQ" not in details


def test_a_next_version_keeps_the_objectives_thread(desk):
    first = made.signed_plan(desk)
    second = made.open_plan(desk, LATER)
    assert (second.number, second.previous, made.thread_of(second)) == (2, first, made.thread_of(first))


def test_signing_the_next_version_replaces_the_first(desk):
    first = made.signed_plan(desk)
    second = made.signed_plan(desk, LATER)
    first.refresh_from_db()
    assert (first.status, first.superseded_at, second.status) == ("superseded", LATER, "active")


def test_an_objective_of_an_earlier_version_is_ended_not_deleted(desk):
    made.signed_plan(desk)
    second = made.open_plan(desk, LATER)
    row = made.only(PlanObjective, second)
    with pytest.raises(Conflict) as told:
        plans.remove_part(by=desk.by, plan=second, kind="objective", part_id=row.pk, at=LATER)
    assert told.value.code == "referred_to"


def test_an_ending_objective_ends_when_the_version_is_signed(desk):
    made.signed_plan(desk)
    second = made.open_plan(desk, LATER)
    old = made.only(PlanObjective, second)
    plans.add_part(by=desk.by, plan=second, kind="objective", parent_id=old.goal_id, at=LATER)
    made.fill_in(desk, second, LATER)
    plans.end_objective(
        by=desk.by, plan=second, part_id=old.pk, ends_as="discontinued", reason="No longer wanted", at=LATER
    )
    assert ObjectiveThread.objects.get(pk=old.thread_id).status == "open"
    plans.sign_plan(by=desk.by, plan=second, at=LATER)
    thread = ObjectiveThread.objects.get(pk=old.thread_id)
    assert (thread.status, thread.ended_reason) == ("discontinued", "No longer wanted")


def test_ending_needs_a_reason(desk):
    made.signed_plan(desk)
    second = made.open_plan(desk, LATER)
    row = made.only(PlanObjective, second)
    with pytest.raises(Invalid):
        plans.end_objective(by=desk.by, plan=second, part_id=row.pk, ends_as="met", reason=" ", at=LATER)


def test_a_draft_is_thrown_away_with_its_own_objectives_only(desk):
    first = made.signed_plan(desk)
    second = made.open_plan(desk, LATER)
    plans.add_part(by=desk.by, plan=second, kind="problem", at=LATER)
    plans.discard_plan(by=desk.by, plan=second, at=LATER)
    assert (list(TreatmentPlan.objects.all()), ObjectiveThread.objects.count()) == ([first], 1)


def refused(sql, *params):
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE therapy_treatmentplan SET strengths = 'other'",
        "UPDATE therapy_treatmentplan SET status = 'draft', signed_at = NULL",
        "UPDATE therapy_treatmentplan SET review_on = review_on + 90",
        "DELETE FROM therapy_treatmentplan",
        "UPDATE therapy_planproblem SET words = 'other'",
        "UPDATE therapy_plangoal SET words = 'other'",
        "UPDATE therapy_planobjective SET target = 1",
        "UPDATE therapy_planintervention SET staff_id = NULL, role = 'prescriber'",
        "DELETE FROM therapy_planintervention",
        "INSERT INTO therapy_plangoal (id, created_at, version, position, words, plan_id, problem_id) "
        "SELECT gen_random_uuid(), created_at, 1, 9, 'late', plan_id, problem_id FROM therapy_plangoal",
        "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE therapy_plangoal CASCADE",
    ],
)  # fmt: skip
def test_plain_sql_changes_nothing_of_a_signed_plan(desk, sql):
    made.signed_plan(desk)
    refused(sql)


def test_the_orm_changes_nothing_of_a_signed_plan(desk):
    plan = made.signed_plan(desk)
    plan.strengths = "other"
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        plan.save()


def review_of(desk, plan, progress="improved", at=LATER, **values):
    review = plans.open_review(by=desk.by, plan=plan, at=at)
    return plans.save_review(
        by=desk.by, review=review, version=review.version, values={"summary": "Going well", **values},
        marks={made.thread_of(plan).pk: (progress, "as agreed")}, at=at,
    )  # fmt: skip


def test_a_review_says_of_each_objective_how_it_goes(desk):
    plan = made.signed_plan(desk)
    review = plans.open_review(by=desk.by, plan=plan, at=LATER)
    plans.save_review(by=desk.by, review=review, version=1, values={"summary": "x"}, marks={}, at=LATER)
    with pytest.raises(Conflict) as told:
        plans.sign_review(by=desk.by, review=review, version=2, at=LATER)
    assert (told.value.code, told.value.field) == ("incomplete", "progress")


def test_a_signed_review_sets_the_next_day(desk):
    plan = made.signed_plan(desk)
    review = review_of(desk, plan)
    plans.sign_review(by=desk.by, review=review, version=review.version, at=LATER)
    due = TreatmentPlan.objects.with_review_due().get().review_due
    assert due == (LATER + dt.timedelta(days=30)).date()


def test_the_next_review_is_within_the_rhythm(desk):
    plan = made.signed_plan(desk)
    review = review_of(desk, plan, next_review_on="2027-12-31")
    with pytest.raises(Conflict) as told:
        plans.sign_review(by=desk.by, review=review, version=review.version, at=LATER)
    assert told.value.field == "next_review_on"


@pytest.mark.parametrize(("progress", "status"), [("met", "met"), ("discontinued", "discontinued"), ("worse", "open")])
def test_a_review_ends_what_is_met_or_discontinued(desk, progress, status):
    plan = made.signed_plan(desk)
    review = review_of(desk, plan, progress)
    plans.sign_review(by=desk.by, review=review, version=review.version, at=LATER)
    assert made.thread_of(plan).status == status


@pytest.mark.parametrize(
    "sql", ["UPDATE therapy_planreview SET summary = 'other'", "UPDATE therapy_objectiveaddressed SET progress = 'met'", "DELETE FROM therapy_planreview"]
)  # fmt: skip
def test_plain_sql_changes_nothing_of_a_signed_review(desk, sql):
    plan = made.signed_plan(desk)
    review = review_of(desk, plan)
    plans.sign_review(by=desk.by, review=review, version=review.version, at=LATER)
    refused(sql)


def test_a_stale_review_is_told(desk):
    plan = made.signed_plan(desk)
    review_of(desk, plan)
    with pytest.raises(Stale):
        plans.save_review(by=desk.by, review=PlanReview.objects.get(), version=1, values={}, marks={}, at=LATER)


def test_a_review_signed_twice_is_told(desk):
    plan = made.signed_plan(desk)
    review = review_of(desk, plan)
    plans.sign_review(by=desk.by, review=review, version=review.version, at=LATER)
    with pytest.raises(Conflict) as told:
        plans.sign_review(by=desk.by, review=review, version=review.version, at=LATER)
    assert told.value.code == "already_signed"


def test_a_rhythm_is_set_once_a_day(desk):
    admin = desks.actor(desk.site, "site_admin")
    numbers = {"valid_from": TODAY, "first_days": 5, "review_days": 14}
    plans.set_rhythm(by=admin, level=desk.level, at=AT, **numbers)
    with pytest.raises(Conflict):
        plans.set_rhythm(by=admin, level=desk.level, at=AT, **numbers)
