"""What is written down when a report is taken away as a file."""

from __future__ import annotations

from django.db import transaction

from iop.access.actors import Actor
from iop.audit.models import AuditEvent
from iop.audit.recorder import record
from iop.core.basis import Basis
from iop.core.errors import require
from iop.reports.policies import may_see
from iop.reports.shapes import Ask, Report


@transaction.atomic
def take_away(*, by: Actor, report: Report, ask: Ask, form: str, is_given_away: bool, basis: Basis) -> AuditEvent:
    """Record that somebody took a report away: which, over which days, whether for giving away. Raises ``NotAllowed``."""
    require(may_see(by, report))
    return record(
        by=by, verb="reports.downloaded", subject=None, site_id=ask.sites[0] if len(ask.sites) == 1 else None,
        detail={
            "report": report.key, "form": form, "first": ask.first, "last": ask.last, "by": ask.by, "given_away": is_given_away,
            **basis.as_data(),
        },
    )  # fmt: skip
