"""A copy of the small clinic is the small clinic."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction

from iop.access.models import Role
from iop.clinic.models import Organization
from tests.plugins import kept

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv(kept.FOLDER, str(tmp_path))
    return tmp_path


def build():
    Organization.objects.create(name="Bay | tab\tline\nend")
    Role.objects.create(key="one", name="One", permissions=["client.view"], description="\\N")
    default_storage.save("kept/paper.txt", ContentFile(b"\x00\xff"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('clients_gate_order'), setval('clients_record_number', 20007)")


def never():
    raise AssertionError("built again")


def everything():
    with connection.cursor() as cursor:
        for table in sorted(kept.filled()):
            cursor.execute(f'SELECT t::text FROM "{table}" t ORDER BY 1')
            yield table, cursor.fetchall()
        cursor.execute(kept.SEQUENCES)
        yield "sequences", sorted(cursor.fetchall())


def emptied():
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table in kept.filled():
            cursor.execute(f'DELETE FROM "{table}"')
        cursor.execute("SELECT setval('clients_record_number', 1)")
    default_storage.delete("kept/paper.txt")


def test_the_second_time_rows_counters_and_files_come_back():
    kept.once("small", build)
    built = list(everything())
    emptied()
    kept.once("small", never)
    assert list(everything()) == built
    assert default_storage.open("kept/paper.txt").read() == b"\x00\xff"


def test_rules_of_the_tables_hold_again_afterwards():
    kept.once("small", build)
    emptied()
    with transaction.atomic():
        kept.once("small", never)
        with pytest.raises(IntegrityError), transaction.atomic():
            Organization.objects.create(name="Another", singleton=True)
        with connection.cursor() as cursor:
            cursor.execute("SHOW session_replication_role")
            assert cursor.fetchone() == ("origin",)


def test_where_rows_stand_it_is_built_beside_them(folder):
    Role.objects.create(key="mine", name="Mine", permissions=[], description="")
    kept.once("small", build)
    assert not list(folder.iterdir())
    assert Role.objects.count() == 2
