"""The part of readiness that is about background work (slot ``READINESS``)."""

from __future__ import annotations

from django.db.models import Max

from iop.core import clock
from iop.operations.models import TaskRun
from iop.operations.standing import late_tasks


def tasks() -> dict[str, object]:
    """Say whether all scheduled work ran in time, how many tasks are late, and how many seconds ago anything ran.

    The page that shows this is open to everybody: numbers, no names.
    """
    at = clock.now()
    late = len(late_tasks(at=at))
    newest = TaskRun.objects.aggregate(newest=Max("started_at"))["newest"]
    seconds = max(0, int((at - newest).total_seconds())) if newest else None
    return {"ok": late == 0, "late": late, "seen_seconds_ago": seconds}
