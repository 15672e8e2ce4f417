"""Answers to questionnaires: kept while they are given, scored and locked when finished, marked when in error."""

import datetime as dt

import pytest
from django.db import InternalError, connection, transaction

from iop.core.errors import Conflict, Invalid, NotAllowed, Stale
from tests.factories import clients
from tests.factories import measures as made
from tests.factories.measures import AT, CALM
from therapy.actions import measures
from therapy.actions.measures.finishing import Unanswered, Unfit
from therapy.choices.measures import AssignmentStatus, Mode, ResponseStatus
from therapy.models import MeasureAssignment, MeasureResponse, MeasureSave

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return made.make_desk()


def test_a_finished_questionnaire_has_its_published_score(desk):
    row = made.given(desk, CALM)
    assert (row.status, row.total, row.band) == (ResponseStatus.COMPLETE, 4, "minimal")


def test_answers_are_kept_item_by_item_with_version_language_and_mode(desk):
    row = made.given(desk, CALM)
    row.refresh_from_db()
    assert row.answers == made.answers(CALM)
    assert (row.questionnaire_version, row.language, row.mode, row.entered_by) == (1, "en", "staff", desk.counselor)


def test_part_of_the_answers_is_kept(desk):
    row = made.begun(desk)
    measures.save_answers(by=desk.by, response=row, version=1, answers={"1": 2}, at=AT)
    row.refresh_from_db()
    assert (row.answers, row.status, row.total) == ({"1": 2}, ResponseStatus.DRAFT, None)


def test_every_save_stays_readable(desk):
    row = made.begun(desk)
    measures.save_answers(by=desk.by, response=row, version=1, answers={"9": 2}, at=AT)
    measures.save_answers(by=desk.by, response=row, version=2, answers={"9": 0}, at=AT)
    assert [save.answers for save in MeasureSave.objects.filter(response=row)] == [{"9": 2}, {"9": 0}]


def test_a_save_that_changes_nothing_makes_no_version(desk):
    row = made.begun(desk)
    saved = measures.save_answers(by=desk.by, response=row, version=1, answers={"1": 2}, at=AT)
    again = measures.save_answers(by=desk.by, response=row, version=saved.response.version, answers={"1": 2}, at=AT)
    assert again.response.version == saved.response.version == 2


def test_going_on_gives_the_answers_so_far(desk):
    row = made.begun(desk)
    measures.save_answers(by=desk.by, response=row, version=1, answers={"1": 2}, at=AT)
    assert made.begun(desk).pk == row.pk


def test_a_stale_save_is_told_and_overwrites_nothing(desk):
    row = made.begun(desk)
    measures.save_answers(by=desk.by, response=row, version=1, answers={"1": 2}, at=AT)
    with pytest.raises(Stale):
        measures.save_answers(by=desk.by, response=row, version=1, answers={"1": 0}, at=AT)
    row.refresh_from_db()
    assert row.answers == {"1": 2}


def test_an_answer_out_of_range_is_said_and_the_others_are_kept(desk):
    row = made.begun(desk)
    saved = measures.save_answers(by=desk.by, response=row, version=1, answers={"1": 2, "2": 7}, at=AT)
    assert list(saved.problems) == ["2"]
    assert saved.response.answers == {"1": 2}


def test_an_answer_out_of_range_does_not_finish(desk):
    row = made.begun(desk)
    with pytest.raises(Unfit) as told:
        measures.finish(by=desk.by, response=row, version=1, answers={**made.answers(CALM), "2": 7}, at=AT)
    assert told.value.field == "2"


def test_open_questions_are_named_before_finishing(desk):
    row = made.begun(desk)
    with pytest.raises(Unanswered) as told:
        measures.finish(by=desk.by, response=row, version=1, answers=made.answers([1] * 8), at=AT)
    assert told.value.missing == ["9"]


def test_what_stays_unanswered_gives_no_total(desk):
    row = made.given(desk, [1] * 8, accept_missing=True)
    assert (row.status, row.total) == (ResponseStatus.INCOMPLETE, None)


def test_a_declined_question_is_no_open_one(desk):
    row = made.given(desk, [1] * 8, left={"9": "declined"})
    assert (row.status, row.left) == (ResponseStatus.INCOMPLETE, {"9": "declined"})


def test_nothing_answered_is_declined(desk):
    assert made.given(desk, [], accept_missing=True).status == ResponseStatus.DECLINED


def test_finishing_settles_what_was_due(desk):
    due = measures.ask_now(by=desk.by, episode=desk.episode, key="phq9", at=AT)
    row = made.given(desk)
    due.refresh_from_db()
    assert (due.status, row.assignment_id) == (AssignmentStatus.DONE, due.pk)


