"""Answers that alarm: raised at save time, told at once, handed on when nobody answers, answered by a person."""

import datetime as dt

import pytest
from django.db import InternalError, transaction

from iop.access.actors import SYSTEM
from iop.audit.models import AuditEvent
from iop.clinic.models import Closure, OnCallShift
from iop.core.errors import Conflict, Invalid, NotAllowed
from iop.notifications.models import Message
from iop.work.choices import WorkKind, WorkStatus
from iop.work.models import WorkItem
from scheduling.models import StaffBlock
from tests.factories import clients
from tests.factories import measures as made
from tests.factories.measures import AT, CALM, TODAY, WORRYING
from therapy.actions import measures
from therapy.models import MeasureAlert, MeasureAssignment, MeasureResponse
from therapy.on_duty import responsible

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return made.make_desk()


def minutes(number):
    return AT + dt.timedelta(minutes=number)


def work():
    return WorkItem.objects.filter(kind=WorkKind.MEASURE_ALERT, status=WorkStatus.OPEN)


def escalate(number):
    return measures.escalate_unanswered(by=SYSTEM, at=minutes(number))


def test_an_answer_alarms_when_it_is_saved_before_the_rest_is_answered(desk):
    row = made.begun(desk)
    measures.save_answers(by=desk.by, response=row, version=1, answers={"9": 1}, at=AT)
    alert = MeasureAlert.objects.get()
    assert (alert.rule_key, alert.level, alert.is_safety, alert.response) == ("item9", "urgent", True, row)


def test_help_is_shown_at_once(desk):
    row = made.begun(desk)
    assert measures.save_answers(by=desk.by, response=row, version=1, answers={"9": 1}, at=AT).shows_help


def test_calm_answers_raise_nothing(desk):
    made.given(desk, CALM)
    assert not MeasureAlert.objects.exists()


def test_an_alarm_is_raised_once_however_often_it_is_saved(desk):
    row = made.begun(desk)
    saved = measures.save_answers(by=desk.by, response=row, version=1, answers={"9": 1}, at=AT)
    measures.save_answers(by=desk.by, response=row, version=saved.response.version, answers={"9": 2}, at=AT)
    assert MeasureAlert.objects.count() == work().count() == 1


def test_an_answer_taken_back_leaves_the_alert_open(desk):
    row = made.begun(desk)
    saved = measures.save_answers(by=desk.by, response=row, version=1, answers={"9": 1}, at=AT)
    measures.save_answers(by=desk.by, response=row, version=saved.response.version, answers={"9": 0}, at=AT)
    assert MeasureAlert.objects.unanswered().exists()


def test_the_own_counselor_is_asked_while_the_site_is_open(desk):
    made.alarmed(desk)
    assert work().get().assignee == desk.counselor


def test_out_of_hours_the_colleague_on_call_is_asked():
    desk = made.make_desk(opens=False)
    assert responsible(desk.episode, AT) == desk.called.pk


def test_on_a_day_the_site_is_closed_the_colleague_on_call_is_asked(desk):
    Closure.objects.create(site=desk.site, starts_on=TODAY, ends_on=TODAY, reason="Snow")
    assert responsible(desk.episode, AT) == desk.called.pk


def test_a_counselor_who_is_away_is_not_asked(desk):
    StaffBlock.objects.create(staff=desk.counselor, starts_at=minutes(-60), ends_at=minutes(60), reason="Leave")
    assert responsible(desk.episode, AT) == desk.called.pk


def test_a_gap_in_the_rota_asks_the_clinical_directors():
    desk = made.make_desk(opens=False)
    OnCallShift.objects.all().delete()
    made.alarmed(desk)
    assert work().get().role_key == "clinical_director"
    assert set(Message.objects.values_list("recipient_id", flat=True)) == {desk.director.pk}


def test_the_colleague_is_told_in_words_that_reveal_nothing(desk):
    made.alarmed(desk)
    texts = Message.objects.filter(recipient_id=desk.counselor.pk)
    assert set(texts.values_list("channel", flat=True)) == {"email", "sms"}
    for text in texts:
        assert desk.client.legal_last_name not in text.body
        assert "PHQ" not in f"{text.subject} {text.body}"


def test_a_routine_alert_sends_no_message(desk):
    made.given(desk, [3, 3, 3, 3, 3, 3, 2, 0, 0])
    assert MeasureAlert.objects.get().level == "routine"
    assert not Message.objects.exists()


def test_a_rise_since_the_last_time_is_looked_at(desk):
    made.given(desk, CALM)
    made.given(desk, [2, 2, 2, 2, 1, 0, 0, 0, 0], at=minutes(60 * 24))
    assert MeasureAlert.objects.get().rule_key == "rise"


def test_an_alarm_without_the_screener_in_use_still_alarms(desk):
    assert made.alarmed(desk).acknowledged_at is None
    assert not MeasureAssignment.objects.filter(key="cssrs_screener").exists()


