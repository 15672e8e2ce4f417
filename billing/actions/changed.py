"""A day changed after it was billed: somebody is asked, and nothing happens by itself."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from billing.choices.rules import DayState, HoldCode, HoldOwner
from billing.models import ClientDay
from iop.access.actors import Actor
from iop.core.words import say
from iop.work.actions import NewItem, close_for, open_items
from iop.work.choices import WorkKind

SUBJECT = "billing.clientday"
DAYS_TO_LOOK = 3
SAID = say("The day was changed after it was billed. The claim says something else now: look at it and decide.")


def ask_about_changed(*, by: Actor, rows: Sequence[ClientDay], at: dt.datetime) -> int:
    """Mark days whose charges are on a claim that stands and no longer fit, and put each on the billers' list once.

    The row says what the day has come to now; its charges and the claim stay as they are. Give how many were not marked yet.
    """
    if not rows:
        return 0
    marked = ClientDay.objects.filter(pk__in=[row.pk for row in rows], holds__contains=[HoldCode.CHANGED_AFTER])
    before = set(marked.values_list("pk", flat=True))
    new = [row for row in rows if row.pk not in before]
    for row in new:
        row.state = DayState.REVIEW
        row.holds = [HoldCode.CHANGED_AFTER, *row.holds]
        row.owner, row.owner_staff_id = HoldOwner.BILLING, None
        row.words = f"{SAID} {row.words}"[:600]
        row.decided_at = at
        row.version += 1
    columns = [
        "state",
        "holds",
        "owner",
        "owner_staff",
        "words",
        "trace",
        "minutes",
        "expected_cents",
        "decided_at",
        "version",
    ]
    ClientDay.objects.bulk_update(new, columns, batch_size=500)
    open_items(by=by, items=[_item(row, at) for row in new])
    return len(new)


def settled(*, by: Actor, day_id: uuid.UUID, at: dt.datetime) -> int:
    """Close the work about a day that changed after it was billed; say how many items."""
    return close_for(by=by, subject=(SUBJECT, day_id), kind=WorkKind.BILLED_DAY_CHANGED, at=at)


def _item(row: ClientDay, at: dt.datetime) -> NewItem:
    return NewItem(
        kind=WorkKind.BILLED_DAY_CHANGED, site_id=row.site_id, subject=(SUBJECT, row.pk), client_id=row.client_id,
        summary=say("A day was changed after it was billed: correct the claim, or leave it as it is."),
        due_at=at + dt.timedelta(days=DAYS_TO_LOOK), dedupe_key=f"billed_day_changed:{row.pk}", role_key="biller",
    )  # fmt: skip
