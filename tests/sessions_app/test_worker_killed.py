"""A worker that is really killed (SIGKILL) while it makes days: what was committed stays, and the next run makes the rest."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from iop.access.actors import SYSTEM
from sessions_app import actions
from sessions_app.models import Attendance, ProgramSession
from tests.factories.days import AT, make_clinic, make_enrolled, make_track

pytestmark = pytest.mark.django_db(transaction=True)

# A worker that finishes its first track, says so, and then sleeps in the middle of the second one's transaction.
WORKER = """
import importlib, sys, time, datetime as dt, django
django.setup()
materialise = importlib.import_module("sessions_app.actions.materialise")
plain, done = materialise.watch_leads, []
def slowly(**kwargs):
    done.append(plain(**kwargs))
    if len(done) == 2:
        print("half way", flush=True)
        time.sleep(60)
    return done[-1]
materialise.watch_leads = slowly
from iop.access.actors import SYSTEM
materialise.materialise(by=SYSTEM, at=dt.datetime.fromisoformat(sys.argv[1]))
"""


def address():
    """The address of this test's own database."""
    known = connection.settings_dict
    where = f"{quote(known['HOST'] or 'localhost', safe='')}{':' + str(known['PORT']) if known['PORT'] else ''}"
    word = f":{quote(known['PASSWORD'])}" if known["PASSWORD"] else ""
    return f"postgres://{known['USER']}{word}@{where}/{known['NAME']}"


def killed_half_way():
    """Start a worker, wait until it stands in its second transaction, and kill it."""
    environment = {**os.environ, "DATABASE_URL": address(), "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE}
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, AT.isoformat()], env=environment, stdout=subprocess.PIPE, text=True
    )
    assert worker.stdout.readline() == "half way\n"
    worker.send_signal(signal.SIGKILL)
    assert worker.wait(timeout=10) == -signal.SIGKILL
    worker.stdout.close()


def by_track():
    rows = ProgramSession.objects.values_list("track_id", flat=True)
    return {track: list(rows).count(track) for track in set(rows)}


def test_what_was_committed_stays_and_the_next_run_makes_the_rest_once():
    clinic = make_clinic()
    tracks = sorted(
        (make_track(clinic, day_part="morning"), make_track(clinic, staff=None)), key=lambda track: track.pk
    )
    make_enrolled(clinic, tracks[1])
    killed_half_way()
    # PostgreSQL notices the broken connection and rolls the second track back.
    deadline = time.monotonic() + 20
    while len(by_track()) != 1 and time.monotonic() < deadline:
        time.sleep(0.1)
    assert set(by_track()) == {tracks[0].pk}
    actions.materialise(by=SYSTEM, at=AT)
    made = by_track()
    assert made[tracks[0].pk] == made[tracks[1].pk]
    assert Attendance.objects.count() == made[tracks[1].pk]
    assert actions.materialise(by=SYSTEM, at=AT).made == []
