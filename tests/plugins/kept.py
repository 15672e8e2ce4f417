"""A clinic that many tests look at is built once in a run; the others take a copy of its rows and files, which takes a second."""

from __future__ import annotations

import io
import os
import pickle
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

FOLDER = "IOP_TESTS_KEEP"
APART = ("django_migrations", "django_content_type", "auth_permission")
"""Tables that a migrated database has filled before a test begins."""
COLUMNS = """
    SELECT c.relname, string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum)
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND c.relname <> ALL(%s)
    GROUP BY c.relname
"""
SEQUENCES = (
    "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = current_schema() AND last_value IS NOT NULL"
)


def begin() -> Callable[[], None]:
    """Make the folder of a run, whose workers find it in the environment. Gives back what removes it."""
    folder = tempfile.mkdtemp(prefix="iop-kept-")
    os.environ[FOLDER] = folder
    return lambda: shutil.rmtree(folder, ignore_errors=True)


def once(name: str, build: Callable[[], None]) -> None:
    """Build something in an empty database, or copy what an earlier test of this run has built there.

    Where rows stand already it is built beside them, and not kept: only from nothing do two tests get the same.
    """
    if FOLDER not in os.environ or filled():
        build()
        return
    path = Path(os.environ[FOLDER]) / name
    if path.exists():
        _bring(pickle.loads(path.read_bytes()))  # noqa: S301 (written by this run)
        return
    build()
    part = path.with_suffix(f".{os.getpid()}")
    part.write_bytes(pickle.dumps(_taken()))
    part.replace(path)


def filled() -> dict[str, str]:
    """Name the tables that hold rows, each with its columns."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(COLUMNS, [list(APART)])
        columns = dict(cursor.fetchall())
        asks = [f"SELECT '{table}' WHERE EXISTS (SELECT FROM \"{table}\")" for table in columns]
        cursor.execute(" UNION ALL ".join(asks))
        return {table: columns[table] for (table,) in cursor.fetchall()}


def _taken() -> tuple[dict[tuple[str, str], bytes], dict[str, int], dict[str, bytes]]:
    from django.core.files.storage import default_storage
    from django.db import connection

    rows = {}
    with connection.cursor() as cursor:
        for table, columns in filled().items():
            out = io.BytesIO()
            cursor.copy_expert(f'COPY "{table}" ({columns}) TO STDOUT', out)
            rows[table, columns] = out.getvalue()
        cursor.execute(SEQUENCES)
        sequences = dict(cursor.fetchall())
    return rows, sequences, {name: default_storage.open(name).read() for name in _names(default_storage, "")}


def _names(storage, folder):
    folders, files = storage.listdir(folder) if folder or storage.exists("") else ([], [])
    yield from (f"{folder}/{each}".lstrip("/") for each in files)
    for each in folders:
        yield from _names(storage, f"{folder}/{each}".lstrip("/"))


def _bring(taken):
    from django.core.files.base import ContentFile
    from django.core.files.storage import default_storage
    from django.db import connection, transaction

    rows, sequences, files = taken
    with transaction.atomic(), connection.cursor() as cursor:
        # What was built has passed the tables' own rules; here it only comes back.
        cursor.execute("SET LOCAL session_replication_role = replica")
        for (table, columns), content in rows.items():
            cursor.copy_expert(f'COPY "{table}" ({columns}) FROM STDIN', io.BytesIO(content))
        cursor.execute("SET LOCAL session_replication_role = origin")
        for name, value in sequences.items():
            cursor.execute("SELECT setval(%s, %s)", [name, value])
    for name, content in files.items():
        if default_storage.exists(name):
            default_storage.delete(name)
        assert default_storage.save(name, ContentFile(content)) == name
