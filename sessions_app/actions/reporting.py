"""What a client says of use, sleep, stress and habits: saved beside the check-in, for the care team alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from decimal import Decimal

from django.db import transaction

from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import Stale, require, require_valid
from iop.core.words import say
from sessions_app import policies
from sessions_app.actions.attendance import keep_history, lock_line
from sessions_app.choices import SessionStatus
from sessions_app.models import Attendance, ReportedUse, SelfReport
from sessions_app.rules import reports as rules
from sessions_app.rules.reports import Use

LONGEST_AMOUNT = 100
TENTH = Decimal("0.1")


@transaction.atomic
def save_self_report(
    *,
    by: Actor,
    attendance: Attendance,
    version: int,
    at: dt.datetime,
    use: str = "",
    uses: Sequence[Use] = (),
    sleep_hours: Decimal | None = None,
    stress: int | None = None,
    habits: Collection[str] = (),
    by_client: bool = False,
) -> SelfReport:
    """Save what a client says of use since last time, hours slept, stress from 0 to 10 and habits kept.

    ``version`` is that of the report, 0 while there is none. ``uses`` is the whole list of substances. An unanswered
    question stays empty. ``by_client``: the client wrote it on their own device. Raises ``Invalid`` and ``Stale``.
    """
    session, line = lock_line(attendance)
    require(policies.may_write_for(by, line, by_client=by_client))
    require(policies.may_see_self_report(by, line, by_client=by_client))
    require_valid(rules.why_not_use(use, uses, session.on), "use")
    require_valid(rules.why_not_sleep(sleep_hours), "sleep_hours")
    require_valid(rules.why_not_stress(stress), "stress")
    require_valid(rules.why_not_habits(habits), "habits")
    row = _current(line, version)
    row.use, row.stress, row.habits, row.by_client = use, stress, sorted(set(habits)), by_client
    row.sleep_hours = None if sleep_hours is None else sleep_hours.quantize(TENTH)
    row.version += 1
    row.saved_at, row.saved_by = at, by.staff_id or by.id
    row.save()
    row.uses.all().delete()
    ReportedUse.objects.bulk_create(
        ReportedUse(report=row, substance=each.substance, amount=each.amount.strip()[:LONGEST_AMOUNT], on=each.on)
        for each in uses
    )
    if session.status == SessionStatus.CLOSED:
        keep_history(by, [line], at, str(say("Entered after closing.")), is_late=True)
    # Neither the answer nor a substance: the record says that somebody wrote, not what.
    record(
        by=by, verb="sessions.self_report", subject=session, site_id=session.site_id, clients=[line.client_id],
        detail={"attendance": line.pk, "version": row.version},
    )  # fmt: skip
    return row


def _current(line: Attendance, version: int) -> SelfReport:
    row = SelfReport.objects.filter(attendance=line).first()
    if (row.version if row else 0) != version:
        raise Stale(say("Somebody else has saved this meanwhile. Look again; nothing of theirs was overwritten."))
    return row or SelfReport(attendance=line, version=0)
