"""An export taken to another, empty installation and exported there again is the same: nothing was lost."""

import hashlib
import io
import json
import zipfile

import pytest
from django.apps import apps
from django.core.files.storage import InMemoryStorage
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.test import override_settings

from clients.models import Client, ClientIdentifier
from iop.access.actors import SYSTEM
from iop.accounts.models import User
from iop.audit import chain
from iop.audit.models import AuditEvent
from iop.core import clock
from iop.core.crypto import blind_index
from iop.documents.actions.papers import keep_paper
from iop.settings.field_keys import derived
from iop.workflows.clinic_export.boxes import Refused
from iop.workflows.clinic_export.bringing_back import bring_back, check
from iop.workflows.clinic_export.left_out import LEFT_OUT
from iop.workflows.clinic_export.writing import sequences, write_export
from tests.factories.world import NOW, build_world

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("clinic_export")]

PASSPHRASE = "a passphrase for this test"


@pytest.fixture
def passphrase_file(tmp_path):
    place = tmp_path / "passphrase"
    place.write_text(PASSPHRASE + "\n")
    return place


def empty():
    """Make the database what a fresh installation is: no row, and every counter at its beginning."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for name in connection.introspection.table_names():
            if name not in {"django_migrations", "django_content_type", "auth_permission"}:
                cursor.execute(f'DELETE FROM "{name}"')
        for name in sequences(connection):
            cursor.execute(f'ALTER SEQUENCE "{name}" RESTART')


def files_of(box):
    """Read every file of an export but what says when it was made."""
    with zipfile.ZipFile(box) as packed:
        found = {name: packed.read(name) for name in packed.namelist()}
    manifest = json.loads(found.pop("manifest.json"))
    return found, {name: value for name, value in manifest.items() if name != "made_at"}


def rows_in(cursor, table):
    cursor.execute(f'SELECT count(*) FROM "{table}"')
    return cursor.fetchone()[0]


def test_a_whole_clinic_goes_out_and_comes_back_the_same(tmp_path, passphrase_file):
    with clock.frozen(NOW):
        build_world(people=8, weeks=1)
        with transaction.atomic():
            keep_paper(by=SYSTEM, content=b"%PDF-1.7 a paper", name="letter")
        chain.seal(at=NOW)
    counts = table_counts()
    assert set(counts) - set(LEFT_OUT) <= set(of_the_registry())
    first = tmp_path / "first.zip"
    write_export(first, alias=DEFAULT_DB_ALIAS)
    content, manifest = files_of(first)

    # Every table the database has is in there with every row, or the manifest says why not.
    assert {name: each["rows"] for name, each in manifest["tables"].items()} == {
        name: rows for name, rows in counts.items() if name not in LEFT_OUT
    }
    assert set(manifest["left_out"]["tables"]) == set(counts) & set(LEFT_OUT)
    assert sum(rows > 0 for rows in counts.values()) > 150
    assert all(
        hashlib.sha256(content[f"files/{name}"]).hexdigest() == each["sha256"]
        for name, each in manifest["files"].items()
    )
    assert manifest["files"]
    assert manifest["files_not_found"] == []

    sealed = tmp_path / "sealed"
    call_command("export_clinic", str(sealed), passphrase_file=passphrase_file, stdout=io.StringIO())
    assert b"clients_client" not in sealed.read_bytes()
    plain = tmp_path / "opened.zip"
    call_command("export_clinic", str(plain), open=sealed, with_file=passphrase_file)
    assert files_of(plain)[0]["tables/clients_client.ndjson"] == content["tables/clients_client.ndjson"]

    empty()
    elsewhere = InMemoryStorage()
    with override_settings(FIELD_KEYS=derived("the key of another installation")):
        bring_back(first, alias=DEFAULT_DB_ALIAS, storage=elsewhere)
        second = tmp_path / "second.zip"
        write_export(second, alias=DEFAULT_DB_ALIAS, storage=elsewhere)
        again, manifest_again = files_of(second)
        assert sorted(name for name in content if content[name] != again.get(name)) == []
        assert set(again) == set(content)
        assert manifest_again == manifest
        # What was closed is closed under the new key, and is found by it.
        number = ClientIdentifier.objects.first()
        assert number.index == blind_index(number.value, "clients_clientidentifier.value")
    assert table_counts() == {name: rows for name, rows in counts.items() if name not in LEFT_OUT} | left_alone(counts)
    assert chain.check().first_break is None
    assert chain.check().links == AuditEvent.objects.count()
    assert not User.objects.first().has_usable_password()
    # The tables guard themselves as before.
    with pytest.raises(Exception, match="Cannot delete"), transaction.atomic():
        AuditEvent.objects.all()[:1].get().delete()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgenabled = 'D'")
        assert cursor.fetchone()[0] == 0
    # New numbers go on where the old installation stopped.
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('clients_record_number')")
        assert not Client.objects.filter(record_number=f"R-{cursor.fetchone()[0]}").exists()

    # It goes into an empty database alone, and a box that was touched goes nowhere.
    with pytest.raises(Refused, match="holds data already"):
        bring_back(first, alias=DEFAULT_DB_ALIAS, storage=InMemoryStorage())
    _tampered_is_refused(first, tmp_path)
    _sealed_asks_for_its_passphrase(sealed, tmp_path)


def _tampered_is_refused(first, tmp_path):
    changed = tmp_path / "changed.zip"
    with zipfile.ZipFile(first) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'"language":"en"', b'"language":"es"'))
    with pytest.raises(Refused, match="was changed after it was made"):
        check(changed)


def _sealed_asks_for_its_passphrase(sealed, tmp_path):
    assert check(sealed, passphrase=PASSPHRASE).rows > 1_000
    with pytest.raises(Refused, match="Name the file that holds its passphrase"):
        check(sealed)
    with pytest.raises(Refused, match="the passphrase is another one"):
        check(sealed, passphrase="another passphrase altogether")
    whole = sealed.read_bytes()
    for broken in (whole[:-1], whole[:5000] + bytes([whole[5000] ^ 1]) + whole[5001:], whole[: len(whole) // 2]):
        place = tmp_path / "broken"
        place.write_bytes(broken)
        with pytest.raises(Refused, match="damaged, changed or cut off"):
            check(place, passphrase=PASSPHRASE)


def table_counts():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        )
        return {name: rows_in(cursor, name) for (name,) in cursor.fetchall()}


def left_alone(counts):
    """What a fresh installation makes by itself; the rest of what is left out is empty there."""
    made = {"django_migrations", "django_content_type", "auth_permission"}
    return {name: rows if name in made else 0 for name, rows in counts.items() if name in LEFT_OUT}


def of_the_registry():
    return {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
