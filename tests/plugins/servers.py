"""A PostgreSQL and a Valkey of this test run's own, started before Django reads its settings.

pytest-django reads the settings before any conftest, so this is an early plugin (``-p tests.plugins.servers``, run as
``python -m pytest``). DATABASE_URL and REDIS_URL in the environment switch the private servers off. Workers of xdist
inherit the addresses; each gets a database of its own from pytest-django, and a Redis database of its own here.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Generator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

from tests.plugins import kept

LARGEST_SHARED_DATABASE = 16
_stops = []


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, None, None]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iop.settings.test")
    # Playwright's synchronous API keeps an event loop in the main thread, where the fixtures speak to the database.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):
        os.environ["REDIS_URL"] = of_worker(os.environ["REDIS_URL"], int(worker.removeprefix("gw")) + 1)
    elif not _only_asks(early_config):
        _stops.append(kept.begin())
        _start()
    return (yield)


def pytest_unconfigure(config: pytest.Config) -> None:
    while _stops:
        _stops.pop()()


def of_worker(redis_url: str, number: int) -> str:
    """Say the address of the Redis database for a worker of xdist."""
    parts = urlsplit(redis_url)
    if parts.scheme == "unix":
        return re.sub(r"db=\d+", f"db={number}", redis_url)
    base = int(parts.path.strip("/") or 0)
    return urlunsplit(parts._replace(path=f"/{(base + number) % LARGEST_SHARED_DATABASE}"))


def _only_asks(config: pytest.Config) -> bool:
    options = config.known_args_namespace
    return bool(getattr(options, "help", False) or getattr(options, "version", 0))


def _start() -> None:
    if "DATABASE_URL" in os.environ and "REDIS_URL" in os.environ:
        return
    from iop.devstack.errors import StackError
    from iop.devstack.places import socket_folder
    from iop.devstack.postgres import SUPERUSER, PrivatePostgres
    from iop.devstack.valkey import PrivateValkey

    folder = socket_folder()
    _stops.append(lambda: shutil.rmtree(folder, ignore_errors=True))
    sockets = folder / "s"
    # The folder stays closed to others: only the user that PostgreSQL runs as may pass through it.
    sockets.mkdir()
    folder.chmod(0o711)
    try:
        if "DATABASE_URL" not in os.environ:
            postgres = PrivatePostgres(folder / "postgres", sockets, _log("postgres"), for_tests=True)
            _stops.append(postgres.stop)
            postgres.start()
            os.environ["DATABASE_URL"] = postgres.url(SUPERUSER, "iop")
        if "REDIS_URL" not in os.environ:
            valkey = PrivateValkey(sockets, _log("valkey"))
            _stops.append(valkey.stop)
            valkey.start()
            os.environ["REDIS_URL"] = valkey.url()
    except StackError as error:
        pytest_unconfigure(None)  # type: ignore[arg-type]
        sys.exit(str(error))


def _log(name: str) -> Path:
    return Path("test-results") / "log" / f"{name}.log"
