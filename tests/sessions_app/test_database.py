"""What the database itself refuses, tried with plain SQL."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from tests.factories import days

pytestmark = pytest.mark.django_db

SESSION, LINE = "sessions_app_programsession", "sessions_app_attendance"


def run(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def refuses(words, statement, *values):
    with pytest.raises(DatabaseError, match=words):
        run(statement, *values)


@pytest.mark.parametrize(
    ("table", "change", "words"),
    [
        (SESSION, "ends_at = starts_at", "session_forward"),
        (SESSION, "status = 'running'", "session_started_when"),
        (SESSION, "status = 'closed', started_at = starts_at", "session_closed_when"),
        (SESSION, "status = 'cancelled'", "session_cancel_reason"),
        (SESSION, "status = 'cancelled', cancel_reason = 'Flood'", "newest of its history"),
        (LINE, "left_at = now()", "attendance_out_after_in"),
        (LINE, "status = 'present'", "attendance_arrived_when"),
        (LINE, "status = 'present', arrived_at = now(), left_at = now()", "attendance_out_after_in"),
        (LINE, "credited_minutes = 30", "attendance_absent_earns_nothing"),
        (LINE, "arrived_at = now()", "attendance_absent_earns_nothing"),
    ],
)
def test_impossible_rows_are_refused(table, change, words):
    days.make_day(people=1)
    refuses(words, f"UPDATE {table} SET {change}")


@pytest.mark.parametrize("table", [SESSION, LINE])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_record_is_never_deleted(table, statement):
    days.make_day(people=1)
    refuses("cannot|Cannot", statement.format(table))


@pytest.mark.parametrize("table", ["sessions_app_sessionstatuschange", "sessions_app_attendancechange"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET at = now()", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_history_is_only_added_to(table, statement):
    days.make_closed()
    refuses("cannot|Cannot", statement.format(table))


def test_a_day_is_made_once():
    clinic = days.make_day(people=1)
    refuses(
        "session_made_once",
        f"UPDATE {SESSION} SET lineage = %s, original_on = %s WHERE id <> %s",
        clinic.session.lineage, clinic.session.original_on, clinic.session.pk,
    )  # fmt: skip


def test_one_line_a_client_and_day():
    clinic = days.make_day(people=2)
    refuses(
        "attendance_one_line_a_client",
        f"UPDATE {LINE} SET client_id = %s WHERE session_id = %s",
        clinic.lines[0].client_id, clinic.session.pk,
    )  # fmt: skip


@pytest.mark.parametrize(("column", "words"), [("mood", "check_in_mood"), ("cravings", "check_in_cravings")])
def test_scales_end_at_ten(column, words):
    clinic = days.make_day(people=1)
    refuses(
        words,
        f"INSERT INTO sessions_app_checkin (id, created_at, version, {column}, triggers, successes, setbacks, chose_not_to_share,"
        " by_client, saved_at, attendance_id) VALUES (gen_random_uuid(), now(), 1, 11, '', '', '', false, false, now(), %s)",
        clinic.lines[0].pk,
    )


def test_a_goals_outcome_has_its_instant():
    clinic = days.make_day(people=1)
    refuses(
        "goal_outcome_when",
        "INSERT INTO sessions_app_shorttermgoal (id, created_at, version, text, due_at, outcome, attendance_id, client_id)"
        " VALUES (gen_random_uuid(), now(), 1, 'Walk', now(), 'kept', %s, %s)",
        clinic.lines[0].pk, clinic.lines[0].client_id,
    )  # fmt: skip


def make_up(missed, line):
    run(
        "INSERT INTO sessions_app_makeup (id, created_at, mends_same_week, missed_id, line_id)"
        " VALUES (gen_random_uuid(), now(), true, %s, %s)",
        missed.pk, line.pk,
    )  # fmt: skip


def test_a_make_up_is_another_day_and_once_a_miss():
    clinic = days.make_day(people=3)
    with pytest.raises(DatabaseError, match="make_up_is_another_day"):
        make_up(clinic.lines[0], clinic.lines[0])
    make_up(clinic.lines[0], clinic.lines[1])
    with pytest.raises(DatabaseError, match="make_up_once_a_miss"):
        make_up(clinic.lines[0], clinic.lines[2])


def test_one_lead_a_part():
    clinic = days.make_day(people=1)
    refuses(
        "session_facilitator_one_lead",
        "INSERT INTO sessions_app_sessionfacilitator (id, created_at, component_id, staff_id, role)"
        " SELECT gen_random_uuid(), now(), component_id, %s, 'lead' FROM sessions_app_sessionfacilitator LIMIT 1",
        clinic.director.pk,
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("ends_at = starts_at", "session_component_forward"),
        ("actual_ends_at = ends_at", "session_component_actual_forward"),
        ("actual_starts_at = ends_at, actual_ends_at = starts_at", "session_component_actual_forward"),
        ("position = 1", "session_component_position"),
    ],
)
def test_impossible_parts_are_refused(change, words):
    days.make_day(people=1)
    refuses(words, f"UPDATE sessions_app_sessioncomponent SET {change}")
