"""A gunicorn of one worker, requests over kept connections, and the CPU time that they cost, application plus database."""

from __future__ import annotations

import contextlib
import http.client
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Asked:
    """One request as sent."""

    path: str
    body: str | None = None
    kind: str = ""


@dataclass(frozen=True)
class Request:
    """A request to measure. ``making`` gives each one's address and body, so that a write can differ each time."""

    path: str
    headers: dict[str, str]
    method: str = "GET"
    making: Callable[[], Asked] | None = None
    good: tuple[int, ...] = (200,)

    def asked(self) -> Asked:
        """Give the next one to send."""
        return self.making() if self.making else Asked(self.path)


@dataclass
class Batch:
    """What a batch of requests cost: CPU milliseconds a request, and how long each took."""

    cpu_ms: float
    seconds: list[float]


@dataclass(frozen=True)
class Memory:
    """What a worker holds, in MB: resident, its share of it when shared pages are split, and what is its alone.

    ``whole`` is what all workers and the process that they are forked from hold together, shared pages counted once.
    """

    resident: float
    share: float
    own: float
    whole: float


ALONE = ("--workers", "1", "--worker-class", "gthread", "--threads", "8")
DEPLOYED = ("--config", "deploy/gunicorn.py")
"""As a clinic runs it: four workers of four threads, forked from a process that has loaded the program."""


class Server:
    """A gunicorn on a loopback port of its own: one worker of several threads, or as deployed."""

    def __init__(self, settings: str, postgres: int, manner: Sequence[str] = ALONE) -> None:
        self.port = _free_port()
        self.postgres = postgres
        command = [
            sys.executable, "-m", "gunicorn", "iop.wsgi:application", *manner,
            "--bind", f"127.0.0.1:{self.port}", "--log-level", "error",
        ]  # fmt: skip
        # The log of requests is written, as in production, and read by nobody; what goes wrong stands in the answers.
        self.process = subprocess.Popen(
            command,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": settings},
            stdout=subprocess.DEVNULL,
            stderr=None if os.environ.get("BENCH_SHOW_LOG") else subprocess.DEVNULL,
        )
        self._wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    def memory(self) -> Memory:
        """Give what a worker holds, on average."""
        workers = [_memory(pid) for pid in _children(self.process.pid)]
        resident, share, own = (statistics.mean(column) for column in zip(*workers, strict=True))
        return Memory(resident, share, own, whole=share * len(workers) + _memory(self.process.pid)[1])

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait(timeout=20)

    def batch(self, request: Request, number: int, connections: int) -> Batch:
        """Send ``number`` requests over ``connections`` kept connections."""
        seconds: list[float] = []
        before = self._cpu()
        threads = [
            threading.Thread(target=self._send, args=(request, number // connections, seconds))
            for _ in range(connections)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if len(seconds) != number // connections * connections:
            raise SystemExit(f"{request.method} {request.path} failed: see above.")
        return Batch(cpu_ms=(self._cpu() - before) * 1000 / len(seconds), seconds=seconds)

    def _send(self, request: Request, number: int, seconds: list[float]) -> None:
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        for _ in range(number):
            asked = request.asked()
            headers = {**request.headers, "Content-Type": asked.kind} if asked.kind else request.headers
            began = time.perf_counter()
            link.request(request.method, asked.path, asked.body, headers)
            answer = link.getresponse()
            text = answer.read()
            if answer.status not in request.good:
                print(f"{request.method} {asked.path} -> {answer.status} {text[:300]!r}", file=sys.stderr)
                return
            seconds.append(time.perf_counter() - began)
        link.close()

    def _cpu(self) -> float:
        """Add up the CPU seconds of the web processes and of PostgreSQL with all its backends, the ended ones too."""
        return cpu_of(self.process.pid, self.postgres)

    def _wait(self) -> None:
        # A connection alone says nothing: the master listens before its worker has loaded the application.
        deadline = time.monotonic() + 90
        while time.monotonic() < deadline and self.process.poll() is None:
            with contextlib.suppress(OSError, http.client.HTTPException):
                link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
                link.request("GET", "/healthz")
                link.getresponse()
                return
            time.sleep(0.2)
        raise SystemExit("gunicorn did not come up")


def cpu_of(*roots: int) -> float:
    """Add up the CPU seconds of processes and of their children, the ended ones too."""
    return sum(_cpu(pid) for root in roots for pid in (root, *_children(root)))


def percentile(values: list[float], share: float) -> float:
    """Give the value below which ``share`` of the values lie."""
    return statistics.quantiles(values, n=100)[min(98, int(share * 100) - 1)]


def _children(pid: int) -> Iterator[int]:
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, ValueError):
            if int((folder / "stat").read_text().rpartition(")")[2].split()[1]) == pid:
                yield int(folder.name)


def _cpu(pid: int) -> float:
    """CPU seconds of a process and of its ended children."""
    with contextlib.suppress(OSError):
        parts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return sum(int(part) for part in parts[11:15]) / TICKS
    return 0.0


def _memory(pid: int) -> tuple[float, float, float]:
    """Resident, proportional and private memory of a process in MB, as the kernel counts them."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    held = {name: int(rest.split()[0]) * 1024 / 1e6 for name, _, rest in (line.partition(":") for line in lines)}
    return held["Rss"], held["Pss"], held["Private_Clean"] + held["Private_Dirty"]


def _free_port() -> int:
    with socket.socket() as plug:
        plug.bind(("127.0.0.1", 0))
        return int(plug.getsockname()[1])
