"""Where a private demo stack says how it is reached, and the secret that belongs to this checkout."""

from __future__ import annotations

import base64
import os
import secrets
from collections.abc import Mapping, MutableMapping
from pathlib import Path

BORROWED = "IOP_BORROWED"
"""Names the variables that ``join`` filled in, to tell them from the caller's own."""
DATA = Path(__file__).resolve().parent.parent.parent / ".data"


def folder(environment: Mapping[str, str]) -> Path:
    """Say where this checkout keeps the demo's data, secret and logs."""
    return Path(environment.get("IOP_DATA", DATA))


def join(environment: MutableMapping[str, str]) -> None:
    """Fill in the addresses of the stack that ``make run`` has running, unless the environment already names a database."""
    said = folder(environment) / "running.env"
    if "DATABASE_URL" in environment or not said.exists():
        return
    lent = dict(line.split("=", 1) for line in said.read_text().splitlines())
    missing = {name: value for name, value in lent.items() if name not in environment}
    environment.update(missing)
    environment[BORROWED] = ",".join(missing)


def own(environment: Mapping[str, str], name: str) -> str:
    """Say the caller's own value of a variable; empty when it has none or a running stack lent it."""
    return "" if name in environment.get(BORROWED, "").split(",") else environment.get(name, "")


def say(addresses: dict[str, str], data: Path) -> None:
    """Write down how the running stack is reached, for ``join``."""
    target = data / "running.env"
    target.write_text("".join(f"{name}={value}\n" for name, value in addresses.items()))
    target.chmod(0o600)


def unsay(data: Path) -> None:
    """Forget the stack that has stopped."""
    (data / "running.env").unlink(missing_ok=True)


def secret_key(data: Path) -> str:
    """Give this checkout's secret key, made once and kept outside version control."""
    if given := os.environ.get("SECRET_KEY"):
        return given
    kept = data / "secret_key"
    if not kept.exists():
        _write_once(kept, secrets.token_urlsafe(64))
    return kept.read_text().strip()


def field_key(data: Path) -> str:
    """Give this checkout's key of the encrypted columns (``id:base64``), made once and kept beside the data it guards here."""
    kept = data / "field_key"
    if not kept.exists():
        _write_once(kept, "own:" + base64.b64encode(secrets.token_bytes(32)).decode())
    return kept.read_text().strip()


def _write_once(path: Path, text: str) -> None:
    # Two processes may start at the same moment: the first name wins, both read the same key.
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(text)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
