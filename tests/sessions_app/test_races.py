"""Two at once, with real threads on a real database: exactly one wins, the other gets a sentence."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import connection

from iop.access.actors import SYSTEM
from iop.core.errors import Conflict, Refusal, Stale
from sessions_app import actions
from sessions_app.models import Attendance, AttendanceChange, MakeUp, ProgramSession
from tests.factories import days

pytestmark = pytest.mark.django_db(transaction=True)


def together(*calls):
    """Run every call in a thread of its own, let go at the same moment; give what each returned or raised."""
    gate, results = threading.Barrier(len(calls)), [None] * len(calls)

    def run(number, call):
        try:
            gate.wait()
            results[number] = call()
        except Exception as error:
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def refusals(results):
    return [item for item in results if isinstance(item, Exception)]


def test_of_two_people_who_mark_one_line_the_later_is_told():
    clinic = days.make_running(people=1)
    line = clinic.lines[0]

    def mark(status):
        return actions.mark(
            by=clinic.by_counselor, attendance=line, version=1, status=status, at=days.NINE + days.minutes(20)
        )

    results = together(
        *[lambda status=status: mark(status) for status in ("present", "absent", "late", "absent_excused")]
    )
    lost = refusals(results)
    assert len(lost) == 3
    assert all(isinstance(item, Stale) for item in lost)
    assert AttendanceChange.objects.filter(attendance=line).count() == 1


def test_two_who_mark_different_people_both_succeed():
    clinic = days.make_running(people=8)
    results = together(
        *[
            lambda line=line: actions.mark(
                by=clinic.by_counselor, attendance=line, version=1, status="present", at=days.NINE
            )
            for line in clinic.lines
        ]
    )
    assert not refusals(results)
    assert Attendance.objects.filter(session=clinic.session, status="present").count() == 8


def test_two_materialisers_make_every_day_once():
    clinic = days.make_clinic()
    tracks = [days.make_track(clinic, wall=wall) for wall in (dt.time(9), dt.time(13), dt.time(18))]
    for track in tracks:
        days.make_enrolled(clinic, track)
    results = together(*[lambda: actions.materialise(by=SYSTEM, at=days.AT)] * 4)
    assert not refusals(results), results
    assert sum(len(report.made) for report in results) == ProgramSession.objects.count() == 39
    assert Attendance.objects.count() == 39


def test_the_last_seat_of_a_day_goes_to_one_make_up():
    clinic = days.make_day(people=8)
    evening = days.make_track(clinic, wall=dt.time(18), weekdays=(1,), capacity=1)
    actions.materialise(by=SYSTEM, at=days.AT, track_ids=[evening.pk])
    session = actions.start(by=clinic.by_counselor, session=clinic.session, at=days.NINE)
    at = days.NINE + days.minutes(20)
    misses = actions.mark_many(
        by=clinic.by_counselor,
        session=session,
        entries=[actions.Mark(line.pk, 1, "absent") for line in clinic.lines],
        at=at,
    )
    target = ProgramSession.objects.filter(track=evening).earliest("starts_at")
    results = together(
        *[
            lambda line=line: actions.offer_make_up(by=clinic.by_case_manager, attendance=line, session=target, at=at)
            for line in misses
        ]
    )
    lost = refusals(results)
    assert len(lost) == 7
    assert all(isinstance(item, Conflict) and "No seat is free" in str(item) for item in lost), lost
    assert MakeUp.objects.count() == 1


def test_a_day_is_started_once():
    clinic = days.make_day(people=1)
    results = together(*[lambda: actions.start(by=clinic.by_counselor, session=clinic.session, at=days.NINE)] * 4)
    assert len(refusals(results)) == 3
    assert all(isinstance(item, Refusal) for item in refusals(results))


def test_closing_and_marking_at_once_never_leave_somebody_unmarked_in_a_closed_day():
    clinic = days.make_running(people=1)
    line = actions.mark(by=clinic.by_counselor, attendance=clinic.lines[0], version=1, status="present", at=days.NINE)
    session = ProgramSession.objects.get(pk=clinic.session.pk)
    results = together(
        lambda: actions.mark(by=clinic.by_counselor, attendance=line, version=2, status="expected", at=session.ends_at),
        lambda: actions.close(
            by=clinic.by_counselor,
            session=session,
            version=session.version,
            at=session.ends_at,
            accept_gaps=True,
            reason="Late",
        ),
    )
    assert len(refusals(results)) == 1
    closed = ProgramSession.objects.get(pk=session.pk).status == "closed"
    assert closed != Attendance.objects.filter(session=session, status="expected").exists()


def test_two_runs_that_finalise_make_each_day_final_once():
    clinic = days.make_closed()
    at = clinic.closed_at + dt.timedelta(hours=80)
    results = together(*[lambda: actions.finalise_attendance(by=SYSTEM, at=at)] * 4)
    assert sum(results) == 1
