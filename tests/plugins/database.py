"""One database is migrated for a whole test run; each further worker of xdist copies it, which takes a second."""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest


@dataclass
class Copying:
    """Whether this worker's database is a copy, the name of what is copied, and the lock that the first worker holds."""

    template: str = ""
    is_copy: bool = False
    lock: Any = None


@pytest.fixture(scope="session")
def _copying(
    request: pytest.FixtureRequest, django_db_modify_db_settings: None, django_db_blocker: Any
) -> Generator[Copying]:
    """Copy what another worker has migrated, or hold the lock until this one has."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    if run is None or request.config.option.reuse_db:
        yield Copying()
        return
    found = Copying(template=f"test_migrated_{run[:16]}")
    place = Path(tempfile.gettempdir()) / f"{found.template}.lock"
    found.lock = place.open("w")
    fcntl.flock(found.lock, fcntl.LOCK_EX)
    with django_db_blocker.unblock():
        found.is_copy = _copied(found.template)
    if found.is_copy:
        found.lock.close()
    yield found
    found.lock.close()
    place.unlink(missing_ok=True)
    if not found.is_copy:
        with django_db_blocker.unblock():
            _ask(f'DROP DATABASE IF EXISTS "{found.template}"')


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest, _copying: Copying) -> bool:
    """A copy is kept as it is: nothing has to be migrated."""
    return bool(request.config.option.reuse_db) or _copying.is_copy


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, _copying: Copying, django_db_blocker: Any) -> None:
    """Keep what was migrated for the other workers, before a test writes into it."""
    if not _copying.template or _copying.is_copy:
        return
    from django.db import connection

    with django_db_blocker.unblock():
        connection.close()
        _ask(f'CREATE DATABASE "{_copying.template}" TEMPLATE "{connection.settings_dict["NAME"]}" STRATEGY FILE_COPY')
    _copying.lock.close()


def _copied(template: str) -> bool:
    from django.db import connection

    if not _ask("SELECT 1 FROM pg_database WHERE datname = %s", template):
        return False
    mine = connection.creation._get_test_db_name()
    _ask(f'DROP DATABASE IF EXISTS "{mine}"')
    _ask(f'CREATE DATABASE "{mine}" TEMPLATE "{template}" STRATEGY FILE_COPY')
    return True


def _ask(statement: str, *values: str) -> list[Any]:
    from django.db import connection

    with connection._nodb_cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.fetchall() if cursor.description else []
