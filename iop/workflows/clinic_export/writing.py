"""Writing an export: one moment of the database, row by row, with the stored files and a manifest that closes it."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files.storage import Storage, default_storage
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader

from iop.core import clock
from iop.workflows.clinic_export.boxes import PART_BYTES, Create, writing
from iop.workflows.clinic_export.describing import described
from iop.workflows.clinic_export.left_out import HIDDEN, LEFT_OUT
from iop.workflows.clinic_export.tables import Table, tables

FORMAT = 1
MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Written:
    """What an export holds: how many tables, rows and files, and the names of stored files that were not to be found."""

    tables: int
    rows: int
    files: int
    lost: list[str]


def write_export(target: Path, *, alias: str, passphrase: str = "", storage: Storage = default_storage) -> Written:
    """Write everything of this clinic to ``target``: sealed under ``passphrase``, or in the clear where there is none.

    ``alias`` names the connection; all is read in one transaction that sees one moment and writes nothing. Raises ``Refused``.
    """
    connection = connections[alias]
    with writing(target, passphrase) as create, transaction.atomic(using=alias):
        _one_moment(connection)
        found: dict[str, dict[str, Any]] = {}
        lost: list[str] = []
        names: set[str] = set()
        for table in tables():
            found[table.name] = _write_table(table, connection, create, names)
        files = {name: kept for name in sorted(names) if (kept := _write_file(name, storage, create, lost))}
        manifest = _manifest(connection, found, files, lost)
        with create(MANIFEST) as out:
            out.write(_pretty(manifest))
    return Written(len(found), sum(each["rows"] for each in found.values()), len(files), lost)


def heads(connection: BaseDatabaseWrapper) -> list[str]:
    """Name the last migration of each app, once it is applied: the state of the tables. Squashed ones count as what they replace."""
    loader = MigrationLoader(connection)
    return [
        f"{app}.{name}" for app, name in sorted(loader.graph.leaf_nodes()) if (app, name) in loader.applied_migrations
    ]


def sequences(connection: BaseDatabaseWrapper) -> list[str]:
    """Name the counters of the database that do not belong to a table that is left out."""
    sql = """
        SELECT s.relname FROM pg_class s
        LEFT JOIN pg_depend d ON d.objid = s.oid AND d.classid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
        LEFT JOIN pg_class t ON t.oid = d.refobjid AND t.relkind = 'r'
        WHERE s.relkind = 'S' AND s.relnamespace = current_schema()::regnamespace AND (t.relname IS NULL OR t.relname <> ALL(%s))
        ORDER BY 1
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, [list(LEFT_OUT)])
        return [name for (name,) in cursor.fetchall()]


def version() -> str:
    """Say which release this is."""
    with (Path(settings.BASE_DIR) / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


def _one_moment(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SET LOCAL TIME ZONE 'UTC'")


def _write_table(table: Table, connection: BaseDatabaseWrapper, create: Create, names: set[str]) -> dict[str, Any]:
    digest, rows = hashlib.sha256(), 0
    with create(f"tables/{table.name}.ndjson") as out:
        for line in table.lines(connection):
            content = line.encode() + b"\n"
            digest.update(content)
            out.write(content)
            rows += 1
            if table.files:
                row = json.loads(line)
                names.update(row[column] for column in table.files if row[column])
    schema = _pretty(described(table, connection))
    with create(f"tables/{table.name}.schema.json") as out:
        out.write(schema)
    return {"rows": rows, "sha256": digest.hexdigest(), "schema_sha256": hashlib.sha256(schema).hexdigest()}


def _write_file(name: str, storage: Storage, create: Create, lost: list[str]) -> dict[str, Any] | None:
    try:
        source: IO[bytes] = storage.open(name)
    except FileNotFoundError:
        lost.append(name)
        return None
    digest, size = hashlib.sha256(), 0
    with source, create(f"files/{name}") as out:
        for part in _parts(source):
            digest.update(part)
            out.write(part)
            size += len(part)
    return {"size_bytes": size, "sha256": digest.hexdigest()}


def _parts(source: IO[bytes]) -> Iterator[bytes]:
    while part := source.read(PART_BYTES):
        yield part


def _manifest(
    connection: BaseDatabaseWrapper, found: dict[str, Any], files: dict[str, Any], lost: list[str]
) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "made_at": clock.now().isoformat(),
        "version": version(),
        "migrations": heads(connection),
        "tables": found,
        "files": files,
        "files_not_found": lost,
        "counters": {name: _counter(name, connection) for name in sequences(connection)},
        "left_out": {
            "tables": {name: why for name, why in LEFT_OUT.items() if name in connection.introspection.table_names()},
            "columns": {place: each.why for place, each in HIDDEN.items() if place.partition(".")[0] in found},
            "keys": "The keys of encrypted columns, of links and of backups belong to the installation; here all is in clear.",
        },
    }


def _counter(name: str, connection: BaseDatabaseWrapper) -> list[Any]:
    # Not bound to the moment: at worst a number more was given since, and is skipped.
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT last_value, is_called FROM {connection.ops.quote_name(name)}")  # noqa: S608 - its own name
        return list(cursor.fetchone())


def _pretty(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n"