def test_a_positive_screen_asks_for_the_longer_questionnaire(desk):
    row = made.begun(desk, "pc_ptsd_5")
    answers = {"event": 1, "1": 1, "2": 1, "3": 1, "4": 1, "5": 0}
    measures.finish(by=desk.by, response=row, version=1, answers=answers, at=AT)
    assert MeasureAssignment.objects.get(key="pcl5").occasion == "follow_up"


def test_answering_an_alert_says_what_was_done_and_closes_the_work(desk):
    alert = made.alarmed(desk)
    measures.acknowledge(by=desk.by, alert=alert, done=["spoke", "assessed"], at=minutes(7), what_was_done="Safe.")
    alert.refresh_from_db()
    assert (alert.acknowledged_by, alert.done, alert.what_was_done) == (desk.counselor, ["assessed", "spoke"], "Safe.")
    assert not work().exists()


def test_answering_is_on_record_with_what_was_done_and_after_how_long(desk):
    measures.acknowledge(by=desk.by, alert=made.alarmed(desk), done=["spoke"], at=minutes(7))
    event = AuditEvent.objects.get(verb="therapy.measure_alert_answered")
    assert (event.detail["done"], event.detail["minutes"]) == (["spoke"], 7)


def test_answering_needs_something_done(desk):
    with pytest.raises(Invalid):
        measures.acknowledge(by=desk.by, alert=made.alarmed(desk), done=[], at=AT)


@pytest.mark.parametrize("done", ["not_reached", "no_risk"])
def test_not_reached_and_no_risk_are_explained(desk, done):
    with pytest.raises(Invalid) as told:
        measures.acknowledge(by=desk.by, alert=made.alarmed(desk), done=[done], at=AT)
    assert told.value.field == "what_was_done"


def test_an_alert_is_answered_once(desk):
    alert = made.alarmed(desk)
    measures.acknowledge(by=desk.by, alert=alert, done=["spoke"], at=AT)
    with pytest.raises(Conflict):
        measures.acknowledge(by=desk.by_director, alert=alert, done=["spoke"], at=AT)


def test_no_statement_changes_an_answered_alert(desk):
    alert = made.alarmed(desk)
    measures.acknowledge(by=desk.by, alert=alert, done=["spoke"], at=AT)
    with pytest.raises(InternalError, match="locked"), transaction.atomic():
        MeasureAlert.objects.filter(pk=alert.pk).update(what_was_done="Something else")


@pytest.mark.parametrize("role", ["biller", "intake", "site_admin"])
def test_who_does_not_treat_does_not_answer_for_alerts(desk, role):
    with pytest.raises(NotAllowed):
        measures.acknowledge(by=clients.make_actor(desk.site, role), alert=made.alarmed(desk), done=["spoke"], at=AT)


def test_the_system_answers_for_nothing(desk):
    with pytest.raises(NotAllowed):
        measures.acknowledge(by=SYSTEM, alert=made.alarmed(desk), done=["spoke"], at=AT)


def test_nothing_is_handed_on_before_its_minutes(desk):
    made.alarmed(desk)
    assert escalate(14) == 0


def test_an_unanswered_alert_goes_to_the_colleague_on_call(desk):
    made.alarmed(desk)
    assert escalate(15) == 1
    assert set(work().values_list("assignee", flat=True)) == {desk.counselor.pk, desk.called.pk}


def test_then_to_the_clinical_directors(desk):
    made.alarmed(desk)
    escalate(15)
    escalate(30)
    assert work().filter(role_key="clinical_director").exists()


def test_one_step_is_taken_once(desk):
    made.alarmed(desk)
    escalate(15)
    assert escalate(16) == 0
    assert MeasureAlert.objects.get().escalations == 1


def test_an_answered_alert_is_not_handed_on(desk):
    measures.acknowledge(by=desk.by, alert=made.alarmed(desk), done=["spoke"], at=AT)
    assert escalate(60) == 0


def test_after_the_last_step_the_work_stays_open(desk):
    made.alarmed(desk)
    for step in range(1, 12):
        escalate(15 * step)
    assert MeasureAlert.objects.get().escalations == 6
    assert work().exists()


def test_answering_closes_every_step_of_the_work(desk):
    alert = made.alarmed(desk)
    escalate(15)
    escalate(30)
    measures.acknowledge(by=desk.by_called, alert=alert, done=["spoke"], at=minutes(31))
    assert not work().exists()


def test_answers_in_error_keep_their_alert(desk):
    alert = made.alarmed(desk)
    measures.mark_error(by=desk.by, response=MeasureResponse.objects.get(), reason="Wrong chart", at=AT)
    alert.refresh_from_db()
    assert alert.acknowledged_at is None
    assert work().exists()


def test_worrying_answers_have_their_published_score(desk):
    row = made.given(desk, WORRYING)
    assert (row.total, row.band) == (3, "minimal")
