"""Who is to be tested today at a site: for collectors alone. Fixed statements."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.clinic.models import Site
from iop.core import clock
from iop.pages.presenters.days.words import SHORT, TONES, clock_of
from iop.pages.presenters.schedule.addresses import to
from iop.pages.presenters.schedule.when import day_words_long
from sessions_app.choices import AttendanceStatus
from sessions_app.models import Attendance
from therapy.choices.drug_tests import OrderReason, TestStatus
from therapy.models.drug_tests import DrugTest


def read_today(actor: Actor, site: Site, at: dt.datetime) -> dict[str, Any]:
    """List what waits to be collected today or from before, and samples nobody has read; whoever is here comes first."""
    day = clock.local_date(at, site.time_zone)
    rows = [_row(row, ZoneInfo(site.time_zone), day) for row in _tests(actor, site, day)]
    rows.sort(key=lambda row: (not row["is_here"], row["name"]))
    return {
        "day": day_words_long(day),
        "waiting": [row for row in rows if row["waits"]],
        "to_read": [row for row in rows if not row["waits"]],
    }


def _tests(actor: Actor, site: Site, day: dt.date) -> Any:
    line = Attendance.objects.on_roster().filter(episode=OuterRef("episode"), session__on=day).order_by("-arrived_at")
    return (
        DrugTest.objects.visible_to(actor, Permission.TESTS_COLLECT)
        .filter(Q(status=TestStatus.ORDERED, due_on__lte=day) | Q(status=TestStatus.COLLECTED), episode__site=site)
        .select_related("episode__client", "panel")
        .annotate(line=Subquery(line.values("status")[:1]), arrived=Subquery(line.values("arrived_at")[:1]))
    )


def _row(row: Any, zone: ZoneInfo, day: dt.date) -> dict[str, Any]:
    client = row.episode.client
    is_here = row.line in (AttendanceStatus.PRESENT, AttendanceStatus.LATE)
    return {
        "name": client.name,
        "record": client.record_number,
        "url": to("drug_test")(row.pk),
        "collect_url": to("drug_test_collect")(row.pk),
        "result_url": to("drug_test_screen")(row.pk),
        "panel": row.panel.name,
        "matrix": row.panel.get_matrix_display(),
        "reason": OrderReason(row.reason).label,
        "waits": row.status == TestStatus.ORDERED,
        "is_here": is_here,
        "place": _place(row, zone),
        "tone": TONES[AttendanceStatus(row.line)] if row.line else "quiet",
        "late": day_words_long(row.due_on) if row.due_on < day else "",
        "told": clock_of(row.told_at, zone),
        "collected": clock_of(row.collected_at, zone),
    }


def _place(row: Any, zone: ZoneInfo) -> str:
    if row.deadline_at is not None:
        return _("asked to come until %(time)s") % {"time": clock_of(row.deadline_at, zone)}
    if row.line is None:
        return _("no session today")
    if row.arrived is not None:
        return _("here since %(time)s") % {"time": clock_of(row.arrived, zone)}
    return str(SHORT[AttendanceStatus(row.line)])
