"""A backup is a sealed tar: what it is, the dump in pieces of a few megabytes, then the files."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import tarfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, cast

from django.db.backends.base.base import BaseDatabaseWrapper

from iop.core import clock, grants
from iop.core.backup import programs
from iop.core.backup.sealed import SealedReader, SealedWriter, Unreadable, verify

PART_BYTES = 4 * 1024 * 1024
ABOUT = "about.json"
DUMP = "database/"
FILES = "files/"


class NotEmpty(Exception):
    """The target holds data that a restore would lose or mix with."""


def write(target: Path, key: str, connection: BaseDatabaseWrapper, files: Path) -> int:
    """Write an encrypted copy of the database and of the folder ``files`` to ``target``; say its size in bytes.

    The copy takes its name at the end only: an interrupted one cannot be taken for a whole one.
    """
    draft = target.with_name(f"{target.name}.unfinished")
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with draft.open("wb") as raw:
            draft.chmod(0o600)
            with (
                SealedWriter(raw, key) as sealed,
                tarfile.open(mode="w|", fileobj=cast(IO[bytes], sealed), format=tarfile.PAX_FORMAT) as box,
            ):
                _add(box, ABOUT, json.dumps(_about(connection)).encode())
                _add_dump(box, connection)
                _add_files(box, files)
        draft.rename(target)
    finally:
        draft.unlink(missing_ok=True)
    return target.stat().st_size


def read(source: Path, key: str, connection: BaseDatabaseWrapper, files: Path, *, application_role: str = "") -> None:
    """Bring a copy back into an empty database and an empty folder, then grant the application its rights.

    The whole file is authenticated before the first byte is used. Raises ``Unreadable`` and ``NotEmpty``.
    """
    with source.open("rb") as raw:
        verify(raw, key)
    require_empty(connection, files)
    with source.open("rb") as raw, tarfile.open(mode="r|", fileobj=cast(IO[bytes], SealedReader(raw, key))) as box:
        _restore(box, connection, files)
    if application_role:
        grants.grant_to(application_role, connection)


def require_empty(connection: BaseDatabaseWrapper, files: Path) -> None:
    """Raise ``NotEmpty`` when the database has a table or the folder a file."""
    name = connection.settings_dict["NAME"]
    if connection.introspection.table_names():
        raise NotEmpty(f"The database {name} is not empty. To replace everything in it, add: --force-name {name}")
    if files.exists() and any(files.iterdir()):
        raise NotEmpty(f"The folder {files} holds files already. Move them away first, or add: --force-name {name}")


def empty(connection: BaseDatabaseWrapper, files: Path) -> None:
    """Remove every table and function of the database, and every file of the folder."""
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
        cursor.execute("GRANT USAGE ON SCHEMA public TO PUBLIC")
    for path in files.iterdir() if files.exists() else ():
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def _about(connection: BaseDatabaseWrapper) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
        migrations = [f"{app}.{name}" for app, name in cursor.fetchall()]
    return {"made_at": clock.now().isoformat(), "postgresql": _server_major(connection), "migrations": migrations}


def _add_dump(box: tarfile.TarFile, connection: BaseDatabaseWrapper) -> None:
    dump = programs.fitting("pg_dump", _server_major(connection))
    process = subprocess.Popen(
        [dump, "--format=custom", "--no-owner", "--no-privileges"],
        env=programs.environment(connection.settings_dict),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    number = 0
    while part := process.stdout.read(PART_BYTES):
        _add(box, f"{DUMP}{number:08d}", part)
        number += 1
    _finish(process, "The database could not be copied.")


def _add_files(box: tarfile.TarFile, files: Path) -> None:
    for path in sorted(files.rglob("*")) if files.exists() else ():
        if path.is_file() and not path.is_symlink():
            box.add(path, arcname=f"{FILES}{path.relative_to(files).as_posix()}", recursive=False)


def _add(box: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(content)
    box.addfile(member, io.BytesIO(content))


def _restore(box: tarfile.TarFile, connection: BaseDatabaseWrapper, files: Path) -> None:
    process = subprocess.Popen(
        [
            programs.fitting("pg_restore", _server_major(connection)),
            "--no-owner",
            "--no-privileges",
            "--no-comments",
            "--single-transaction",
            "--exit-on-error",
            "--dbname",
            connection.settings_dict["NAME"],
        ],
        env=programs.environment(connection.settings_dict),
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    for member in box:
        content = box.extractfile(member)
        if content is None:
            continue
        _place(member.name)(content, member, process, files)
    _finish(process, "The database could not be restored; nothing was changed.")


def _place(name: str) -> Callable[..., None]:
    if name == ABOUT:
        return _note_about
    if name.startswith(DUMP):
        return _feed
    if name.startswith(FILES):
        return _keep_file
    raise Unreadable(f"This backup holds something unknown: {name}")


def _note_about(content: IO[bytes], *_: Any) -> None:
    json.loads(content.read())


def _feed(content: IO[bytes], _member: tarfile.TarInfo, process: subprocess.Popen[bytes], _files: Path) -> None:
    assert process.stdin is not None
    # When the other side has given up, its own words at the end say why.
    with suppress(BrokenPipeError):
        process.stdin.write(content.read())


def _keep_file(content: IO[bytes], member: tarfile.TarInfo, _process: subprocess.Popen[bytes], files: Path) -> None:
    target = (files / member.name.removeprefix(FILES)).resolve()
    if not target.is_relative_to(files.resolve()):
        raise Unreadable(f"This backup names a file outside its folder: {member.name}")
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as kept:
        while part := content.read(PART_BYTES):
            kept.write(part)


def _finish(process: subprocess.Popen[bytes], sentence: str) -> None:
    # ``communicate`` closes the input, which tells the other side that this was all.
    _, complaint = process.communicate()
    if process.returncode:
        raise Unreadable(f"{sentence}\n{complaint.decode(errors='replace').strip()}")


def _server_major(connection: BaseDatabaseWrapper) -> int:
    connection.ensure_connection()
    return int(cast(Any, connection).pg_version // 10_000)
