"""Keeping the registers: reporting, what becomes known, decisions, deadlines on the work list, and the database's word."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction

from clients import restrictions
from clients.actions import registers
from clients.models import Breach, BreachChange
from clients.register_choices import Register
from iop.audit.models import AuditEvent
from iop.core import clock
from iop.core.errors import Conflict, Invalid, NotAllowed, Stale
from iop.work.actions import close_item
from iop.work.models import WorkItem
from tests.factories.clients import AT, TODAY, make_actor, make_client, make_site

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
LOW = {f"factor_{key}": "low" for key in registers.FACTORS} | {
    f"factor_{key}_words": "Weighed." for key in registers.FACTORS
}


@pytest.fixture
def site(db):
    with clock.frozen(AT):
        yield make_site()


@pytest.fixture
def keeper(site):
    return make_actor(site, "privacy_officer")


@pytest.fixture
def somebody(site):
    return make_client(site)


def report(by, site, register, client=None, at=AT, **fields):
    needed = {
        Register.INCIDENT: {"kind": "injury", "happened_on": TODAY},
        Register.RESTRICTION: {"purposes": ["payment"]},
    }.get(register, {})
    return registers.report(
        by=by, register=register, site_id=site.pk, text="In their words.", at=at, client=client, **{**needed, **fields}
    )


def move(by, entry, to, reason="Because it is so.", at=AT, **fields):
    return registers.move(by=by, entry=entry, version=entry.version, to=to, reason=reason, at=at, **fields)


def amend(by, entry, at=AT, **changes):
    return registers.amend(by=by, entry=entry, version=entry.version, changes=changes, at=at)


@pytest.mark.parametrize("register", list(Register))
def test_anybody_who_may_report_may_report(site, somebody, register):
    entry = report(make_actor(site, "counselor"), site, register, somebody)
    assert entry.status == "received"
    assert entry.due_on > TODAY


@pytest.mark.parametrize("register", list(Register))
def test_reporting_elsewhere_is_refused(site, somebody, register):
    with pytest.raises(NotAllowed):
        report(make_actor(make_site(), "counselor"), site, register, somebody)


@pytest.mark.parametrize("register", list(Register))
def test_who_may_only_report_works_on_nothing(site, somebody, register):
    reporter = make_actor(site, "counselor")
    entry = report(reporter, site, register, somebody)
    with pytest.raises(NotAllowed):
        amend(reporter, entry)


@pytest.mark.parametrize("register", [Register.RESTRICTION, Register.AMENDMENT, Register.ACCESS])
def test_a_request_is_always_somebodys(keeper, site, register):
    with pytest.raises(Invalid) as refused:
        report(keeper, site, register)
    assert refused.value.field == "record_number"


def test_what_was_learned_of_tomorrow_is_refused(keeper, site):
    with pytest.raises(Invalid):
        report(keeper, site, Register.GRIEVANCE, received_on=TODAY + DAY)


def test_an_incident_cannot_have_happened_after_we_learned_of_it(keeper, site):
    with pytest.raises(Invalid):
        report(keeper, site, Register.INCIDENT, happened_on=TODAY, received_on=TODAY - DAY)


def test_words_are_needed(keeper, site):
    with pytest.raises(Invalid):
        registers.report(by=keeper, register=Register.GRIEVANCE, site_id=site.pk, text=" \n", at=AT)


def test_who_reported_sees_their_own_and_the_keeper_all(keeper, site):
    reporter = make_actor(site, "counselor")
    entry = report(reporter, site, Register.BREACH)
    assert list(Breach.objects.visible_to(reporter)) == [entry]
    assert list(Breach.objects.visible_to(keeper)) == [entry]
    assert not Breach.objects.visible_to(make_actor(site, "counselor")).exists()
    assert not Breach.objects.visible_to(make_actor(make_site(), "privacy_officer")).exists()


def test_a_stale_change_is_told(keeper, site):
    entry = report(keeper, site, Register.BREACH)
    registers.amend(by=keeper, entry=entry, version=1, changes={"affected": 2}, at=AT)
    with pytest.raises(Stale):
        registers.amend(by=keeper, entry=entry, version=1, changes={"affected": 3}, at=AT)


def test_no_breach_is_refused_before_the_factors_are_weighed(keeper, site):
    entry = report(keeper, site, Register.BREACH)
    with pytest.raises(Conflict, match="four factors"):
        move(keeper, entry, "no_breach")


def test_no_breach_stops_the_clocks(keeper, site):
    entry = amend(keeper, report(keeper, site, Register.BREACH), **LOW)
    assert move(keeper, entry, "no_breach").due_on is None


def test_a_breach_found_later_has_its_first_clock_again(keeper, site):
    entry = move(keeper, amend(keeper, report(keeper, site, Register.BREACH), **LOW), "no_breach")
    assert move(keeper, entry, "breach", at=AT + 30 * DAY).due_on == TODAY + 60 * DAY


def test_a_breach_is_done_when_everybody_was_told(keeper, site):
    entry = move(keeper, report(keeper, site, Register.BREACH), "breach")
    with pytest.raises(Conflict, match="was told"):
        move(keeper, entry, "done")
    entry = amend(keeper, entry, told_people_on=TODAY)
    assert entry.due_on == dt.date(2027, 3, 1)
    entry = amend(keeper, entry, told_hhs_on=TODAY)
    assert move(keeper, entry, "done").status == "done"


def test_more_people_bring_hhs_forward(keeper, site):
    entry = amend(keeper, report(keeper, site, Register.BREACH), told_people_on=TODAY)
    assert amend(keeper, entry, affected=500).due_on == TODAY + 60 * DAY


def test_a_grievance_is_acknowledged_then_answered(keeper, site):
    entry = report(keeper, site, Register.GRIEVANCE)
    assert entry.due_on == TODAY + 5 * DAY
    entry = move(keeper, entry, "acknowledged", reason="")
    assert (entry.due_on, entry.acknowledged_on) == (TODAY + 30 * DAY, TODAY)
    assert move(keeper, entry, "answered").due_on is None


def test_a_decision_says_why(keeper, site):
    with pytest.raises(Invalid) as refused:
        move(keeper, report(keeper, site, Register.GRIEVANCE), "answered", reason=" ")
    assert refused.value.field == "reason"


def test_what_was_paid_in_full_cannot_be_refused(keeper, site, somebody):
    entry = report(keeper, site, Register.RESTRICTION, somebody, paid_in_full=True)
    with pytest.raises(Conflict, match="must be agreed"):
        move(keeper, entry, "refused")


def test_another_wish_may_be_refused(keeper, site, somebody):
    assert move(keeper, report(keeper, site, Register.RESTRICTION, somebody), "refused").status == "refused"


def test_an_agreed_restriction_holds_back_until_it_ends(keeper, site, somebody):
    entry = report(keeper, site, Register.RESTRICTION, somebody)
    assert not restrictions.restricts(somebody.pk, "payment", TODAY)
    entry = move(keeper, entry, "agreed")
    assert restrictions.restricts(somebody.pk, "payment", TODAY)
    assert not restrictions.restricts(somebody.pk, "treatment", TODAY)
    move(keeper, entry, "ended", how="we_end", at=AT + 3 * DAY)
    assert restrictions.restricts(somebody.pk, "payment", TODAY + 3 * DAY)
    assert not restrictions.restricts(somebody.pk, "payment", TODAY + 4 * DAY)


def test_we_alone_do_not_end_what_was_paid_in_full(keeper, site, somebody):
    entry = move(keeper, report(keeper, site, Register.RESTRICTION, somebody, paid_in_full=True), "agreed")
    with pytest.raises(Conflict):
        move(keeper, entry, "ended", how="we_end")
    assert move(keeper, entry, "ended", how="asked_written").status == "ended"


def test_many_clients_are_asked_in_one_statement(keeper, site, django_assert_num_queries):
    people = [make_client(site) for _ in range(5)]
    for one in people[:3]:
        move(keeper, report(keeper, site, Register.RESTRICTION, one), "agreed")
    with django_assert_num_queries(1):
        found = restrictions.restricted([one.pk for one in people], "payment", ["billing"], TODAY)
    assert found == {one.pk for one in people[:3]}


@pytest.mark.parametrize(("register", "first", "longer"), [(Register.AMENDMENT, 60, 90), (Register.ACCESS, 30, 60)])
def test_a_request_is_extended_once(keeper, site, somebody, register, first, longer):
    entry = report(keeper, site, register, somebody)
    assert entry.due_on == TODAY + first * DAY
    entry = registers.extend(by=keeper, entry=entry, version=entry.version, reason="Kept in the archive.", at=AT)
    assert entry.due_on == TODAY + longer * DAY
    with pytest.raises(Conflict):
        registers.extend(by=keeper, entry=entry, version=entry.version, reason="Still in the archive.", at=AT)


def test_a_grievance_is_not_extended(keeper, site):
    entry = report(keeper, site, Register.GRIEVANCE)
    with pytest.raises(Conflict):
        registers.extend(by=keeper, entry=entry, version=entry.version, reason="Busy.", at=AT)


@pytest.mark.parametrize("register", [Register.AMENDMENT, Register.ACCESS])
def test_a_refusal_names_its_ground(keeper, site, somebody, register):
    entry = report(keeper, site, register, somebody)
    with pytest.raises(Invalid) as refused:
        move(keeper, entry, "refused")
    assert refused.value.field == "refused_because"
    assert move(keeper, entry, "refused", refused_because="accurate").refused_because == "accurate"


def test_the_record_names_the_register_and_nobody(keeper, site, somebody):
    report(keeper, site, Register.AMENDMENT, somebody)
    event = AuditEvent.objects.get(verb="clients.register_reported")
    assert event.detail["register"] == "amendment"
    assert [subject.client_id for subject in event.subjects.all()] == [somebody.pk]


def test_a_near_deadline_comes_on_the_work_list_once(keeper, site):
    entry = report(keeper, site, Register.GRIEVANCE)
    assert registers.warn_of_deadlines(at=AT) == 1
    assert registers.warn_of_deadlines(at=AT + DAY) == 0
    item = WorkItem.objects.get(kind="register_deadline")
    assert (item.subject_id, item.role_key) == (entry.pk, "privacy_officer")
    close_item(by=keeper, item_id=item.pk, at=AT)
    assert registers.warn_of_deadlines(at=AT + DAY) == 0


def test_a_far_deadline_waits(keeper, site):
    report(keeper, site, Register.BREACH)
    assert registers.warn_of_deadlines(at=AT) == 0
    assert registers.warn_of_deadlines(at=AT + 55 * DAY) == 1


def test_a_met_deadline_leaves_the_work_list_and_the_next_one_comes(keeper, site):
    entry = report(keeper, site, Register.GRIEVANCE)
    registers.warn_of_deadlines(at=AT)
    move(keeper, entry, "acknowledged")
    assert not WorkItem.objects.open().filter(kind="register_deadline").exists()
    assert registers.warn_of_deadlines(at=AT + 25 * DAY) == 1


def test_without_a_privacy_officer_the_director_is_asked(site):
    director = make_actor(site)
    report(director, site, Register.GRIEVANCE)
    registers.warn_of_deadlines(at=AT)
    assert WorkItem.objects.get(kind="register_deadline").role_key == "clinical_director"


@pytest.mark.parametrize("people", [2, 9])
def test_warning_takes_as_many_statements_for_any_number(keeper, site, people, django_assert_max_num_queries):
    for _ in range(people):
        report(keeper, site, Register.GRIEVANCE)
    with django_assert_max_num_queries(18):
        assert registers.warn_of_deadlines(at=AT) == people


SQL = [
    "UPDATE clients_breach SET status = 'done'",
    "UPDATE clients_breach SET status = 'no_breach'",
    "UPDATE clients_breach SET text = 'another'",
    "UPDATE clients_breach SET received_on = received_on - 1",
    "UPDATE clients_breach SET affected = 0",
    "UPDATE clients_breach SET text = ''",
    "UPDATE clients_breach SET decided_on = now()",
    "DELETE FROM clients_breach",
    "TRUNCATE clients_breach CASCADE",
    "UPDATE clients_breachchange SET status = 'done'",
    "DELETE FROM clients_breachchange",
    "UPDATE clients_restrictionrequest SET purposes = '{}'",
    "UPDATE clients_restrictionrequest SET status = 'refused'",
    "UPDATE clients_restrictionrequest SET starts_on = now()",
    "UPDATE clients_restrictionrequest SET ends_on = now()",
    "UPDATE clients_accessrequest SET status = 'done'",
    "UPDATE clients_accessrequest SET extended_on = now()",
    "UPDATE clients_amendmentrequest SET status = 'refused'",
    "UPDATE clients_grievance SET status = 'answered'",
    "UPDATE clients_incident SET happened_on = received_on + 1",
]


@pytest.mark.parametrize("sql", SQL)
def test_the_database_says_it_once_more(keeper, site, somebody, sql):
    for register in Register:
        report(keeper, site, register, somebody, **({"paid_in_full": True} if register == Register.RESTRICTION else {}))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_status_needs_its_history_even_where_the_constraints_agree(keeper, site):
    entry = report(keeper, site, Register.BREACH)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE clients_breach SET status = 'reviewing' WHERE id = %s", [entry.pk])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert BreachChange.objects.filter(entry=entry).count() == 1
