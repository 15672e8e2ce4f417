"""A broker and workers of a test's own, and the ways to break them."""

from __future__ import annotations

import os
import signal
import sys
import time
import uuid
from contextlib import suppress
from urllib.parse import quote

import psutil
from celery import Celery
from django.db import connection

from iop.devstack.places import socket_folder
from iop.devstack.valkey import PrivateValkey
from iop.operations.models import TaskRun
from iop.settings.broker import celery_url
from tests.infra.processes import Running, wait_for

QUICK = ("--without-gossip", "--without-mingle", "--without-heartbeat", "-l", "INFO")


def database():
    """The address of this test run's own database."""
    known = connection.settings_dict
    where = f"{quote(known['HOST'] or 'localhost', safe='')}{':' + str(known['PORT']) if known['PORT'] else ''}"
    word = f":{quote(known['PASSWORD'])}" if known["PASSWORD"] else ""
    return f"postgres://{known['USER']}{word}@{where}/{known['NAME']}"


class Works:
    """Broker, workers and clocks (beats) of these tests."""

    def __init__(self, folder):
        self.folder = folder
        self.clock, self.script, self.said, self.pace = (
            folder / name for name in ("clock", "script", "script.said", "pace")
        )
        self.sockets = socket_folder()
        self.broker = PrivateValkey(self.sockets, folder / "valkey.log")
        self.broker.start()
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "DATABASE_URL": database(),
            "REDIS_URL": self.broker.url(),
            "FAULTS_CLOCK": str(self.clock),
            "FAULTS_SCRIPT": str(self.script),
            "FAULTS_PACE": str(self.pace),
        }
        self.celery = self._orders()
        self.begun = []
        self.current = None
        self.calm()

    def calm(self):
        """Let time run, let the provider take everything at once, forget what it was asked."""
        self.clock.write_text("")
        self.pace.write_text("1000000")
        self.script.write_text("ok")
        self.said.write_text("")

    def worker(self, *, children=1):
        """Start a worker for both queues and wait until it takes work."""
        name = f"w{uuid.uuid4().hex[:6]}@faults"
        pool = ("-P", "prefork", "-c", str(children), "-n", name, "-Q", "default,messages", *QUICK)
        worker = self._run("worker", *pool)
        wait_for((self.folder / f"ready-{worker.process.pid}").exists, seconds=60, alive=worker.is_running)
        return worker

    def supervised(self):
        """The worker, started again when it ended, as a supervisor of processes does (compose: ``restart``)."""
        if self.current is None or not self.current.is_running():
            self.current = self.worker(children=2)
        return self.current

    def beat(self):
        """Start a clock of the schedule."""
        return self._run("beat", "--pidfile=", "-l", "INFO")

    def _run(self, part, *options):
        command = [sys.executable, "-m", "celery", "-A", "tests.faults.app", part, *options]
        self.begun.append(Running(command, self.environment, self.folder / f"{part}-{len(self.begun)}.log"))
        return self.begun[-1]

    def order(self, task="notifications.deliver", queue="messages"):
        """Ask for one run, as beat does; give its id."""
        asked = str(uuid.uuid4())
        self.celery.send_task(task, queue=queue, task_id=asked, retry=False)
        return asked

    def deliver(self, *, seconds=60):
        """Ask for one delivery and wait until it ended; give its row."""
        asked = self.order()
        done = TaskRun.objects.filter(request_id=asked).exclude(outcome="running")
        return wait_for(done.first, seconds=seconds)

    def children(self, worker):
        """The processes in which a worker does its work."""
        with suppress(psutil.NoSuchProcess):
            return psutil.Process(worker.process.pid).children()
        return []

    def kill_children(self, worker):
        """End the processes in which a worker does its work, as a machine out of memory does."""
        for child in self.children(worker):
            with suppress(psutil.NoSuchProcess):
                child.send_signal(signal.SIGKILL)

    def restart_broker(self):
        """Kill the broker and start another in its place, with nothing in it."""
        os.kill(self.broker.child.pid, signal.SIGKILL)
        self.broker.child.wait()
        self.broker.socket.unlink(missing_ok=True)
        self.broker.start()
        self.celery = self._orders()

    def _orders(self):
        orders = Celery("tests", broker=celery_url(self.broker.url()), set_as_current=False)
        orders.conf.task_ignore_result = True
        return orders

    def asked(self, word):
        """How often the provider was asked while its word was this."""
        return self.said.read_text().split().count(word)

    def until_asked(self, word, *, seconds=60):
        wait_for(lambda: self.asked(word), seconds=seconds)

    def end(self):
        for process in self.begun:
            process.end()
        self.celery.close()
        self.broker.stop()
        with suppress(OSError):
            for left in self.sockets.iterdir():
                left.unlink()
            self.sockets.rmdir()


def until(question, *, seconds):
    """Ask until the answer is yes."""
    deadline = time.monotonic() + seconds
    while not question():
        assert time.monotonic() < deadline, f"not within {seconds} seconds"
        time.sleep(0.1)
