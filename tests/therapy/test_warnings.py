"""Early warnings: found once, with their facts; put aside with a reason; gone when they pass."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from iop.access.actors import SYSTEM
from iop.audit.models import AuditEvent
from iop.core.errors import Invalid, NotAllowed
from iop.work.models import WorkItem
from sessions_app.choices import AttendanceStatus, SessionStatus
from sessions_app.models import Attendance, CheckIn
from tests.factories.scheduling import race
from tests.therapy.world import DAY, World, wall
from therapy import warnings
from therapy.actions.warnings import end_warning, install_warning_rules, set_warning_rule, watch_warnings
from therapy.models import EarlyWarning, WarningRule

NOW = wall(18)
ABSENT = AttendanceStatus.ABSENT


@pytest.fixture
def rules(db):
    install_warning_rules(by=SYSTEM, at=NOW)


def missed(world, person, *ago):
    for days in ago:
        session = world.session(DAY - dt.timedelta(days=days), status=SessionStatus.CLOSED)
        world.roster(session, [person], ABSENT)


def checked_in(world, person, *cravings):
    for ago, value in zip(range(2 * len(cravings), 0, -2), cravings, strict=True):
        session = world.session(DAY - dt.timedelta(days=ago), status=SessionStatus.CLOSED)
        (line,) = world.roster(session, [person], AttendanceStatus.PRESENT)
        CheckIn.objects.create(attendance=line, mood=5, cravings=value, saved_at=session.starts_at)


def watch(at=NOW):
    return watch_warnings(by=SYSTEM, at=at)


def test_two_misses_raise_one_warning_and_ask_the_counselor(world, rules):
    (person,) = world.clients(1)
    missed(world, person, 3, 1)
    assert watch() == 1
    row = EarlyWarning.objects.select_related("rule").get()
    assert str(warnings.reason(row)) == "Treatment days missed in 14 days: 2 (Feb 27, Mar 1)."
    item = WorkItem.objects.get(kind="early_warning")
    assert (item.assignee_id, item.client_id) == (world.counselor.pk, person.pk)


def test_looking_again_finds_nothing_new(world, rules):
    (person,) = world.clients(1)
    missed(world, person, 3, 1)
    assert [watch(), watch(NOW + dt.timedelta(hours=1))] == [1, 0]
    assert WorkItem.objects.filter(kind="early_warning").count() == 1


def test_a_miss_taken_back_lets_it_pass(world, rules):
    (person,) = world.clients(1)
    missed(world, person, 3, 1)
    watch()
    line = Attendance.objects.filter(client=person).order_by("session__on").last()
    Attendance.objects.filter(pk=line.pk).update(status=AttendanceStatus.ABSENT_EXCUSED)
    watch(NOW + dt.timedelta(hours=1))
    row = EarlyWarning.objects.get()
    assert (row.end, row.ended_by) == ("passed", None)
    assert not WorkItem.objects.filter(kind="early_warning", status="open").exists()


def test_put_aside_it_stays_aside_until_something_new_happens(world, rules):
    (person,) = world.clients(1)
    missed(world, person, 4, 3)
    watch()
    end_warning(by=world.actor(), warning=EarlyWarning.objects.get(), end="talked", at=NOW)
    assert watch(NOW + dt.timedelta(hours=1)) == 0
    missed(world, person, 1)
    assert watch(NOW + dt.timedelta(hours=2)) == 1
    assert WorkItem.objects.filter(kind="early_warning", status="open").count() == 1


def test_more_of_the_same_is_added_to_the_open_one(world, rules):
    (person,) = world.clients(1)
    missed(world, person, 4, 3)
    watch()
    missed(world, person, 1)
    assert watch(NOW + dt.timedelta(hours=2)) == 0
    assert len(EarlyWarning.objects.get().facts["facts"]) == 3


def test_cravings_say_from_what_to_what(world, rules):
    (person,) = world.clients(1)
    checked_in(world, person, 4, 4, 3, 8)
    watch()
    row = EarlyWarning.objects.select_related("rule").get()
    assert str(warnings.reason(row)) == "Cravings 8 on Feb 28; 3.7 on average at the check-ins before it."


def test_a_rule_switched_off_warns_nobody(world, rules):
    (person,) = world.clients(1)
    missed(world, person, 3, 1)
    set_warning_rule(
        by=world.actor(world.supervisor), kind="absences", threshold=None, window_days=14, valid_from=DAY, at=NOW
    )
    assert watch() == 0


def test_another_site_by_its_own_people(world, rules):
    other = World("Elm Street")
    (person,) = other.clients(1)
    missed(other, person, 3, 1)
    assert watch() == 1
    assert EarlyWarning.objects.get().episode.site == other.site


def test_the_reason_is_said_and_on_record(world, rules):
    (person,) = world.clients(1)
    missed(world, person, 3, 1)
    watch()
    end_warning(by=world.actor(), warning=EarlyWarning.objects.get(), end="other", note="Broken car", at=NOW)
    event = AuditEvent.objects.get(verb="therapy.warning_ended")
    assert event.detail == {"kind": "absences", "end": "other"}
    assert EarlyWarning.objects.get().end_note == "Broken car"


def test_without_a_reason_it_stays(world, rules):
    (person,) = world.clients(1)
    missed(world, person, 3, 1)
    watch()
    with pytest.raises(Invalid) as refused:
        end_warning(by=world.actor(), warning=EarlyWarning.objects.get(), end="other", at=NOW)
    assert refused.value.field == "note"


def test_who_writes_no_notes_puts_nothing_aside(world, rules):
    (person,) = world.clients(1)
    missed(world, person, 3, 1)
    watch()
    biller = world.staff("Bo", "Bill", "biller")
    with pytest.raises(NotAllowed):
        end_warning(by=world.actor(biller), warning=EarlyWarning.objects.get(), end="talked", at=NOW)


def test_only_who_sets_up_questionnaires_sets_rules(world, rules):
    with pytest.raises(NotAllowed):
        set_warning_rule(by=world.actor(), kind="absences", threshold=3, window_days=14, valid_from=DAY, at=NOW)


def test_installing_twice_makes_nothing_twice(rules):
    before = WarningRule.objects.count()
    assert install_warning_rules(by=SYSTEM, at=NOW) == 0
    assert WarningRule.objects.count() == before


@pytest.mark.parametrize("people", [2, 40])
def test_statements_do_not_grow_with_the_people(people, world, rules):
    everybody = world.clients(people)
    for ago in (3, 1):
        world.roster(world.session(DAY - dt.timedelta(days=ago), status=SessionStatus.CLOSED), everybody, ABSENT)
    with CaptureQueriesContext(connection) as asked:
        assert watch() == people
    assert len(asked) < 45


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM therapy_earlywarning",
        "TRUNCATE therapy_earlywarning CASCADE",
        "UPDATE therapy_earlywarning SET end_note = 'never happened'",
        "UPDATE therapy_warningrule SET threshold = 99",
        "DELETE FROM therapy_warningrule",
    ],
)
def test_what_was_answered_stays_as_it_was_answered(sql, world, rules):
    (person,) = world.clients(1)
    missed(world, person, 3, 1)
    watch()
    end_warning(by=world.actor(), warning=EarlyWarning.objects.get(), end="talked", at=NOW)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.django_db(transaction=True)
def test_two_watches_and_two_answers_race():
    world = World()
    install_warning_rules(by=SYSTEM, at=NOW)
    (person,) = world.clients(1)
    missed(world, person, 3, 1)
    assert sorted(race(watch, watch)) == [0, 1]
    row, by = EarlyWarning.objects.get(), world.actor()
    came = race(*(lambda: end_warning(by=by, warning=row, end="talked", at=NOW) for _ in range(2)))
    assert sorted(type(each).__name__ for each in came) == ["Conflict", "EarlyWarning"]
