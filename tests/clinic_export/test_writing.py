"""What an export does when it is cut off, where it may be written, and that every table and secret was decided about."""

import io
import json
import re

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import DEFAULT_DB_ALIAS, connection, models

from iop.audit.models import AuditEvent
from iop.core.crypto import BlindIndexField
from iop.workflows.clinic_export.boxes import Refused
from iop.workflows.clinic_export.bringing_back import bring_back, check
from iop.workflows.clinic_export.left_out import HIDDEN, LEFT_OUT
from iop.workflows.clinic_export.tables import Table, tables
from iop.workflows.clinic_export.writing import write_export
from tests.factories import ground

pytestmark = pytest.mark.django_db(transaction=True)

SECRET = re.compile(r"secret|token|passw|pin$|hash|private|api_key|signing")
NO_SECRETS: set[str] = set()
"""Columns that sound like a secret and are none, or are kept as such."""


def test_an_export_that_is_cut_off_leaves_nothing_that_looks_whole(tmp_path, monkeypatch):
    def cut_off(self, connection):
        yield "{}"
        raise KeyboardInterrupt

    monkeypatch.setattr(Table, "lines", cut_off)
    for name in ("folder", "file.zip"):
        with pytest.raises(KeyboardInterrupt):
            write_export(tmp_path / name, alias=DEFAULT_DB_ALIAS)
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_export_left_is_named_unfinished_and_refused(tmp_path):
    left = tmp_path / "clinic.unfinished"
    (left / "tables").mkdir(parents=True)
    (left / "tables" / "clients_client.ndjson").write_text("{}\n")
    with pytest.raises(Refused, match=r"not whole: manifest\.json is missing"):
        check(left)
    with pytest.raises(Refused, match="left from an export that was interrupted"):
        write_export(tmp_path / "clinic", alias=DEFAULT_DB_ALIAS)


def test_an_export_in_a_folder_is_read_by_anybody_and_comes_back(tmp_path):
    site = ground.make_site(name='Zoë’s 家 \\N\t"')
    folder = tmp_path / "clinic"
    call_command("export_clinic", str(folder), in_the_clear=True, stdout=io.StringIO())
    row = json.loads((folder / "tables" / "clinic_site.ndjson").read_text())
    assert (row["id"], row["name"]) == (str(site.pk), site.name)
    schema = json.loads((folder / "tables" / "clients_client.schema.json").read_text())
    columns = {column["name"]: column for column in schema["columns"]}
    assert columns["sex"]["codes"]["female"] == "Female"
    assert columns["merged_into_id"]["refers_to"] == "clients_client.id"
    assert columns["preferred_name"]["means"] == "What they are called here; empty means the legal first name."
    assert columns["date_of_birth"]["form"] == "date, ISO 8601"
    assert [event.verb for event in AuditEvent.objects.order_by("id")][-2:] == [
        "clinic.export_begun",
        "clinic.exported",
    ]
    event = AuditEvent.objects.get(verb="clinic.exported")
    assert event.detail["basis"]["ground"] == "own_use"


def test_nothing_is_written_over(tmp_path):
    (tmp_path / "there").mkdir()
    with pytest.raises(CommandError, match="never written over"):
        call_command("export_clinic", str(tmp_path / "there"), in_the_clear=True)


def test_a_short_passphrase_is_refused_before_anything_is_read(tmp_path):
    (tmp_path / "short").write_text("secret")
    with pytest.raises(CommandError, match="shorter than 16 characters"):
        call_command("export_clinic", str(tmp_path / "x"), passphrase_file=tmp_path / "short")


def test_bringing_in_that_is_cut_off_leaves_nothing(tmp_path, monkeypatch):
    ground.make_site()
    folder = tmp_path / "clinic"
    write_export(folder, alias=DEFAULT_DB_ALIAS)
    taken = Table.take_in

    def cut_off(self, lines, connection):
        taken(self, lines, connection)
        if self.name == "clinic_site":
            raise KeyboardInterrupt

    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for table in tables():
            cursor.execute(f'DELETE FROM "{table.name}"')
        cursor.execute("SET session_replication_role = origin")
    monkeypatch.setattr(Table, "take_in", cut_off)
    with pytest.raises(KeyboardInterrupt):
        bring_back(folder, alias=DEFAULT_DB_ALIAS)
    assert not apps.get_model("clinic", "Site").objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgenabled = 'D'")
        assert cursor.fetchone()[0] == 0


def test_every_table_and_column_of_the_database_is_exported_or_left_out_by_name():
    known = {(table.name, field.column) for table in tables() for field in table.model._meta.local_concrete_fields}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns JOIN information_schema.tables"
            " USING (table_schema, table_name) WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        )
        there = {(table, column) for table, column in cursor.fetchall() if table not in LEFT_OUT}
    assert sorted(there - known) == []
    assert sorted(known - there) == []


def test_every_column_that_sounds_like_a_secret_was_decided_about():
    found = {
        f"{table.name}.{field.column}"
        for table in tables()
        for field in table.columns
        if SECRET.search(field.column)
        and not isinstance(field, BlindIndexField | models.BooleanField | models.ForeignKey)
    }
    assert sorted(found - NO_SECRETS) == []


def test_nothing_that_leaves_points_to_what_stays():
    pointing = {
        f"{table.name}.{field.column}"
        for table in tables()
        for field in table.columns
        if field.remote_field and field.remote_field.model._meta.db_table in LEFT_OUT
    }
    assert sorted(pointing) == []


def test_each_thing_left_out_says_why():
    assert all(len(why) > 20 for why in [*LEFT_OUT.values(), *(each.why for each in HIDDEN.values())])
