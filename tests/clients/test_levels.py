"""Levels of care, and what they ask of a week."""

import datetime as dt

import pytest

from clients import actions, requirements
from clients.models import LevelRequirement
from iop.core.errors import Conflict, Invalid, NotAllowed, Stale
from tests.factories.clients import AT, TODAY, make_level

NEXT = dt.date(2026, 7, 1)


def require(clinic, valid_from=TODAY, **fields):
    return actions.set_requirement(by=clinic.as_director, level=clinic.level, valid_from=valid_from, at=AT, **fields)


def test_the_requirement_of_the_day_is_found(clinic):
    old, new = require(clinic, min_weekly_minutes=540), require(clinic, NEXT, min_weekly_minutes=600)
    assert requirements.for_levels([clinic.level.pk], TODAY)[clinic.level.pk] == old
    assert requirements.for_levels([clinic.level.pk], NEXT)[clinic.level.pk] == new


def test_a_level_without_a_requirement_is_left_out(clinic):
    require(clinic)
    assert make_level("op").pk not in requirements.for_levels([clinic.level.pk, make_level("op").pk], TODAY)


def test_before_the_first_there_is_none(clinic):
    require(clinic)
    assert requirements.for_levels([clinic.level.pk], TODAY - dt.timedelta(days=1)) == {}


def test_many_levels_take_one_query(clinic, django_assert_num_queries):
    levels = [clinic.level.pk, make_level("op").pk, make_level("php").pk]
    with django_assert_num_queries(1):
        requirements.for_levels(levels, TODAY)


def test_two_from_the_same_day_are_refused(clinic):
    require(clinic)
    with pytest.raises(Conflict, match="later day"):
        require(clinic)


def test_a_most_below_the_least_is_refused(clinic):
    with pytest.raises(Invalid):
        require(clinic, min_weekly_minutes=600, max_weekly_minutes=540)


def test_more_than_seven_days_are_refused(clinic):
    with pytest.raises(Invalid, match="seven days"):
        require(clinic, max_days=8)


def test_two_levels_of_the_same_intensity_are_refused(clinic):
    with pytest.raises(Conflict):
        actions.save_level(by=clinic.as_director, key="other", name="Other", short_name="O", intensity=30, at=AT)


def test_a_level_is_made(clinic):
    row = actions.save_level(by=clinic.as_director, key="op", name="Outpatient", short_name="OP", intensity=20, at=AT)
    assert row.is_active


def test_a_counselor_changes_no_level(clinic):
    with pytest.raises(NotAllowed):
        actions.save_level(by=clinic.as_counselor, key="op", name="Outpatient", short_name="OP", intensity=20, at=AT)


def test_a_level_that_somebody_changed_is_not_overwritten(clinic):
    as_read = clinic.level.version
    fields = {
        "by": clinic.as_director,
        "level": clinic.level,
        "key": clinic.level.key,
        "short_name": "I",
        "intensity": 30,
        "at": AT,
    }
    assert actions.save_level(name="Theirs", version=as_read, **fields).version == as_read + 1
    with pytest.raises(Stale, match="Somebody else changed this level"):
        actions.save_level(name="Ours", version=as_read, **fields)
    clinic.level.refresh_from_db()
    assert clinic.level.name == "Theirs"


def test_what_a_level_asks_is_said_of_the_level_that_was_read(clinic):
    as_read = clinic.level.version
    require(clinic, version=as_read)
    with pytest.raises(Stale):
        require(clinic, NEXT, version=as_read)
    assert LevelRequirement.objects.get().valid_from == TODAY
