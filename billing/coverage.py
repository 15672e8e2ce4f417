"""Who pays for a client on a day, and what a payer said when it was asked: questions that all of billing asks."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection

from billing.models import Coverage, SelfPay, Verification


def first_to_pay(client_ids: Collection[uuid.UUID], on: dt.date) -> dict[uuid.UUID, list[Coverage]]:
    """Give each client's standing covers of a day, the first to pay first, with plan and payer. One statement.

    Clients without one are in the answer with an empty list.
    """
    found: dict[uuid.UUID, list[Coverage]] = {client_id: [] for client_id in client_ids}
    for row in Coverage.objects.holding(on).filter(client__in=found).select_related("plan__payer"):
        found[row.client_id].append(row)
    return found


def between(client_ids: Collection[uuid.UUID], first: dt.date, last: dt.date) -> dict[uuid.UUID, list[Coverage]]:
    """Give each client's standing covers that hold on any day from ``first`` to ``last``, by priority, then start. One statement."""
    found: dict[uuid.UUID, list[Coverage]] = {client_id: [] for client_id in client_ids}
    rows = Coverage.objects.standing().overlapping(first, last).filter(client__in=found)
    for row in rows.select_related("plan__payer").order_by("client_id", "priority", "starts_on"):
        found[row.client_id].append(row)
    return found


def newest_verification(coverage_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Verification]:
    """Give the newest check of each cover that was checked at all. One statement."""
    rows = Verification.objects.filter(coverage__in=coverage_ids).order_by("coverage_id", "-checked_at", "-pk")
    return {row.coverage_id: row for row in rows.distinct("coverage_id")}


def verifications(coverage_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Verification]]:
    """Give all checks of each cover, the newest first. One statement."""
    found: dict[uuid.UUID, list[Verification]] = defaultdict(list)
    for row in Verification.objects.filter(coverage__in=coverage_ids).order_by("-checked_at", "-pk"):
        found[row.coverage_id].append(row)
    return found


def pays_themselves(client_ids: Collection[uuid.UUID], on: dt.date) -> set[uuid.UUID]:
    """Name those for whom it is settled that they pay themselves on that day. One statement."""
    return set(SelfPay.objects.on(on).filter(client__in=client_ids).values_list("client_id", flat=True))
