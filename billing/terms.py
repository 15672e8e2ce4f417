"""The rules of payers as they hold on days, each with its price."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from django.db.models import Q

from billing import fees
from billing.choices.rules import RuleStatus
from billing.fees import Fees
from billing.models import BillingRule
from billing.rules.coverage import holds_on
from billing.rules.shapes import Terms


class TermsBook:
    """Rules of payers with their dates, read once for many days."""

    def __init__(self, rows: Iterable[BillingRule], prices: Fees) -> None:
        self._prices = prices
        self._rows: dict[uuid.UUID | None, list[BillingRule]] = defaultdict(list)
        for row in rows:
            self._rows[row.payer_id].append(row)
        self._known: dict[tuple[uuid.UUID | None, uuid.UUID | None, dt.date], tuple[Terms, ...]] = {}

    def for_day(
        self, payer_id: uuid.UUID | None, level_id: uuid.UUID | None, on: dt.date
    ) -> tuple[Terms, ...]:  # fmt: skip
        """Give the rules of a payer (none: of clients who pay themselves) for a level on a day, by service and position.

        A level's own rules for a service go before those for any level.
        """
        key = (payer_id, level_id, on)
        if key not in self._known:
            self._known[key] = tuple(self._holding(*key))
        return self._known[key]

    def first_for(
        self, service: str, payer_id: uuid.UUID | None, level_id: uuid.UUID | None, on: dt.date
    ) -> Terms | None:  # fmt: skip
        """Give the rule for a service that is tried first on a day, with its price; none where no rule holds."""
        return next((one for one in self.for_day(payer_id, level_id, on) if one.service == service), None)

    def _holding(self, payer_id: uuid.UUID | None, level_id: uuid.UUID | None, on: dt.date) -> list[Terms]:
        rows = [
            row
            for row in self._rows[payer_id]
            if row.level_id in (None, level_id) and holds_on(on, row.starts_on, row.ends_on)
        ]
        own = {row.service for row in rows if row.level_id is not None}
        mine = [row for row in rows if row.level_id is not None or row.service not in own]
        mine.sort(key=lambda row: (row.service, row.position, str(row.pk)))
        return [
            replace(terms_of(row), cents=self._prices.cents(payer_id, level_id, row.code, on)) for row in mine
        ]  # fmt: skip


def of(
    payer_ids: Collection[uuid.UUID | None], on_first: dt.date, on_last: dt.date, drafts: Sequence[BillingRule] = ()
) -> TermsBook:
    """Read the published rules of payers that hold on any day of a stretch, with prices. Two statements.

    None among ``payer_ids`` asks for the rules of clients who pay themselves. ``drafts`` are taken in as if published: each
    ends, from its first day on, the rule that it replaces.
    """
    known = [payer_id for payer_id in payer_ids if payer_id is not None]
    wanted = Q(payer__in=known) | Q(payer__isnull=True)
    rows = BillingRule.objects.filter(wanted, status=RuleStatus.PUBLISHED, starts_on__lte=on_last)
    rows = rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on_first))
    return TermsBook(with_drafts(list(rows), drafts), fees.read(known, on_last))


def with_drafts(rows: Sequence[BillingRule], drafts: Sequence[BillingRule]) -> list[BillingRule]:
    """Give the rules as they would be with drafts published: a draft ends what it replaces on the day before its first."""
    ends = {draft.replaces_id: draft.starts_on for draft in drafts if draft.replaces_id}
    kept = []
    for row in rows:
        if row.pk in ends:
            if row.starts_on >= ends[row.pk]:
                continue
            row.ends_on = min(filter(None, [row.ends_on, ends[row.pk] - dt.timedelta(days=1)]))
        kept.append(row)
    return [*kept, *drafts]


def terms_of(row: BillingRule) -> Terms:
    """Give a rule as the plain value that the decision takes, without its price."""
    return Terms(
        id=row.pk, payer_id=row.payer_id, level_id=row.level_id, service=row.service, position=row.position, form=row.form,
        code=row.code, unit_rule=row.unit_rule, revenue_code=row.revenue_code, modifiers=tuple(row.modifiers),
        telehealth_modifiers=tuple(row.telehealth_modifiers), place_of_service=row.place_of_service,
        telehealth_place=row.telehealth_place, min_minutes=row.min_minutes, max_minutes=row.max_minutes,
        max_units=row.max_units, week_days=row.week_days, week_minutes=row.week_minutes, group_from=row.group_from,
        group_to=row.group_to, bundles=frozenset(row.bundles), falls_back=row.falls_back,
        credentials=frozenset(row.credentials), requirements=frozenset(row.requirements),
        client_present=row.client_present,
    )  # fmt: skip
