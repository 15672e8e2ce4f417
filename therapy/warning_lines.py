"""Early warnings on the timeline (the slot ``TIMELINE``)."""

from __future__ import annotations

import datetime as dt
import uuid

from clients.timeline import Line, LineKind, Point
from iop.access.choices import Permission
from iop.core import clock
from iop.core.words import say
from therapy import warnings
from therapy.choices.warnings import WarningKind
from therapy.models import EarlyWarning

ABOUT_TESTS = frozenset({WarningKind.TEST_MISSED, WarningKind.TEST_UNEXPECTED})


def lines(client_id: uuid.UUID, first: dt.date, last: dt.date) -> list[Line]:
    """Give a client's early warnings between two days; those about drug tests on a line of their own."""
    rows = EarlyWarning.objects.filter(episode__client=client_id).select_related("rule", "episode__site")
    dated = [(clock.local_date(row.raised_at, row.episode.site.time_zone), row) for row in rows.order_by("raised_at")]
    shown = [(on, row) for on, row in dated if first <= on <= last]
    return [
        Line(
            "warnings", say("Early warnings"), LineKind.EVENT,
            [_point(on, row) for on, row in shown if row.kind not in ABOUT_TESTS], Permission.NOTE_VIEW,
        ),
        Line(
            "test_warnings", say("Early warnings about tests"), LineKind.EVENT,
            [_point(on, row) for on, row in shown if row.kind in ABOUT_TESTS], Permission.TESTS_VIEW,
        ),
    ]  # fmt: skip


def _point(on: dt.date, row: EarlyWarning) -> Point:
    return Point(on, warnings.reason(row), tone="warn", place=("therapy.earlywarning", row.pk))
