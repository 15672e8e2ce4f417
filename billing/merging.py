"""What of billing follows a person from a duplicate chart into the one that is kept (the slots ``MERGE_PLANS``, ``MERGE_STAYS``).

Who covers somebody follows. What was billed is history of the chart in which it was written: payers and clients hold papers
about it, and the ledger never changes. The kept chart shows it.
"""

from __future__ import annotations

import datetime as dt
import uuid

from billing.models import Coverage, SelfPay
from billing.rules.coverage import share_days
from clients.merging import Plan, by_key
from iop.core.words import Sentence, say

STAYS: dict[str, Sentence] = {
    "billing.ClientDay": say("What billing made of each day"),
    "billing.Charge": say("Charges"),
    "billing.Claim": say("Claims"),
    "billing.Posting": say("What the ledger says"),
    "billing.ClientPayment": say("Payments, with their receipts"),
    "billing.OnlinePayment": say("Payments begun online"),
    "billing.ClientStatement": say("Statements"),
    "billing.Estimate": say("Estimates that were given"),
    "billing.SlidingFee": say("Sliding fees"),
    "billing.PaymentPlan": say("Payment plans"),
}
CLASH = say(
    "Both charts have a cover of the same order for the same days. End one of them, or mark it as entered in error, and join "
    "the charts then."
)
MOVED = frozenset({Coverage._meta.label, SelfPay._meta.label})
"""Tables of this app that bear a client and of which rows move."""


def plan(kept_id: uuid.UUID, absorbed_id: uuid.UUID, at: dt.datetime) -> Plan:
    """Covers follow; two of one order on one day are in the way. Days settled as self-pay follow where the kept chart has none."""
    mine, theirs = SelfPay.objects.filter(client=kept_id), SelfPay.objects.filter(client=absorbed_id)
    alone = [row.pk for row in theirs if not any(share_days(row, other) for other in mine)]
    moves = [
        by_key(kept_id, absorbed_id, Coverage, Coverage.objects.filter(client=absorbed_id)),
        by_key(kept_id, absorbed_id, SelfPay, theirs.filter(pk__in=alone)),
    ]
    return Plan(moves=[move for move in moves if move.ids], why_not=[CLASH] if _clash(kept_id, absorbed_id) else [])


def _clash(kept_id: uuid.UUID, absorbed_id: uuid.UUID) -> bool:
    standing = list(Coverage.objects.standing().filter(client__in=[kept_id, absorbed_id]))
    mine = [row for row in standing if row.client_id == kept_id]
    theirs = [row for row in standing if row.client_id == absorbed_id]
    return any(one.priority == other.priority and share_days(one, other) for one in theirs for other in mine)
