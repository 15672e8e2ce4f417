"""Whole processes for a test: started in a folder of their own, asked by HTTP, ended for sure."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent.parent


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def get(url, headers=None):
    """Ask a page: its status and text; status 0 when nobody answers."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers or {}), timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()
    except OSError:
        return 0, ""


def wait_for(question, *, seconds, alive=lambda: True):
    """Wait until the question is answered with something true; fail when time is over or nobody is alive any more."""
    deadline = time.monotonic() + seconds
    while not (answer := question()):
        assert alive(), "the process ended"
        assert time.monotonic() < deadline, f"not within {seconds} seconds"
        time.sleep(0.1)
    return answer


class Running:
    """A process whose output is kept in a file."""

    def __init__(self, command, environment, log):
        self.log = log
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                command, env=environment, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
            )

    def said(self):
        return self.log.read_text(errors="replace")

    def is_running(self):
        return self.process.poll() is None

    def send(self, number):
        self.process.send_signal(number)

    def wait(self, seconds=40):
        return self.process.wait(seconds)

    def end(self):
        """End it and everything that it started."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class DemoStack:
    """``manage.py devstack`` with a data folder and a port of its own; ``more`` goes into its environment."""

    def __init__(self, data, port, **more):
        self.data = data
        self.port = port
        private = {
            "DATABASE_URL",
            "DATABASE_OWNER_URL",
            "REDIS_URL",
            "SECRET_KEY",
            "FIELD_ENCRYPTION_KEYS",
            "IOP_BORROWED",
            "DEMO",
            "PYTEST_XDIST_WORKER",
        }
        kept = {name: value for name, value in os.environ.items() if name not in private}
        environment = {
            **kept,
            "IOP_DATA": str(data),
            "PORT": str(port),
            "DJANGO_SETTINGS_MODULE": "iop.settings.development",
            **more,
        }
        data.mkdir(exist_ok=True)
        command = [sys.executable, "manage.py", "devstack", "--no-demo"]
        self.running = Running(command, environment, data / "said.txt")
        self.environment = environment

    def until_ready(self):
        wait_for(lambda: "Ready after" in self.running.said(), seconds=480, alive=self._alive)
        return wait_for(self.ready, seconds=180, alive=self._alive)

    def ready(self):
        status, text = get(f"http://127.0.0.1:{self.port}/readyz")
        return json.loads(text) if status == 200 else None

    def children(self):
        """The processes that the supervisor wrote down, as far as they live."""
        file = self.data / "children.json"
        if not file.exists():
            return []
        pids = [entry["pid"] for entry in json.loads(file.read_text())]
        return [psutil.Process(pid) for pid in pids if psutil.pid_exists(pid)]

    def addresses(self):
        """Where the running stack says it is reached, as environment variables."""
        return dict(line.split("=", 1) for line in (self.data / "running.env").read_text().splitlines())

    def end(self):
        left = self.children()
        if self.running.is_running():
            self.running.send(signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                self.running.wait(30)
        self.running.end()
        for process in left:
            with suppress(psutil.NoSuchProcess, ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)

    def _alive(self):
        return self.running.is_running()
