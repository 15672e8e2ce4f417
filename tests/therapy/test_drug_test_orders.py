"""Orders, samples and what came of them instead: who may, what is refused, what is kept."""

import datetime as dt
from decimal import Decimal

import pytest

from iop.audit.models import AuditEvent
from iop.core.errors import Conflict, Invalid, NotAllowed, Stale
from iop.work.models import WorkItem
from tests.factories import clients
from tests.factories import drug_tests as made
from tests.factories.drug_tests import AT, TODAY
from therapy.actions import drug_tests
from therapy.models.drug_tests import DrugTest, DrugTestStatusChange

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(at):
    at(AT)
    return made.make_desk()


def test_an_order_is_on_record_and_on_the_list_of_whoever_gave_it(desk):
    test = made.order(desk)
    assert test.status == "ordered"
    item = WorkItem.objects.open().get(kind="test_due")
    assert item.assignee_id == desk.counselor.pk
    assert AuditEvent.objects.filter(verb="therapy.test_ordered").count() == 1


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"reason": "random"}, "reason"),
        ({"reason": "because"}, "reason"),
        ({"reason": "for_cause"}, "reason_note"),
        ({"necessity": "  "}, "necessity"),
        ({"due_on": TODAY - dt.timedelta(days=1)}, "due_on"),
    ],
)
def test_an_order_without_its_reason_is_refused(desk, fields, field):
    with pytest.raises(Invalid) as told:
        made.order(desk, **fields)
    assert told.value.field == field


def test_a_laboratory_panel_is_not_ordered_first(desk):
    with pytest.raises(Invalid) as told:
        made.order(desk, panel=desk.lab)
    assert told.value.field == "panel"


def test_the_same_panel_is_not_ordered_twice_at_once(desk):
    made.order(desk)
    with pytest.raises(Conflict):
        made.order(desk)


@pytest.mark.parametrize("role", ["intake", "biller", "site_admin", "privacy_officer"])
def test_other_roles_order_nothing(desk, role):
    with pytest.raises(NotAllowed):
        drug_tests.order_test(
            by=made.actor(desk, role), episode=desk.episode, panel=desk.cup, reason="admission", necessity="x", due_on=TODAY,
            at=AT,
        )  # fmt: skip


def test_a_sample_keeps_who_when_and_with_what_and_closes_the_work(desk):
    test = made.collect(desk, custody_id="COC-7", use="used", substances=["cocaine"], words="Saturday")
    assert (test.status, test.collected_by_id, test.told_use) == ("collected", desk.counselor.pk, "used")
    assert test.told_at is not None
    assert not WorkItem.objects.open().filter(kind="test_due").exists()
    assert [one.status for one in DrugTestStatusChange.objects.all()] == ["collected"]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"lot_expires_on": TODAY - dt.timedelta(days=1)}, "lot_expires_on"),
        ({"observation": "direct"}, "observation_agreed"),
        ({"temperature_f": Decimal(20)}, "temperature_f"),
        ({"collected_at": AT + dt.timedelta(minutes=1)}, "collected_at"),
        ({"collected_at": AT - dt.timedelta(days=1)}, "collected_at"),
        ({"use": "used"}, "substances"),
        ({"use": "used", "substances": ["tea"]}, "substances"),
        ({"use": "perhaps"}, "use"),
    ],
)
def test_a_sample_that_makes_no_sense_is_refused_and_nothing_is_kept(desk, fields, field):
    test = made.order(desk)
    with pytest.raises(Invalid) as told:
        made.collect(desk, test, **fields)
    assert told.value.field == field
    test.refresh_from_db()
    assert test.status == "ordered"


def test_watching_needs_a_yes(desk):
    assert made.collect(desk, observation="direct", observation_agreed=True).observation == "direct"


def test_oral_fluid_may_take_the_place_of_urine(desk):
    test = made.collect(desk, made.order(desk), panel=desk.oral, temperature_f=None)
    assert test.panel == desk.oral


@pytest.mark.parametrize("outcome", ["missed", "refused", "unable"])
def test_missed_declined_and_unable_are_three_things_and_no_result(desk, outcome):
    test = made.order(desk)
    drug_tests.mark_outcome(by=desk.by, test=test, version=1, outcome=outcome, reason="“Not today.”", at=AT)
    test.refresh_from_db()
    assert (test.status, test.results.count(), test.collected_at) == (outcome, 0, None)


@pytest.mark.parametrize("outcome", ["refused", "unable"])
def test_what_the_client_said_is_asked_for(desk, outcome):
    with pytest.raises(Invalid) as told:
        drug_tests.mark_outcome(by=desk.by, test=made.order(desk), version=1, outcome=outcome, at=AT)
    assert told.value.field == "reason"


def test_a_second_collector_with_an_older_page_is_told(desk):
    test = made.order(desk)
    made.collect(desk, test)
    with pytest.raises(Stale):
        drug_tests.mark_outcome(by=desk.by, test=test, version=1, outcome="missed", at=AT)


def test_an_order_is_cancelled_with_a_reason_and_not_after_a_result(desk):
    test = made.order(desk)
    with pytest.raises(Invalid):
        drug_tests.cancel_test(by=desk.by, test=test, version=1, reason="", at=AT)
    assert drug_tests.cancel_test(by=desk.by, test=test, version=1, reason="Ordered twice", at=AT).status == "cancelled"
    read = made.screen(desk)
    with pytest.raises(Conflict):
        drug_tests.cancel_test(by=desk.by, test=read, version=read.version, reason="No", at=AT)


def test_what_was_told_cannot_be_told_anew_after_the_result(desk):
    test = made.screen(desk)
    with pytest.raises(Conflict):
        drug_tests.save_what_was_told(by=desk.by, test=test, use="used", substances=["cocaine"], at=AT)
    assert DrugTest.objects.get().told_use == ""


def test_an_order_of_somebody_discharged_is_refused(desk):
    inquiry = clients.make_inquiry(desk.site)
    with pytest.raises(Conflict):
        made.order(desk, episode=inquiry)
