"""What was decided about rows that look like somebody: how many of each, and each in words."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.db.models import Count

from clients.import_choices import ImportStatus, RowDecision, RowOutcome
from clients.models import ImportedRow, ImportRun
from iop.clinic.models import StaffMember
from iop.pages.presenters.schedule.when import instant_words

TONES = {RowDecision.LINK: "good", RowDecision.NEW: "info", RowDecision.LEAVE_OUT: "quiet"}


def decided(run: ImportRun) -> dict[str, int]:
    """Count the rows that look like somebody by what was decided of them; one statement, none where nobody looks like anybody."""
    if run.status != ImportStatus.READY or not run.counts.get(RowOutcome.ALIKE):
        return {}
    rows = run.rows.filter(outcome=RowOutcome.ALIKE).order_by().values_list("decision")
    return dict(rows.annotate(Count("pk")))


def deciders(rows: Iterable[ImportedRow]) -> dict[uuid.UUID, str]:
    """Name those who decided."""
    theirs = {row.decided_by for row in rows if row.decided_by}
    return {each.pk: each.name for each in StaffMember.objects.filter(pk__in=theirs)} if theirs else {}


def decision_words(row: ImportedRow, names: dict[uuid.UUID, str], zone: ZoneInfo) -> dict[str, str]:
    """Say what was decided about a row, by whom and when; nothing when nobody did."""
    if not row.decision or row.decided_at is None:
        return {}
    who = names.get(row.decided_by, "") if row.decided_by else ""
    when = instant_words(row.decided_at, zone)
    return {
        "label": row.get_decision_display(),
        "tone": TONES[RowDecision(row.decision)],
        "by": f"{who} · {when}" if who else when,
    }
