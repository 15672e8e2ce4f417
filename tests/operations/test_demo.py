"""The demo's last runs look like a week of a healthy clinic, with one failure."""

import datetime as dt
from random import Random

import pytest

from iop.demo import operations
from iop.operations.choices import State
from iop.operations.models import TaskRun
from iop.operations.standing import failures, standings


@pytest.mark.django_db
def test_everything_ran_and_something_failed():
    now = dt.datetime(2026, 3, 2, 15, 0, 30, tzinfo=dt.UTC)
    operations.fill(None, Random(1), now)
    assert {one.state for one in standings(at=now)} == {State.FINE}
    assert {run.outcome for run in failures(at=now)} == {"failed", "killed"}
    assert not TaskRun.objects.filter(ended_at__gt=now).exists()
