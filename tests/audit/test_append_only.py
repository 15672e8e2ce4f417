"""The database refuses to change or remove what is on record, whichever path the write takes."""

import uuid

import pytest
from django.db import InternalError, connection, transaction

from iop.access.actors import SYSTEM
from iop.audit.recorder import record

TABLES = ["audit_auditevent", "audit_auditsubject", "audit_auditseal"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sql", ["UPDATE audit_auditevent SET verb = 'x'", "UPDATE audit_auditsubject SET client_id = gen_random_uuid()"]
)
def test_refuses_update(sql):
    record(by=SYSTEM, verb="tests.done", subject=None, clients=[uuid.uuid4()])
    with pytest.raises(InternalError, match="Cannot update"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["audit_auditevent", "audit_auditsubject"])
def test_refuses_delete(table):
    record(by=SYSTEM, verb="tests.done", subject=None, clients=[uuid.uuid4()])
    with pytest.raises(InternalError, match="delete"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")


@pytest.mark.django_db
@pytest.mark.parametrize("table", [*TABLES, "clinic_settingvalue", "clinic_site", "documents_signature"])
def test_refuses_truncate(table):
    with pytest.raises(InternalError, match="keeps its history"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {table} CASCADE")
