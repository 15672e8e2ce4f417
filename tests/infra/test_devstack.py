"""``make run``'s supervisor, as a person meets it: started, killed, started again, interrupted, in the way of another."""

import shutil
import signal
import socket
import subprocess
import tempfile
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import psutil
import psycopg2
import pytest

from tests.infra.processes import DemoStack, free_port, wait_for

# One after the other in one worker: the first cold start is shared.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("devstack")]


def folder():
    """Make a folder that the user PostgreSQL runs as can reach."""
    made = Path(tempfile.mkdtemp(prefix="iop-test-", dir="/tmp"))
    made.chmod(0o755)
    return made


@pytest.fixture(scope="module")
def cold():
    """The data of a stack that was started for the first time, seen ready, and stopped by SIGTERM."""
    place = folder()
    stack = DemoStack(place / "data", free_port())
    try:
        parts = stack.until_ready()
        stack.running.send(signal.SIGTERM)
        code = stack.running.wait()
    finally:
        stack.end()
    yield SimpleNamespace(data=place / "data", parts=parts, code=code, said=stack.running.said())
    shutil.rmtree(place, ignore_errors=True)


@pytest.fixture
def data():
    place = folder()
    yield place / "data"
    shutil.rmtree(place, ignore_errors=True)


@pytest.fixture
def kept(cold, data):
    """A copy of the cold start's data, to be started again."""
    subprocess.run(["cp", "-a", cold.data, data], check=True)
    return data


@pytest.fixture
def start():
    stacks = []

    def begin(place, *, port=None, **more):
        stacks.append(DemoStack(place, port or free_port(), **more))
        return stacks[-1]

    yield begin
    for stack in reversed(stacks):
        stack.end()


def ask(stack, statement):
    with closing(psycopg2.connect(stack.addresses()["DATABASE_OWNER_URL"])) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else None


def living(processes):
    return [process for process in processes if process.is_running() and process.status() != psutil.STATUS_ZOMBIE]


def test_a_cold_start_has_all_its_parts(cold):
    assert {name: part["ok"] for name, part in cold.parts.items()} == {
        "database": True, "broker": True, "worker": True, "beat": True, "tasks": True,
    }  # fmt: skip


def test_sigterm_stops_everything_cleanly(cold):
    assert cold.code == 0
    assert "Stopped. The clinic's data is kept" in cold.said
    assert not (cold.data / "running.env").exists()


def test_a_kill_loses_nothing_and_the_next_start_cleans_up(kept, start):
    first = start(kept)
    first.until_ready()
    ask(first, "CREATE TABLE kept AS SELECT 'through a kill' AS word")
    orphans = first.children()
    first.running.process.kill()
    first.running.wait()
    assert len(living(orphans)) == 6

    # The same port: what the killed supervisor left holds it until the next one cleans up.
    second = start(kept, port=first.port)
    second.until_ready()
    assert not living(orphans)
    assert "Ended what an interrupted run left behind" in second.running.said()
    assert ask(second, "SELECT word FROM kept") == [("through a kill",)]

    children = second.children()
    second.running.send(signal.SIGINT)
    assert second.running.wait() == 0
    assert len(children) == 6
    assert not living(children)


def test_beside_a_running_stack(kept, start, data):
    stack = start(kept)
    stack.until_ready()
    assert ask(stack, "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'") == [("iop_owner",)]
    assert "iop_app" in stack.addresses()["DATABASE_URL"]

    # Another one in the same folder is told, and does no harm.
    second = start(kept)
    assert second.running.wait() == 1
    assert "already running with the data in" in second.running.said()

    # With DATABASE_URL and REDIS_URL set, no private server is started.
    borrower = start(data.with_name("other"), **stack.addresses())
    borrower.until_ready()
    assert "Using the database of DATABASE_URL." in borrower.running.said()
    assert not (borrower.data / "postgres").exists()
    assert not (borrower.data / "valkey").exists()
    borrower.end()
    assert stack.ready()

    # The end of any child ends everything, with a sentence.
    worker = next(process for process in stack.children() if "worker" in process.cmdline())
    worker.kill()
    assert stack.running.wait() == 1
    assert "The worker process ended by itself, so everything was stopped." in stack.running.said()


def test_a_busy_port_gets_a_sentence_with_the_way_out(data, start):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        stack = start(data, port=port)
        assert stack.running.wait() == 1
    assert (
        f"Port {port} is in use by another program. Choose another one: PORT={port + 1} make run"
        in stack.running.said()
    )
    assert "Traceback" not in stack.running.said()
    assert not stack.children()


def test_sigterm_during_the_start_leaves_nothing(data, start):
    stack = start(data)
    wait_for(lambda: "Bringing the database up to date" in stack.running.said(), seconds=60)
    begun = stack.children()
    stack.running.send(signal.SIGTERM)
    assert stack.running.wait() == 0
    assert begun
    assert not living(begun)
