"""Who pays for a client on a day, and what a payer said when it was asked: questions that all of billing asks."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable

from billing.choices.payers import AuthorizationNeed
from billing.models import Claim, Coverage, SelfPay, Verification
from billing.rules.coverage import holds_on


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


def pays_next(covers: Iterable[Coverage], claim: Claim) -> list[Coverage]:
    """Give those of a client's covers that come after a claim's: held on its first day, later in order, of another payer.

    Whether such a payer takes claims after another from us is its own ``takes_secondary``.
    """
    return [
        row
        for row in covers
        if holds_on(claim.starts_on, row.starts_on, row.ends_on)
        and row.priority > claim.priority
        and row.plan.payer_id != claim.payer_id
    ]


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


def authorization_need(cover: Coverage, check: Verification | None) -> tuple[str, int | None]:
    """Say whether a cover wants authorization, and after how many visits where it does so after some.

    What the payer said last (``check``) goes before what is known of the plan, and that before what is known of the payer.
    """
    told = [(check.authorization, check.authorization_after)] if check else []
    told += [(cover.plan.authorization, cover.plan.authorization_after), (cover.plan.payer.authorization, None)]
    unknown = ("", AuthorizationNeed.UNKNOWN)
    return next((one for one in told if one[0] not in unknown), (AuthorizationNeed.UNKNOWN, None))


def wants_authorization(cover: Coverage | None, check: Verification | None) -> bool:
    """Say whether whoever pays wants authorization. "After some visits" counts as wanted: it is cheaper to ask early."""
    return cover is not None and authorization_need(cover, check)[0] in (
        AuthorizationNeed.NEEDED, AuthorizationNeed.AFTER,
    )  # fmt: skip
