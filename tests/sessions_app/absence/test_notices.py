"""Calling ahead: excused in time, short notice, excused all the same; and what else follows."""

from __future__ import annotations

import datetime as dt

import pytest

from iop.core.errors import Conflict, Invalid, NotAllowed
from scheduling.models import BusyTime
from sessions_app import absence as standing
from sessions_app.actions.absence.noticing import take_notice
from sessions_app.models import Attendance
from tests.factories import absence, days

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic():
    return absence.make_clinic()


def call(clinic, number, *, hours_before, **fields):
    at = clinic.sessions[number].starts_at - dt.timedelta(hours=hours_before)
    fields = {"by": clinic.by_case_manager, "reason": "Court date", "called_at": at, "at": at, **fields}
    return take_notice(lines=[absence.line_of(clinic, number)], **fields)[0]


def verdict(clinic, number):
    episode = clinic.enrolments[0].episode_id
    found = standing.standing([episode], clinic.sessions[number].ends_at)[episode]
    return [verdict.value for _day, verdict in found.misses]


@pytest.mark.parametrize(
    ("hours", "excused", "expected"), [(25, False, "excused"), (23, False, "short"), (23, True, "excused")]
)
def test_what_a_call_makes_of_a_missed_day(clinic, hours, excused, expected):
    call(clinic, 1, hours_before=hours, excused=excused)
    assert verdict(clinic, 1) == [expected]


def test_the_line_says_why_and_the_time_is_free(clinic):
    call(clinic, 1, hours_before=30)
    line = Attendance.objects.get(pk=absence.line_of(clinic, 1).pk)
    assert (line.status, line.absence_reason, line.changes.count()) == ("absent_excused", "Court date", 1)
    taken = BusyTime.objects.filter(calendar__client=line.client_id, starts_at__lt=clinic.sessions[1].ends_at)
    assert not taken.filter(ends_at__gt=clinic.sessions[1].starts_at).exists()


def test_short_notice_is_not_followed_up_like_silence(clinic):
    call(clinic, 1, hours_before=2)
    assert absence.watch(clinic, 1).opened == 0


def test_a_call_after_the_start_is_no_notice(clinic):
    with pytest.raises(Invalid, match="after the start"):
        call(clinic, 0, hours_before=-0.5)


def test_a_call_in_the_future_is_refused(clinic):
    with pytest.raises(Invalid, match="future"):
        call(clinic, 1, hours_before=5, at=clinic.sessions[1].starts_at - dt.timedelta(hours=6))


def test_a_reason_is_needed(clinic):
    with pytest.raises(Invalid, match="why they cannot come"):
        call(clinic, 1, hours_before=5, reason="  ")


def test_who_is_here_did_not_call_off(clinic):
    absence.hold(clinic, 0, "present")
    with pytest.raises(Conflict, match="they are here"):
        call(clinic, 0, hours_before=5, at=days.NINE + days.minutes(40))


def test_only_who_follows_up_takes_the_call(clinic):
    from iop.clinic.actors import actor_of
    from tests.factories import ground

    biller = actor_of(ground.make_staff("biller", site=clinic.site).pk, days.AT)
    with pytest.raises(NotAllowed):
        call(clinic, 1, hours_before=5, by=biller)


def test_several_days_are_noted_in_one_call(clinic):
    at = days.AT
    lines = [absence.line_of(clinic, number) for number in (1, 2, 3)]
    made = take_notice(by=clinic.by_case_manager, lines=lines, called_at=at, reason="Surgery", at=at)
    assert [row.is_short for row in made] == [False, False, False]


def test_coming_after_all_counts_as_coming(clinic):
    call(clinic, 1, hours_before=2)
    absence.hold(clinic, 1, "present")
    assert verdict(clinic, 1) == []
