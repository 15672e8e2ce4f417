"""What an estimate rests on: who pays for themselves, what is planned for them, what it costs, and what was billed since."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Sum

from billing import fees
from billing.choices.rules import RuleStatus, Service
from billing.coverage import first_to_pay, newest_verification
from billing.models import BillingRule, Charge, Estimate
from billing.planned import days
from billing.rules import responsibility
from billing.rules.responsibility import Benefits, Expected
from billing.rules.sliding import client_pays
from clients.models import Diagnosis, Episode
from iop.clinic.models import Closure

AHEAD = dt.timedelta(days=364)


@dataclass(frozen=True)
class Item:
    """One line of an estimate: a service by its code, how often, and what one costs in cents."""

    code: str
    words: str
    units: int
    cents: int
    provider: str = ""
    provider_number: str = ""


def closed_days(site_id: uuid.UUID, first: dt.date, last: dt.date) -> set[dt.date]:
    """List the days on which a site is closed: its holidays, federal ones as it keeps them. One statement."""
    found: set[dt.date] = set()
    for row in Closure.objects.filter(site=site_id).overlapping(first, last):
        length = ((row.ends_on or row.starts_on) - row.starts_on).days
        found |= {row.starts_on + dt.timedelta(days=number) for number in range(length + 1)}
    return found


def own_rule(level_id: uuid.UUID | None, service: str, on: dt.date) -> BillingRule | None:
    """Give the published rule by which people who pay themselves are charged for a service; a level's own before any."""
    rows = BillingRule.objects.filter(
        payer__isnull=True, service=service, status=RuleStatus.PUBLISHED, starts_on__lte=on
    ).exclude(ends_on__lt=on)
    found = sorted(rows, key=lambda row: (row.level_id != level_id, row.position))
    return next((row for row in found if row.level_id in (level_id, None)), None)


def suggested(episode: Episode, first: dt.date, last: dt.date) -> list[Item]:
    """Suggest the lines of an estimate from what is planned: treatment days until ``last``, and an individual session a week."""
    planned = days([episode.pk], first, last)[episode.pk]
    level_id = planned[0].level_id if planned else None
    weeks = max(1, len({day.on.isocalendar()[:2] for day in planned})) if planned else 0
    prices = fees.read([], first)
    wanted = (
        (Service.TREATMENT_DAY, len(planned)),
        (Service.INDIVIDUAL, weeks),
        (Service.DRUG_TEST, weeks),
    )
    items = []
    for service, units in wanted:
        rule = own_rule(level_id, service, first)
        cents = prices.own(level_id, rule.code, first) if rule else None
        if rule and cents and units:
            items.append(Item(rule.code, str(service.label), units, cents))
    return items


def expected(
    client_id: uuid.UUID, level_id: uuid.UUID | None, on: dt.date, sliding: tuple[int, int | None] | None
) -> Expected:
    """Say what a client is likely to pay for a treatment day, in words. ``sliding``: percent and most cents of their sliding fee."""
    covers = first_to_pay([client_id], on)[client_id]
    if not covers:
        rule = own_rule(level_id, Service.TREATMENT_DAY, on)
        price = fees.read([], on).own(level_id, rule.code, on) if rule else None
        percent, most = sliding or (None, None)
        return responsibility.alone(price, percent, most)
    cover = covers[0]
    said = newest_verification([cover.pk]).get(cover.pk)
    if said is None or not said.is_active:
        return Expected(None, (responsibility.NOT_CHECKED,))
    payer_id = cover.plan.payer_id
    rule = (
        BillingRule.objects.filter(payer=payer_id, service=Service.TREATMENT_DAY, status=RuleStatus.PUBLISHED, starts_on__lte=on)
        .exclude(ends_on__lt=on).order_by("position").first()
    )  # fmt: skip
    price = fees.read([payer_id], on).cents(payer_id, level_id, rule.code, on) if rule else None
    left = None if said.deductible_cents is None else max(0, said.deductible_cents - (said.deductible_met_cents or 0))
    ceiling = (
        None
        if said.out_of_pocket_cents is None
        else max(0, said.out_of_pocket_cents - (said.out_of_pocket_met_cents or 0))
    )
    return responsibility.insured(Benefits(price, said.copay_cents, said.coinsurance_percent, left, ceiling))


def billed_against(estimate: Estimate) -> int:
    """Say what was billed to a client for the days of an estimate, in cents: charges that stand and that they pay alone."""
    rows = Charge.objects.filter(
        client=estimate.client_id, payer__isnull=True, reversed_at__isnull=True, on__gte=estimate.starts_on,
        on__lte=estimate.ends_on,
    )  # fmt: skip
    return rows.aggregate(sum=Sum("cents"))["sum"] or 0


def diagnoses_of(client_id: uuid.UUID, on: dt.date) -> list[str]:
    """Give the codes that stand on a day, the principal one first."""
    rows = Diagnosis.objects.filter(client=client_id, entered_in_error_at__isnull=True).exclude(ends_on__lt=on)
    return list(rows.order_by("rank").values_list("code__code", flat=True)[:12])


def uninsured(client_ids: Collection[uuid.UUID], on: dt.date) -> set[uuid.UUID]:
    """Name those of many clients whom no cover pays for on a day. One statement."""
    return {client_id for client_id, covers in first_to_pay(client_ids, on).items() if not covers}


def with_sliding(items: list[Item], percent: int, most: int | None) -> list[Item]:
    """Lower each line by a client's sliding fee: an estimate says what they are expected to pay."""
    return [Item(one.code, one.words, one.units, client_pays(one.cents, percent, most), one.provider) for one in items]
