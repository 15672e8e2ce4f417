"""The supervisor of ``make run``: starts everything in order, watches it, and stops it in reverse."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import IO

from django.core.management import get_commands

from iop.devstack.errors import StackError
from iop.devstack.places import require_free, socket_folder
from iop.devstack.postgres import PrivatePostgres
from iop.devstack.processes import Child, Register
from iop.devstack.valkey import PrivateValkey
from iop.settings import running

DATABASE = "iop_demo"
"""The demo's own database. Rebuilding the demo drops this one, on the private server, and never another."""
OWNER_ROLE = "iop_owner"
APPLICATION_ROLE = "iop_app"
SETTINGS = "iop.settings.demo"
ROOT = Path(__file__).resolve().parent.parent.parent
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StopRequested(BaseException):
    """The person at the terminal, or the system, asked for the end."""


@dataclass(frozen=True)
class Wishes:
    """What the command line and the environment ask for. An empty address means: a private server."""

    data: Path
    port: int = 8000
    host: str = "127.0.0.1"
    database_url: str = ""
    owner_url: str = ""
    redis_url: str = ""
    demo: bool = True


class Stack:
    """Everything that a demo clinic needs, as children of this process."""

    def __init__(self, wishes: Wishes, say: Callable[[str], None]) -> None:
        self._wishes = wishes
        self._say = say
        self._children: list[Child] = []
        self._register = Register(wishes.data / "children.json")
        self._lock: IO[str] | None = None
        self._sockets: Path | None = None
        self._environment = dict(os.environ)
        for name in (running.BORROWED, "DATABASE_OWNER_URL"):
            self._environment.pop(name, None)
        self._environment |= {
            "DJANGO_SETTINGS_MODULE": SETTINGS,
            "IOP_DATA": str(wishes.data),
            "PYTHONUNBUFFERED": "1",
            "DEMO": "1",
        }
        self._owner_url = wishes.owner_url

    def run(self) -> None:
        """Start, watch until a child ends or a signal comes, stop. Raises ``StackError`` with the reason of a bad end."""
        # A shell's background job starts with SIGINT ignored; handlers of our own bring it back.
        for number in STOP_SIGNALS:
            signal.signal(number, _ask_to_stop)
        try:
            self._start()
            self._watch()
        except StopRequested:
            self._say("\nStopping …")
        finally:
            for number in STOP_SIGNALS:
                signal.signal(number, signal.SIG_IGN)
            self._stop()
        self._say("Stopped. The clinic's data is kept for the next start.")

    def rebuild(self) -> None:
        """Drop the demo's own database and make the clinic anew, without serving it."""
        for number in STOP_SIGNALS:
            signal.signal(number, _ask_to_stop)
        try:
            self._take_the_folder()
            server = self._private_postgres()
            server.drop_database(DATABASE)
            shutil.rmtree(self._wishes.data / "media", ignore_errors=True)
            self._prepare_database(server)
            self._private_valkey()
            self._manage("migrate", "--no-input", owner=True)
            self._fill()
        except StopRequested:
            self._say("\nStopped half-way: run it again for a whole clinic.")
        finally:
            self._stop()

    def _start(self) -> None:
        began = time.monotonic()
        self._take_the_folder()
        require_free(self._wishes.port)
        self._addresses()
        self._say("Bringing the database up to date …")
        self._manage("migrate", "--no-input", owner=True)
        if self._wishes.demo:
            self._fill()
        self._say_where()
        self._start_worker()
        self._start_web()
        self._say(f"\nReady after {time.monotonic() - began:.0f} seconds: {self._address()}")
        self._say("Ctrl-C stops everything and keeps the data.")

    def _take_the_folder(self) -> None:
        self._wishes.data.mkdir(parents=True, exist_ok=True)
        self._lock = (self._wishes.data / "lock").open("a+")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._lock.close()
            self._lock = None
            raise StackError(
                f"The demo is already running with the data in {self._wishes.data}. Stop it with Ctrl-C in its window first."
            ) from None
        if names := self._register.end_leftovers():
            self._say(f"Ended what an interrupted run left behind: {', '.join(names)}.")
        self._sockets = socket_folder()

    def _addresses(self) -> None:
        if self._wishes.database_url:
            self._environment["DATABASE_URL"] = self._wishes.database_url
            self._say("Using the database of DATABASE_URL.")
        else:
            self._prepare_database(self._private_postgres())
        if self._wishes.redis_url:
            self._environment["REDIS_URL"] = self._wishes.redis_url
            self._say("Using the broker of REDIS_URL.")
        else:
            self._private_valkey()

    def _private_postgres(self) -> PrivatePostgres:
        assert self._sockets is not None
        server = PrivatePostgres(self._wishes.data / "postgres", self._sockets, self._log("postgres"))
        self._say("Starting PostgreSQL …")
        self._children.append(server.child)
        server.start()
        self._register.add(server.child)
        return server

    def _prepare_database(self, server: PrivatePostgres) -> None:
        server.ensure_role(OWNER_ROLE)
        server.ensure_role(APPLICATION_ROLE)
        server.ensure_database(DATABASE, OWNER_ROLE)
        self._environment["DATABASE_URL"] = server.url(APPLICATION_ROLE, DATABASE)
        self._owner_url = server.url(OWNER_ROLE, DATABASE)

    def _private_valkey(self) -> None:
        assert self._sockets is not None
        server = PrivateValkey(self._sockets, self._log("valkey"), data=self._wishes.data / "valkey")
        self._say("Starting Valkey …")
        self._children.append(server.child)
        server.start()
        self._register.add(server.child)
        self._environment["REDIS_URL"] = server.url()

    def _fill(self) -> None:
        if "demo" not in get_commands():
            return
        self._say("Filling the demo clinic (the first time takes a minute or two) …")
        self._manage("demo", aloud=True)

    def _say_where(self) -> None:
        """Let ``manage.py`` in another window reach what runs here, as the owner too: ``migrate`` and ``restore`` need it."""
        named = {name: self._environment[name] for name in ("DATABASE_URL", "REDIS_URL", "DEMO")}
        running.say(named | ({"DATABASE_OWNER_URL": self._owner_url} if self._owner_url else {}), self._wishes.data)

    def _start_worker(self) -> None:
        self._say("Starting the workers and their clock …")
        celery = [sys.executable, "-m", "celery", "-A", "iop"]
        quick = ["--without-gossip", "--without-mingle", "--without-heartbeat", "-l", "INFO"]
        # One for each queue, as in production: a long night's work never stands before a message.
        for queue in ("default", "messages"):
            name = "worker" if queue == "default" else "messages worker"
            node = ["worker", "-n", f"{queue}@%h", "-Q", queue, "-P", "threads", "-c", "1"]
            self._begin(name, [*celery, *node, *quick])
        self._begin("beat", [*celery, "beat", "-l", "INFO", f"--pidfile={self._wishes.data / 'beat.pid'}"])

    def _start_web(self) -> None:
        self._say("Starting the web server …")
        # Demo sign-ins are known to everybody, so nobody else's machine is let in unless HOST says so.
        bind = f"{self._wishes.host}:{self._wishes.port}"
        command = [
            sys.executable,
            "-m",
            "gunicorn",
            "iop.wsgi",
            "--bind",
            bind,
            "--worker-class",
            "gthread",
            # As in production: loaded once, shared by the workers.
            "--preload",
            "--no-control-socket",
        ]
        web = self._begin(
            "web", [*command, "--workers", "2", "--threads", "4", "--timeout", "60", "--graceful-timeout", "5"]
        )
        web.wait_until(lambda: self._nobody_else_died() and self._is_alive(), seconds=90)

    def _begin(self, name: str, command: list[str]) -> Child:
        child = Child(f"The {name} process", self._log(name))
        self._children.append(child)
        child.start(command, environment=self._environment, cwd=ROOT)
        self._register.add(child)
        return child

    def _manage(self, command: str, *options: str, owner: bool = False, aloud: bool = False) -> None:
        """Run a management command to its end. ``owner`` lends it the owner's role; ``aloud`` shows its output here."""
        environment = self._environment | ({"DATABASE_OWNER_URL": self._owner_url} if owner and self._owner_url else {})
        child = Child(f"manage.py {command}", self._log(command))
        self._children.append(child)
        child.start([sys.executable, "manage.py", command, *options], environment=environment, cwd=ROOT)
        self._register.add(child)
        _follow(child, aloud=aloud)
        self._children.remove(child)
        if code := child.wait():
            raise StackError(f"manage.py {command} failed (exit code {code}).\n{'' if aloud else child.last_words()}")

    def _watch(self) -> None:
        while self._nobody_else_died():
            time.sleep(0.3)

    def _nobody_else_died(self) -> bool:
        for child in self._children:
            if not child.is_running():
                raise StackError(f"{child.name} ended by itself, so everything was stopped.\n{child.last_words()}")
        return True

    def _is_alive(self) -> bool:
        try:
            with urllib.request.urlopen(
                f"http://{self._reached_at()}:{self._wishes.port}/healthz", timeout=2
            ) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def _stop(self) -> None:
        for child in reversed(self._children):
            child.stop()
        if self._lock is None:
            return
        running.unsay(self._wishes.data)
        self._register.clear()
        if self._sockets is not None:
            shutil.rmtree(self._sockets, ignore_errors=True)
        self._lock.close()

    def _address(self) -> str:
        # Passkeys need a name and refuse a number, so the address is "localhost".
        name = "localhost" if self._wishes.host in ("127.0.0.1", "0.0.0.0") else self._wishes.host
        return f"http://{name}:{self._wishes.port}/"

    def _reached_at(self) -> str:
        return "127.0.0.1" if self._wishes.host == "0.0.0.0" else self._wishes.host

    def _log(self, name: str) -> Path:
        return self._wishes.data / "log" / f"{name}.log"


def _ask_to_stop(_number: int, _frame: FrameType | None) -> None:
    raise StopRequested


def _follow(child: Child, *, aloud: bool) -> None:
    """Wait for the child's end and, when asked to, copy what it writes to the terminal as it comes."""
    with child.log.open("rb") as log:
        log.seek(child.began_at)
        while True:
            is_over = not child.is_running()
            written = log.read()
            if aloud and written:
                sys.stdout.buffer.write(written)
                sys.stdout.flush()
            if is_over:
                return
            time.sleep(0.05)
