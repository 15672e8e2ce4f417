"""What a web server loads before it forks its workers: all that answers, nothing that few pages need, and no connection."""

import gc
import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RARE = ("typst", "PIL", "xlsxwriter", "icalendar", "puremagic")
"""Libraries of papers, pictures, workbooks, calendars and files that somebody sends: loaded with the first of them."""
LOADING = f"""
import sys
import iop.wsgi
from django.db import connections
assert "iop.pages.urls_clients" in sys.modules, "the addresses are not loaded"
print([name for name in {RARE!r} if name in sys.modules], [each.connection for each in connections.all()])
"""


def test_the_program_is_loaded_whole_before_workers_fork_and_touches_no_database():
    environment = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "iop.settings.test", "DATABASE_URL": "postgres:///nowhere",
        "REDIS_URL": "redis://localhost:1/0",
    }  # fmt: skip
    told = subprocess.run(
        [sys.executable, "-c", LOADING], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert (told.returncode, told.stdout.strip()) == (0, "[] [None]"), told.stderr


@pytest.fixture
def collector():
    yield
    gc.unfreeze()
    gc.enable()


def test_the_collector_rests_while_loading_and_works_in_each_worker(collector):
    server = runpy.run_path(str(ROOT / "deploy" / "gunicorn.py"))
    assert (server["preload_app"], gc.isenabled()) == (True, False)
    server["when_ready"](None)
    assert gc.get_freeze_count() > 0
    server["post_fork"](None, None)
    assert gc.isenabled()
