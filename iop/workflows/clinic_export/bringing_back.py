"""Bringing an export back into an empty database: all of it, or nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import IO, Any, cast

from django.core.files.base import File
from django.core.files.storage import Storage, default_storage
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from iop.workflows.clinic_export.boxes import PART_BYTES, Box, Refused, reading
from iop.workflows.clinic_export.tables import ROWS_AT_ONCE, tables
from iop.workflows.clinic_export.writing import FORMAT, MANIFEST, Written, heads

OF_ROWS = """
    SELECT t.tgrelid::regclass::text, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE NOT t.tgisinternal AND t.tgtype & 4 = 4 AND NOT t.tgdeferrable AND t.tgenabled <> 'D'
      AND c.relnamespace = current_schema()::regnamespace
"""
"""Triggers that look at a single insert as an action makes it: what they guard came to be in another order than rows arrive in."""


def check(source: Path, *, passphrase: str = "") -> Written:
    """Open an export and compare every file with the manifest; change nothing. Raises ``Refused``."""
    with reading(source, passphrase) as box:
        return _summary(_checked(box))


def bring_back(source: Path, *, alias: str, passphrase: str = "", storage: Storage = default_storage) -> Written:
    """Bring an export into an empty, migrated database and an empty store of files, in one transaction.

    Every file is compared with the manifest before the first row is written. References, the tables' own rules and what ties a
    status to its history are checked when all is there. Raises ``Refused``, or the database's error: then nothing was changed.
    """
    connection = connections[alias]
    with reading(source, passphrase) as box:
        manifest = _checked(box)
        _must_fit(manifest, connection, storage)
        with transaction.atomic(using=alias), _files_undone(storage) as kept:
            with _row_triggers_off(connection):
                _take_in(box, manifest, connection)
            for name, value in manifest["counters"].items():
                _set_counter(name, value, connection)
            for name in manifest["files"]:
                kept.append(_keep(name, box, storage))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        return _summary(manifest)


def _checked(box: Box) -> dict[str, Any]:
    with box.open(MANIFEST) as file:
        manifest: dict[str, Any] = json.load(file)
    if manifest.get("format") != FORMAT:
        raise Refused(f"This export has layout {manifest.get('format')}; this release reads layout {FORMAT}.")
    digests = _digests(manifest)
    for name, digest in digests.items():
        if _digest(box, name) != digest:
            raise Refused(f"This export was changed after it was made: {name} is not what the manifest says.")
    if strange := set(box.names) - set(digests) - {MANIFEST}:
        raise Refused(f"This export holds something that its manifest does not know: {min(strange)}")
    return manifest


def _digests(manifest: Mapping[str, Any]) -> dict[str, str]:
    found = {}
    for name, each in manifest["tables"].items():
        found[f"tables/{name}.ndjson"] = each["sha256"]
        found[f"tables/{name}.schema.json"] = each["schema_sha256"]
    return found | {f"files/{name}": each["sha256"] for name, each in manifest["files"].items()}


def _digest(box: Box, name: str) -> str:
    digest = hashlib.sha256()
    with box.open(name) as file:
        while part := file.read(PART_BYTES):
            digest.update(part)
    return digest.hexdigest()


def _must_fit(manifest: Mapping[str, Any], connection: BaseDatabaseWrapper, storage: Storage) -> None:
    if manifest["migrations"] != heads(connection):
        raise Refused(
            f"This export was made by version {manifest['version']}, whose tables differ from these. "
            "Bring it in with that version, then migrate."
        )
    if set(manifest["tables"]) != {table.name for table in tables()}:
        raise Refused("This export knows other tables than this installation has.")
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for name in manifest["tables"]:
            cursor.execute(f"SELECT EXISTS (SELECT FROM {quote(name)})")  # noqa: S608 - a table of ours
            if cursor.fetchone()[0]:
                raise Refused(f"The database holds data already ({name}). An export goes into an empty, migrated one.")
    if taken := next((name for name in manifest["files"] if storage.exists(name)), None):
        raise Refused(f"The store of files holds {taken} already. Move what is there away first.")


@contextmanager
def _row_triggers_off(connection: BaseDatabaseWrapper) -> Generator[None]:
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(OF_ROWS)
        found = cursor.fetchall()
        for table, trigger in found:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {quote(trigger)}")
        yield
        # Now, not at the commit: a table with checks outstanding cannot be altered.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for table, trigger in found:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {quote(trigger)}")


def _take_in(box: Box, manifest: Mapping[str, Any], connection: BaseDatabaseWrapper) -> None:
    for table in tables():
        rows = 0
        with box.open(f"tables/{table.name}.ndjson") as file:
            for lines in _batches(file):
                table.take_in(lines, connection)
                rows += len(lines)
        if rows != manifest["tables"][table.name]["rows"]:
            raise Refused(f"This export is not whole: {table.name} has {rows} rows, not as many as its manifest says.")


def _batches(file: IO[bytes]) -> Iterator[list[str]]:
    lines = (line.decode().rstrip("\n") for line in file)
    while batch := list(islice(lines, ROWS_AT_ONCE)):
        yield batch


def _set_counter(name: str, value: Any, connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(%s::regclass, %s, %s)", [connection.ops.quote_name(name), *value])


@contextmanager
def _files_undone(storage: Storage) -> Generator[list[str]]:
    kept: list[str] = []
    try:
        yield kept
    except BaseException:
        for name in kept:
            storage.delete(name)
        raise


def _keep(name: str, box: Box, storage: Storage) -> str:
    with box.open(f"files/{name}") as content:
        saved = storage.save(name, File(cast(Any, content)))
    if saved != name:
        storage.delete(saved)
        raise Refused(f"The store of files could not keep {name} under its own name.")
    return saved


def _summary(manifest: Mapping[str, Any]) -> Written:
    rows = sum(each["rows"] for each in manifest["tables"].values())
    return Written(len(manifest["tables"]), rows, len(manifest["files"]), manifest["files_not_found"])
