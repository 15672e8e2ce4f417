"""Work as something to be reminded of: what a client has to sign by a day, and what waits for colleagues."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from iop.notifications.reminders import CLIENT, Only, ReminderKind, Wish
from iop.work.choices import WorkKind
from iop.work.models import WorkItem

TO_SIGN = (WorkKind.PLAN_SIGNATURE, WorkKind.CONSENT_EXPIRING)
"""Work that ends with a client's signature."""
KIND_OF = {
    WorkKind.REVIEW_DUE: ReminderKind.REVIEW,
    WorkKind.REVIEW_COSIGN: ReminderKind.REVIEW,
    WorkKind.SIGN_NOTE: ReminderKind.NOTE,
    WorkKind.COSIGN_NOTE: ReminderKind.NOTE,
    WorkKind.CREDENTIAL_EXPIRING: ReminderKind.LICENCE,
}
"""As what a piece of work is counted for its owner; all others are work."""
UNTIL_RENEWED = frozenset({WorkKind.CREDENTIAL_EXPIRING})
"""Counted from the day they are known, because a renewal takes longer than a morning."""


def wishes(first: dt.datetime, last: dt.datetime, at: dt.datetime, only: Only) -> list[Wish]:
    """Give what clients have to sign by an instant from ``first`` until ``last``. One statement."""
    rows = WorkItem.objects.open().filter(kind__in=TO_SIGN, client_id__isnull=False, due_at__gte=first, due_at__lt=last)
    kept = only.narrow(rows, client="client_id", thing="pk").order_by()
    return [
        Wish(ReminderKind.FORM, (CLIENT, client_id), ("work.workitem", pk), due_at, site_id)
        for client_id, pk, due_at, site_id in kept.values_list("client_id", "pk", "due_at", "site_id")
        if client_id
    ]


def waiting(staff_ids: Collection[uuid.UUID], until: dt.datetime) -> list[tuple[uuid.UUID, ReminderKind, uuid.UUID]]:
    """Give what colleagues themselves have to do that is due before ``until``: colleague, kind, item. One statement."""
    mine = WorkItem.objects.open().filter(assignee__in=staff_ids).order_by()
    due = mine.filter(due_at__lt=until) | mine.filter(kind__in=UNTIL_RENEWED)
    return [
        (staff_id, KIND_OF.get(WorkKind(kind), ReminderKind.WORK), pk)
        for staff_id, kind, pk in due.values_list("assignee_id", "kind", "pk")
    ]
