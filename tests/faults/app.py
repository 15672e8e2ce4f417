"""The Celery application of a worker under test: its clock stands where the test sets it.

The file FAULTS_CLOCK holds an instant, at which time stands still; empty, time runs.
"""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

from iop.core import clock

FILE = Path(os.environ["FAULTS_CLOCK"])
runs = clock.now


def now():
    told = FILE.read_text()
    return dt.datetime.fromisoformat(told) if told else runs()


clock.now = now

from celery.signals import worker_ready  # noqa: E402  after the clock was set

from iop.celery import app  # noqa: E402, F401


@worker_ready.connect
def _say(**_):
    FILE.with_name(f"ready-{os.getpid()}").touch()
