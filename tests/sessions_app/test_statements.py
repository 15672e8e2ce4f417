"""How often the database is asked does not grow with the roster."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sessions_app import actions, coverage, hours
from sessions_app.models import SessionComponent
from tests.factories import days

pytestmark = pytest.mark.django_db


def counted(call) -> int:
    with CaptureQueriesContext(connection) as captured:
        call()
    return len(captured)


READERS = {
    "hours": lambda clinic: hours.weeks([line.client_id for line in clinic.lines], week_of=days.TODAY, at=days.NINE),
    "gaps": lambda clinic: actions.gaps(clinic.session, days.NINE),
    "worth": lambda clinic: actions.worth(clinic.session, days.NINE),
    "call list": lambda clinic: actions.call_list(clinic.session, days.NINE + days.minutes(20)),
    "goals": lambda clinic: actions.goals_to_review(clinic.session),
    "coverage": lambda clinic: coverage.propose(
        SessionComponent.objects.get(session=clinic.session, kind__key="process")
    ),
    "opening": lambda clinic: actions.open_session(by=clinic.by_counselor, session=clinic.session, at=days.NINE),
}


def test_readers_ask_as_often_at_3_30_and_300():
    counts = []
    for people in (3, 30, 300):
        clinic = days.make_crowd(people)
        counts.append({name: counted(lambda read=read: read(clinic)) for name, read in READERS.items()})  # noqa: B023
    assert counts[0] == counts[1] == counts[2]


@pytest.mark.parametrize("people", [3, 30])
def test_closing_asks_as_often_whatever_the_roster(people):
    clinic = days.make_crowd(people)
    session = actions.start(by=clinic.by_counselor, session=clinic.session, at=days.NINE)
    entries = [actions.Mark(line.pk, line.version, "present") for line in clinic.lines]
    actions.mark_many(by=clinic.by_counselor, session=session, entries=entries, at=days.NINE)
    asked = counted(
        lambda: actions.close(
            by=clinic.by_counselor,
            session=session,
            version=session.version,
            at=session.ends_at,
            accept_gaps=True,
            reason="Late",
        )
    )
    assert asked <= 22


def test_a_bulk_write_after_stale_statistics_is_still_looked_up_by_calendar():
    """With statistics from when the tables were empty the planner once took minutes for what takes a moment."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("SET LOCAL statement_timeout = '20s'")
    clinic = days.make_crowd(300)
    assert len(clinic.lines) == 300
