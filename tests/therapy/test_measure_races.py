"""Two at once: one answer to an alert, one step of escalation, one giving, one finish."""

import pytest

from iop.access.actors import SYSTEM
from iop.core.errors import Refusal
from iop.notifications.models import Message
from iop.work.models import WorkItem
from tests.factories import measures as made
from tests.factories.measures import AT, CALM
from tests.therapy.test_assessment_races import together
from tests.therapy.test_measure_alerts import minutes
from therapy.actions import measures
from therapy.models import MeasureAlert, MeasureAssignment, MeasureResponse

pytestmark = pytest.mark.django_db(transaction=True)


def codes(came):
    return sorted(getattr(each, "code", "done") for each in came)


def test_two_who_answer_for_one_alert():
    desk = made.make_desk()
    alert = made.alarmed(desk)
    came = together(*(
        lambda by=by, done=done: measures.acknowledge(by=by, alert=alert, done=[done], at=AT)
        for by, done in ((desk.by, "spoke"), (desk.by_called, "emergency"))
    ))  # fmt: skip
    assert codes(came) == ["already_answered", "done"]


def test_two_workers_hand_an_alert_on_once():
    desk = made.make_desk()
    made.alarmed(desk)
    told = Message.objects.count()
    came = together(*(lambda: measures.escalate_unanswered(by=SYSTEM, at=minutes(15)) for _ in range(2)))
    assert sum(came) == MeasureAlert.objects.get().escalations == 1
    assert WorkItem.objects.filter(kind="measure_alert").count() == 2
    assert Message.objects.count() == told + 2


def test_answering_while_it_is_handed_on_leaves_no_open_work():
    desk = made.make_desk()
    alert = made.alarmed(desk)
    together(
        lambda: measures.acknowledge(by=desk.by, alert=alert, done=["spoke"], at=minutes(15)),
        lambda: measures.escalate_unanswered(by=SYSTEM, at=minutes(15)),
    )
    assert not WorkItem.objects.filter(kind="measure_alert", status="open").exists()


def test_two_who_begin_answer_the_same_form():
    desk = made.make_desk()
    came = together(*(
        lambda by=by: measures.begin(by=by, episode=desk.episode, key="phq9", at=AT) for by in (desk.by, desk.by_director)
    ))  # fmt: skip
    assert came[0].pk == came[1].pk
    assert MeasureResponse.objects.count() == 1


def test_two_who_finish_finish_once():
    desk = made.make_desk()
    row = made.begun(desk)
    came = together(*(
        lambda by=by: measures.finish(by=by, response=row, version=1, answers=made.answers(CALM), at=AT)
        for by in (desk.by, desk.by_director)
    ))  # fmt: skip
    assert sum(isinstance(each, Refusal) for each in came) == 1


def test_two_runs_of_the_rhythm_make_one_assignment():
    desk = made.make_desk()
    measures.install_rhythm(by=SYSTEM, valid_from=made.TODAY)
    together(*(lambda: measures.assign_due(by=SYSTEM, at=AT) for _ in range(2)))
    keys = list(MeasureAssignment.objects.filter(episode=desk.episode).values_list("key", flat=True))
    assert len(keys) == len(set(keys)) > 0
