"""Who sees what is owed, and the record that a list was taken away."""

from __future__ import annotations

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.audit.models import AuditEvent
from iop.audit.recorder import record
from iop.core.basis import own_use
from iop.core.errors import require
from iop.core.words import Sentence, say


def may_see(actor: Actor) -> Sentence | None:
    """What is owed across the clinic is seen by those who see reports."""
    return None if actor.can(Permission.REPORTS_VIEW) else say("Your role does not include reports.")


def record_file(*, by: Actor, what: str, rows: int) -> AuditEvent:
    """Record that a list was taken away as a file, for the program's own operations. Raises ``NotAllowed``."""
    require(may_see(by))
    basis = own_use("operations")
    return record(
        by=by, verb="reports.list_taken", subject=None,
        detail={"list": what, "rows": rows, "ground": basis.ground, "purpose": basis.purpose},
    )  # fmt: skip
