"""The session page asks the database no more for a note with many lines than for one with few."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sessions_app import actions as days
from sessions_app.models import Attendance
from tests.factories.days import NINE, make_running
from tests.factories.ground import sign_in
from therapy.actions import group_notes as therapy

pytestmark = pytest.mark.django_db
CONTROL = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")


def noted_day(people):
    """A day under way on which everybody is here and has a line."""
    clinic = make_running(people=people)
    later = NINE + dt.timedelta(minutes=30)
    marks = [days.Mark(line.pk, line.version, "present") for line in clinic.lines]
    days.mark_many(by=clinic.by_counselor, session=clinic.session, entries=marks, at=later)
    note = therapy.open_group_note(by=clinic.by_counselor, session=clinic.session, at=later)
    for number, line in enumerate(Attendance.objects.filter(session=clinic.session)):
        therapy.save_line(
            by=clinic.by_counselor, note=note, attendance=line, version=0, text=f"Took part, {number}.", at=later
        )
    return clinic


@pytest.mark.parametrize("people", [3, 24])
def test_at_most_fourteen_statements_with_a_line_for_everybody(people, client, at):
    clinic = noted_day(people)
    at(NINE + dt.timedelta(minutes=40))
    sign_in(client, clinic.counselor)
    client.get(f"/sessions/{clinic.session.pk}/")
    with CaptureQueriesContext(connection) as captured:
        page = client.get(f"/sessions/{clinic.session.pk}/").content.decode()
    assert f"Took part, {people - 1}." in page
    statements = [query["sql"] for query in captured.captured_queries if not query["sql"].startswith(CONTROL)]
    assert len(statements) <= 14