def test_a_finished_questionnaire_is_finished_once(desk):
    row = made.given(desk)
    with pytest.raises(NotAllowed):
        measures.finish(by=desk.by, response=row, version=row.version, answers={}, at=AT)


@pytest.mark.parametrize(
    "change", ["answers = '{}'", "total = 0", "band = ''", "status = 'draft', completed_at = NULL", "language = 'es'"]
)
def test_no_statement_changes_finished_answers(desk, change):
    row = made.given(desk)
    with pytest.raises(InternalError, match="locked"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE therapy_measureresponse SET {change} WHERE id = %s", [row.pk])


def test_no_statement_deletes_answers(desk):
    row = made.given(desk)
    with pytest.raises(InternalError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM therapy_measuresave; DELETE FROM therapy_measureresponse WHERE id = %s", [row.pk])


def test_answers_never_move_to_another_version_of_the_questionnaire(desk):
    row = made.begun(desk)
    with pytest.raises(InternalError, match="version"), transaction.atomic():
        MeasureResponse.objects.filter(pk=row.pk).update(questionnaire_version=2)


def test_answers_entered_in_error_stay_and_count_nowhere(desk):
    row = made.given(desk)
    measures.mark_error(by=desk.by, response=row, reason="Wrong chart", at=AT)
    row.refresh_from_db()
    assert row.answers == made.answers(CALM)
    assert not MeasureResponse.objects.scored().exists()


def test_marking_an_error_needs_a_reason(desk):
    with pytest.raises(Invalid):
        measures.mark_error(by=desk.by, response=made.given(desk), reason=" ", at=AT)


def test_an_error_is_marked_once(desk):
    row = made.given(desk)
    measures.mark_error(by=desk.by, response=row, reason="Wrong chart", at=AT)
    with pytest.raises(Conflict):
        measures.mark_error(by=desk.by_director, response=row, reason="Again", at=AT)


def test_a_colleague_who_did_not_give_it_does_not_mark_it(desk):
    row = made.given(desk)
    with pytest.raises(NotAllowed):
        measures.mark_error(by=desk.by_called, response=row, reason="Wrong chart", at=AT)


def test_the_client_takes_over_on_a_handed_over_device(desk):
    row = measures.hand_over(by=desk.by, response=made.begun(desk), at=AT)
    assert row.mode == Mode.SELF


@pytest.mark.parametrize("role", ["biller", "intake", "site_admin", "privacy_officer"])
def test_who_does_not_treat_gives_nothing(desk, role):
    with pytest.raises(NotAllowed):
        measures.begin(by=clients.make_actor(desk.site, role), episode=desk.episode, key="phq9", at=AT)


def test_skipping_needs_a_reason_from_the_list(desk):
    due = measures.ask_now(by=desk.by, episode=desk.episode, key="phq9", at=AT)
    with pytest.raises(Invalid):
        measures.skip(by=desk.by, assignment=due, reason="", at=AT)


def test_another_reason_is_said(desk):
    due = measures.ask_now(by=desk.by, episode=desk.episode, key="phq9", at=AT)
    with pytest.raises(Invalid) as told:
        measures.skip(by=desk.by, assignment=due, reason="other", at=AT)
    assert told.value.field == "words"


def test_a_refusal_is_kept_as_an_answer(desk):
    due = measures.ask_now(by=desk.by, episode=desk.episode, key="phq9", at=AT)
    measures.skip(by=desk.by, assignment=due, reason="declined", at=AT)
    assert MeasureResponse.objects.get(assignment=due).status == ResponseStatus.DECLINED


def test_asking_twice_asks_once(desk):
    first = measures.ask_now(by=desk.by, episode=desk.episode, key="phq9", at=AT)
    assert measures.ask_now(by=desk.by_director, episode=desk.episode, key="phq9", at=AT) == first


def test_answers_abandoned_are_closed_as_not_complete(desk):
    row = made.begun(desk)
    measures.save_answers(by=desk.by, response=row, version=1, answers={"1": 2}, at=AT)
    measures.assign_due(by=desk.by_director, at=AT + dt.timedelta(days=60))
    row.refresh_from_db()
    assert (row.status, row.answers) == (ResponseStatus.INCOMPLETE, {"1": 2})


def test_one_of_a_kind_is_open_at_a_time(desk):
    measures.ask_now(by=desk.by, episode=desk.episode, key="phq9", at=AT)
    assert MeasureAssignment.objects.open().filter(key="phq9").count() == 1
