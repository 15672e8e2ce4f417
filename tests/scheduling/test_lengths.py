"""Stays against the target of their program, many at once; weeks added and taken back."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import InternalError

from clients.actions.lengths import extend_stay, withdraw_extension
from clients.models import StayExtension
from iop.access.actors import SYSTEM
from iop.audit.models import AuditEvent
from iop.clinic.actors import actor_of
from iop.core.errors import Conflict, Invalid, NotAllowed
from scheduling.actions import save_program
from scheduling.lengths import target_weeks
from tests.factories import ground
from tests.factories.clients import AT, make_admitted
from tests.factories.scheduling import MONDAY, Counted, make_enrolment, make_place

pytestmark = pytest.mark.django_db
LATER = AT + dt.timedelta(weeks=9)


@pytest.fixture
def place(db):
    return make_place()


@pytest.fixture
def stay(place):
    return make_admitted(place.site, by=place.by)


def length_of(stay, at=LATER):
    return target_weeks([stay.pk], at)[stay.pk]


def extend(place, stay, weeks=3, by=None, reason="Housing is not settled yet."):
    return extend_stay(by=by or place.by, episode=stay, weeks=weeks, reason=reason, at=LATER)


def test_the_sites_one_program_of_the_level_gives_the_target(place, stay):
    assert (length_of(stay).week, length_of(stay).target, length_of(stay).most) == (10, 10, 12)


def test_of_two_programs_the_one_they_are_enrolled_in_counts(place, stay):
    save_program(
        by=SYSTEM,
        site_id=place.site.pk,
        level=place.program.level,
        name="Short",
        at=AT,
        target_weeks=6,
        min_weeks=4,
        max_weeks=8,
    )
    assert length_of(stay).target is None
    make_enrolment(place, episode=stay, starts_on=MONDAY)
    assert length_of(stay).target == 10


def test_added_weeks_count_until_taken_back(place, stay):
    row = extend(place, stay)
    extend(place, stay, weeks=2)
    assert (length_of(stay).target, length_of(stay).extended) == (15, 5)
    withdraw_extension(by=place.by, extension=row, at=LATER)
    assert length_of(stay).target == 12


def test_extending_is_on_record(place, stay):
    row = extend(place, stay)
    event = AuditEvent.objects.get(verb="clients.stay_extended")
    assert event.detail["weeks"] == 3
    assert row.decided_by_id == place.by.staff_id


@pytest.mark.parametrize(("weeks", "reason", "field"), [(0, "Why", "weeks"), (53, "Why", "weeks"), (2, "  ", "reason")])
def test_what_makes_no_sense_is_refused_beside_its_field(place, stay, weeks, reason, field):
    with pytest.raises(Invalid) as refused:
        extend(place, stay, weeks=weeks, reason=reason)
    assert refused.value.field == field


def test_a_counselor_may_not_extend(place, stay):
    counselor = actor_of(ground.make_staff("counselor", site=place.site).pk, AT)
    with pytest.raises(NotAllowed):
        extend(place, stay, by=counselor)


def test_taken_back_twice_is_refused(place, stay):
    row = extend(place, stay)
    withdraw_extension(by=place.by, extension=row, at=LATER)
    with pytest.raises(Conflict):
        withdraw_extension(by=place.by, extension=row, at=LATER)


def test_nobody_is_extended_before_their_first_day(place, stay):
    with pytest.raises(Conflict):
        extend_stay(by=place.by, episode=stay, weeks=2, reason="Early", at=AT - dt.timedelta(days=3))


def test_many_stays_cost_as_many_statements_as_one(place):
    def count(stays):
        with Counted() as asked:
            target_weeks([each.pk for each in stays], LATER)
        return asked.number

    stays = [make_admitted(place.site, by=place.by) for _ in range(5)]
    assert count(stays[:1]) == count(stays) <= 4


@pytest.mark.parametrize(
    ("sql", "error"),
    [
        ("UPDATE clients_stayextension SET weeks = 0", IntegrityError),
        ("UPDATE clients_stayextension SET reason = ''", IntegrityError),
        ("UPDATE clients_stayextension SET withdrawn_at = now()", IntegrityError),
        ("DELETE FROM clients_stayextension", InternalError),
    ],
)
def test_the_database_refuses_what_the_code_never_does(place, stay, sql, error):
    extend(place, stay)
    with pytest.raises(error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert StayExtension.objects.standing().count() == 1
