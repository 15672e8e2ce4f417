"""The application's role, tried for real: a second connection signs in as it and tries to undo the record's guards."""

from contextlib import closing
from urllib.parse import quote

import psycopg2
import pytest
from django.apps import apps
from django.db import connection

from iop.api.models import WebhookAttempt
from iop.audit.models import AuditEvent
from iop.core import grants

ROLE = "iop_least"
WORD = "only for this test"
EVENTS = AuditEvent._meta.db_table


@pytest.fixture
def least(transactional_db):
    """Run SQL as a role that has exactly what ``migrate`` grants."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE ROLE {ROLE} LOGIN PASSWORD '{WORD}'")
    grants.grant_to(ROLE, connection)
    settings = connection.settings_dict
    server = f"{quote(settings['HOST'], safe='')}:{settings['PORT'] or 5432}"
    address = f"postgresql://{ROLE}:{quote(WORD)}@{server}/{settings['NAME']}"
    with closing(psycopg2.connect(address)) as own:
        own.autocommit = True
        with own.cursor() as cursor:
            yield cursor
    with connection.cursor() as cursor:
        cursor.execute(f"DROP OWNED BY {ROLE}")


@pytest.fixture
def event(transactional_db):
    from iop.access.actors import SYSTEM
    from iop.audit.recorder import record

    return record(by=SYSTEM, verb="tests.happened", subject=None)


def test_the_role_reads_what_was_recorded(event, least):
    least.execute(f"SELECT count(*) FROM {EVENTS}")
    assert least.fetchone() == (1,)


@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE {EVENTS} SET verb = 'tests.nothing'",
        f"DELETE FROM {EVENTS}",
        f"TRUNCATE {EVENTS} CASCADE",
        f"ALTER TABLE {EVENTS} DISABLE TRIGGER ALL",
        f"ALTER TABLE {EVENTS} ADD COLUMN more text",
        f"DROP TABLE {EVENTS} CASCADE",
        "SET session_replication_role = replica",
        "CREATE TABLE mine (id int)",
        "DELETE FROM django_migrations",
    ],
)
def test_the_role_cannot_undo_the_record(event, least, statement):
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        least.execute(statement)


def test_the_owner_too_meets_the_trigger(event):
    with pytest.raises(Exception, match=r"(?i)cannot|protect"), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {EVENTS} SET verb = 'tests.nothing'")


def test_the_role_writes_ordinary_rows(least):
    least.execute("INSERT INTO django_content_type (app_label, model) VALUES ('tests', 'thing')")
    least.execute("DELETE FROM django_content_type WHERE app_label = 'tests'")
    assert least.rowcount == 1


def test_the_role_keeps_its_rights_on_tables_made_later(least):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE made_later (id int)")
    try:
        least.execute("INSERT INTO made_later VALUES (1)")
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            least.execute("TRUNCATE made_later")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE made_later")


def test_every_guarded_table_lost_the_right_to_change_it(least):
    for model in apps.get_models():
        if grants.guarded(model, grants.APPEND_ONLY):
            least.execute("SELECT has_table_privilege(%s, 'UPDATE, DELETE')", [model._meta.db_table])
            assert least.fetchone() == (False,), model


def test_what_is_written_once_may_be_forgotten_and_never_changed(least):
    for model in apps.get_models():
        if grants.guarded(model, grants.WRITTEN_ONCE):
            for right, held in (("UPDATE", False), ("DELETE", True)):
                least.execute("SELECT has_table_privilege(%s, %s)", [model._meta.db_table, right])
                assert least.fetchone() == (held,), model


def test_there_are_guarded_tables():
    guarded = [model for model in apps.get_models() if grants.guarded(model, grants.APPEND_ONLY)]
    assert AuditEvent in guarded
    assert [model for model in apps.get_models() if grants.guarded(model, grants.WRITTEN_ONCE)] == [WebhookAttempt]
