"""What lines of group notes say of objectives: set in a draft, locked with it, told when a thread breaks."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.db import InternalError, ProgrammingError, connection, transaction

from clients.models import Episode
from iop.access.actors import SYSTEM
from iop.core.errors import Conflict, Invalid, NotAllowed
from iop.work.choices import WorkKind
from iop.work.models import WorkItem
from tests.factories import plans as made
from tests.therapy.world import wall
from tests.therapy.writing import AT
from therapy.actions import plans
from therapy.actions.group_notes import open_group_note, save_group_note, save_line, sign_group_note
from therapy.actions.objectives import address, give_reason, line_for
from therapy.models import LineWithoutObjective, ObjectiveAddressed, PlanObjective
from therapy.objectives import latest_marks, open_for

BEFORE = wall(10, day=dt.date(2026, 2, 27))
pytestmark = pytest.mark.django_db


@pytest.fixture
def told(world):
    """A running day with two people; the first has a signed plan, and the lead has begun the note."""
    session, roster = world.group(2)
    episode = Episode.objects.get(client=roster[0].client)
    desk = SimpleNamespace(by=world.actor(), episode=episode)
    plan = made.signed_plan(desk, BEFORE)
    note = open_group_note(by=world.actor(), session=session, at=AT)
    return SimpleNamespace(
        world=world,
        session=session,
        roster=roster,
        desk=desk,
        plan=plan,
        note=note,
        by=world.actor(),
        episode=episode,
        thread=made.thread_of(plan),
        line=line_for(by=world.actor(), note=note, attendance=roster[0]),
    )


def sign(told):
    note = save_group_note(
        by=told.by,
        note=told.note,
        version=told.note.version,
        shared_text="Urges were surfed.",
        modalities=["cbt"],
        at=AT,
    )
    for attendance in told.roster:
        line = line_for(by=told.by, note=note, attendance=attendance)
        save_line(
            by=told.by, note=note, attendance=attendance, version=line.version, text=f"Spoke of {line.pk}.", at=AT
        )
    return sign_group_note(by=told.by, note=note, version=note.version, at=AT)


def refused(sql):
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_line_addresses_an_objective(told):
    rows = address(by=told.by, line=told.line, marks={told.thread.pk: "improved"}, at=AT)
    assert [(row.progress, row.on) for row in rows] == [("improved", told.session.on)]


def test_what_was_said_before_is_replaced(told):
    for progress in ("improved", "worse"):
        address(by=told.by, line=told.line, marks={told.thread.pk: progress}, at=AT)
    assert [row.progress for row in ObjectiveAddressed.objects.all()] == ["worse"]


@pytest.mark.parametrize("progress", ["splendid", ""])
def test_a_progress_that_is_none_is_refused(told, progress):
    with pytest.raises(Invalid):
        address(by=told.by, line=told.line, marks={told.thread.pk: progress}, at=AT)


def test_somebody_elses_objective_is_refused(told):
    other = line_for(by=told.by, note=told.note, attendance=told.roster[1])
    with pytest.raises(Invalid):
        address(by=told.by, line=other, marks={told.thread.pk: "met"}, at=AT)


def test_a_colleague_marks_nothing_in_anothers_draft(told):
    with pytest.raises(NotAllowed):
        address(by=told.world.actor(told.world.supervisor), line=told.line, marks={told.thread.pk: "met"}, at=AT)


def test_an_empty_line_made_for_a_mark_is_still_saved_from_an_open_screen(told):
    saved = save_line(by=told.by, note=told.note, attendance=told.roster[0], version=0, text="Spoke.", at=AT)
    assert saved.pk == told.line.pk


def test_a_reason_and_a_mark_exclude_each_other(told):
    address(by=told.by, line=told.line, marks={told.thread.pk: "improved"}, at=AT)
    give_reason(by=told.by, line=told.line, reason="crisis", at=AT)
    assert (ObjectiveAddressed.objects.count(), LineWithoutObjective.objects.count()) == (0, 1)
    address(by=told.by, line=told.line, marks={told.thread.pk: "improved"}, at=AT)
    assert (ObjectiveAddressed.objects.count(), LineWithoutObjective.objects.count()) == (1, 0)


def test_another_reason_needs_words(told):
    with pytest.raises(Invalid) as said:
        give_reason(by=told.by, line=told.line, reason="other", at=AT)
    assert said.value.field == "no_objective_words"


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE therapy_objectiveaddressed SET progress = 'met'", "DELETE FROM therapy_objectiveaddressed",
        "INSERT INTO therapy_objectiveaddressed (id, created_at, thread_id, line_id, \"on\", progress, comment) "
        "SELECT gen_random_uuid(), l0.created_at, t.id, l.id, '2026-03-02', 'met', '' "
        "FROM therapy_objectiveaddressed l0, therapy_objectivethread t, therapy_groupnoteline l",
    ],
)  # fmt: skip
def test_plain_sql_changes_nothing_of_what_a_signed_note_says(told, sql):
    address(by=told.by, line=told.line, marks={told.thread.pk: "improved"}, at=AT)
    sign(told)
    refused(sql)


def test_nothing_is_said_after_signing(told):
    sign(told)
    with pytest.raises(Conflict):
        address(by=told.by, line=told.line, marks={told.thread.pk: "improved"}, at=AT)


def test_a_drafts_mark_is_not_yet_the_newest_progress(told):
    address(by=told.by, line=told.line, marks={told.thread.pk: "improved"}, at=AT)
    assert latest_marks([told.thread.pk]) == {}
    sign(told)
    assert latest_marks([told.thread.pk])[told.thread.pk].progress == "improved"


def test_an_objective_that_a_draft_names_is_ended_instead_of_removed_and_the_mark_stays(told):
    address(by=told.by, line=told.line, marks={told.thread.pk: "improved"}, at=AT)
    second = plans.open_plan(by=told.by, episode=told.episode, at=AT)
    row = PlanObjective.objects.get(plan=second)
    with pytest.raises(Conflict) as said:
        plans.remove_part(by=told.by, plan=second, kind="objective", part_id=row.pk, at=AT)
    assert said.value.code == "referred_to"
    made.fill_in(told.desk, second, AT)
    plans.end_objective(by=told.by, plan=second, part_id=row.pk, ends_as="discontinued", reason="Not wanted", at=AT)
    plans.add_part(by=told.by, plan=second, kind="objective", parent_id=row.goal_id, at=AT)
    made.fill_in(told.desk, second, AT)
    plans.sign_plan(by=told.by, plan=second, at=AT)
    # The draft that named it before may keep it; a next day's note is not offered it any more.
    address(by=told.by, line=told.line, marks={told.thread.pk: "worse"}, at=AT)
    offered = {one.id for one in open_for([told.episode.pk], told.session.on + dt.timedelta(days=1))[told.episode.pk]}
    assert told.thread.pk not in offered
    assert ObjectiveAddressed.objects.get().progress == "worse"


def test_open_objectives_of_many_cost_two_statements(told, django_assert_num_queries):
    other = Episode.objects.get(client=told.roster[1].client)
    with django_assert_num_queries(2):
        found = open_for([told.episode.pk, other.pk], told.session.on)
    assert [one.number for one in found[told.episode.pk]] == [1]


def kinds():
    return set(WorkItem.objects.open().values_list("kind", flat=True))


def test_a_thread_that_no_note_touches_is_told_and_comes_off_once_one_does(told):
    late = AT + dt.timedelta(days=12)
    plans.owe_plan_work(by=SYSTEM, at=AT)
    assert WorkKind.BROKEN_THREAD not in kinds()
    plans.owe_plan_work(by=SYSTEM, at=late)
    assert WorkKind.BROKEN_THREAD in kinds()
    address(by=told.by, line=told.line, marks={told.thread.pk: "worked_on"}, at=AT)
    sign(told)
    plans.owe_plan_work(by=SYSTEM, at=late)
    assert WorkKind.BROKEN_THREAD not in kinds()


def test_a_review_is_owed_a_week_before_its_day_and_once(told):
    soon = BEFORE + dt.timedelta(days=24)
    for _ in range(2):
        plans.owe_plan_work(by=SYSTEM, at=soon)
    assert WorkItem.objects.open().filter(kind=WorkKind.REVIEW_PLAN, assignee=told.world.counselor).count() == 1


def test_a_departed_colleague_owes_nothing(told):
    told.world.counselor.left_on = dt.date(2026, 3, 10)
    told.world.counselor.save()
    plans.owe_plan_work(by=SYSTEM, at=BEFORE + dt.timedelta(days=24))
    assert WorkItem.objects.open().get(kind=WorkKind.REVIEW_PLAN).role_key == "clinical_director"


def test_somebody_admitted_without_a_plan_is_owed_one(told):
    plans.owe_plan_work(by=SYSTEM, at=AT)
    item = WorkItem.objects.open().get(kind=WorkKind.WRITE_PLAN)
    assert item.client_id == told.roster[1].client_id
