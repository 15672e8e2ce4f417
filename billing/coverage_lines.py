"""What coverage brings to the timeline of a stay (the slot ``TIMELINE``)."""

from __future__ import annotations

import datetime as dt
import uuid

from billing.choices.coverage import Priority
from billing.models import Coverage, Verification
from clients.timeline import Line, LineKind, Point
from iop.access.choices import Permission
from iop.core.words import say, sentence

PLACE = "billing.coverage_of"


def lines(client_id: uuid.UUID, first: dt.date, last: dt.date) -> list[Line]:
    """Covers as bands, and each check as an event. Two statements, whatever the length of the stay."""
    rows = Coverage.objects.standing().overlapping(first, last).filter(client=client_id).select_related("plan__payer")
    checks = Verification.objects.filter(
        coverage__client=client_id, coverage__error_at__isnull=True, about_on__range=(first, last)
    ).order_by("about_on")
    return [
        Line(
            key="coverage", label=say("Coverage"), kind=LineKind.BAND, needs=Permission.BILLING_VIEW,
            points=[_band(row, first, last) for row in rows.order_by("starts_on", "priority")],
        ),
        Line(
            key="coverage_checks", label=say("Coverage checked"), kind=LineKind.EVENT, needs=Permission.BILLING_VIEW,
            points=[_event(check, client_id) for check in checks],
        ),
    ]  # fmt: skip


def _band(row: Coverage, first: dt.date, last: dt.date) -> Point:
    until = min(row.ends_on, last) if row.ends_on else last
    order = Priority(row.priority).label
    says = sentence("{payer}, {plan} ({order})", payer=row.plan.payer.name, plan=row.plan.name, order=order)
    return Point(on=max(row.starts_on, first), until=until, says=says, place=(PLACE, row.client_id))


def _event(check: Verification, client_id: uuid.UUID) -> Point:
    says = say("Payer says: active") if check.is_active else say("Payer says: not active")
    return Point(on=check.about_on, says=says, tone="good" if check.is_active else "warn", place=(PLACE, client_id))
