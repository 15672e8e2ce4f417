"""Child processes that are started, watched, stopped, and found again after the supervisor was killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from iop.devstack.errors import StackError

LAST_LINES = 25
POLL_SECONDS = 0.05


@dataclass(frozen=True)
class Identity:
    """Some servers refuse to run as root; then they run as this user."""

    name: str
    uid: int
    gid: int


class Child:
    """One process in a group of its own, with its output in a log file."""

    def __init__(self, name: str, log: Path) -> None:
        self.name = name
        self.log = log
        self.began_at = 0
        """Where in the log this start's own lines begin."""
        self._process: subprocess.Popen[bytes] | None = None
        self._stop_signal = signal.SIGTERM

    def start(
        self,
        command: Sequence[str | Path],
        *,
        environment: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        identity: Identity | None = None,
        stop_signal: signal.Signals = signal.SIGTERM,
    ) -> None:
        """Start the command. The terminal's Ctrl-C does not reach it: the supervisor stops its children in order."""
        self._stop_signal = stop_signal
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as output:
            self.began_at = output.tell()
            self._process = subprocess.Popen(
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=None if environment is None else dict(environment),
                cwd=cwd,
                start_new_session=True,
                **as_user(identity),
            )

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def is_running(self) -> bool:
        """Say whether it was started and has not ended."""
        return self._process is not None and self._process.poll() is None

    def wait_until(self, is_ready: Callable[[], bool], *, seconds: float) -> None:
        """Wait until ``is_ready`` says yes. Raises ``StackError`` when the child ends first or takes longer."""
        deadline = time.monotonic() + seconds
        while not is_ready():
            if not self.is_running():
                raise StackError(f"{self.name} ended before it was ready.\n{self.last_words()}")
            if time.monotonic() > deadline:
                raise StackError(f"{self.name} was not ready after {seconds:.0f} seconds.\n{self.last_words()}")
            time.sleep(POLL_SECONDS)

    def wait(self) -> int:
        """Wait for its end and say its exit code."""
        assert self._process is not None
        return self._process.wait()

    def stop(self, *, seconds: float = 10) -> None:
        """Ask it to stop; end it and what it started when it does not."""
        if self._process is None:
            return
        if self.is_running():
            self._process.send_signal(self._stop_signal)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(seconds)
        _signal_group(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def last_words(self) -> str:
        """Say the last lines of its log, and where the rest is."""
        try:
            written = self.log.read_bytes()[self.began_at :]
            lines = written.decode(errors="replace").splitlines()[-LAST_LINES:]
        except OSError:
            lines = []
        return "\n".join([f"--- the end of {self.log}", *lines])


class Register:
    """The children of this supervisor on disk, so that the next one can end what a ``kill -9`` left behind."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def add(self, child: Child) -> None:
        """Remember a child with the moment it started: a number alone may belong to somebody else by then."""
        entries = self._entries()
        entries.append({"name": child.name, "pid": child.pid, "born": born(child.pid)})
        # Whole or not at all: whoever reads meanwhile, or finds it after a kill, must not find half a list.
        beside = self._path.with_suffix(".new")
        beside.write_text(json.dumps(entries))
        beside.replace(self._path)

    def end_leftovers(self, *, seconds: float = 8) -> list[str]:
        """End the processes that an earlier supervisor left, newest first, and say their names."""
        left = [entry for entry in reversed(self._entries()) if is_same(entry["pid"], entry["born"])]
        for entry in left:
            _signal_group(entry["pid"], signal.SIGTERM)
        deadline = time.monotonic() + seconds
        for entry in left:
            while is_same(entry["pid"], entry["born"]) and time.monotonic() < deadline:
                time.sleep(POLL_SECONDS)
            _signal_group(entry["pid"], signal.SIGKILL)
        self.clear()
        return [entry["name"] for entry in left]

    def clear(self) -> None:
        """Forget everybody: all have stopped."""
        self._path.unlink(missing_ok=True)

    def _entries(self) -> list[dict[str, Any]]:
        try:
            entries: list[dict[str, Any]] = json.loads(self._path.read_text())
        except (OSError, ValueError):
            return []
        return entries


def as_user(identity: Identity | None) -> dict[str, Any]:
    """Build the arguments that let ``subprocess`` run something as another user."""
    if identity is None:
        return {}
    return {"user": identity.uid, "group": identity.gid, "extra_groups": []}


def born(pid: int) -> str:
    """Say when a process started, as this system counts it; empty when there is none (or only its remains)."""
    stat = Path(f"/proc/{pid}/stat")
    if Path("/proc/self/stat").exists():
        try:
            # The name in parentheses may hold spaces; state is the 1st and start time the 20th field after it.
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            return ""
        return "" if fields[0] in "ZX" else fields[19]
    said = subprocess.run(["ps", "-o", "state=,lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
    state, _, started = said.stdout.strip().partition(" ")
    return "" if state.startswith("Z") else started.strip()


def is_same(pid: int, when_born: str) -> bool:
    """Say whether the process with this number is still the one that started then."""
    return bool(when_born) and born(pid) == when_born


def _signal_group(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)
