"""What an estimate rests on: who pays for themselves, what is planned for them, what it costs, and what was billed since."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Sum

from billing import terms
from billing.choices.rules import Service
from billing.coverage import first_to_pay, newest_verification
from billing.models import Charge, Estimate
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


def suggested(episode: Episode, first: dt.date, last: dt.date) -> list[Item]:
    """Suggest the lines of an estimate from what is planned: treatment days until ``last``, and an individual session a week."""
    planned = days([episode.pk], first, last)[episode.pk]
    level_id = planned[0].level_id if planned else None
    weeks = max(1, len({day.on.isocalendar()[:2] for day in planned})) if planned else 0
    rules = terms.of([None], first, first)
    wanted = (
        (Service.TREATMENT_DAY, len(planned)),
        (Service.INDIVIDUAL, weeks),
        (Service.DRUG_TEST, weeks),
    )
    found = ((service, units, rules.first_for(service, None, level_id, first)) for service, units in wanted)
    return [
        Item(rule.code, str(service.label), units, rule.cents)
        for service, units, rule in found
        if rule and rule.cents and units
    ]


def expected(
    client_id: uuid.UUID, level_id: uuid.UUID | None, on: dt.date, sliding: tuple[int, int | None] | None
) -> Expected:
    """Say what a client is likely to pay for a treatment day, in words. ``sliding``: percent and most cents of their sliding fee."""
    covers = first_to_pay([client_id], on)[client_id]
    if not covers:
        return responsibility.alone(_day_price(None, level_id, on), *(sliding or (None, None)))
    said = newest_verification([covers[0].pk]).get(covers[0].pk)
    if said is None or not said.is_active:
        return Expected(None, (responsibility.NOT_CHECKED,))
    return responsibility.insured(
        Benefits(
            _day_price(covers[0].plan.payer_id, level_id, on), said.copay_cents, said.coinsurance_percent,
            _left(said.deductible_cents, said.deductible_met_cents),
            _left(said.out_of_pocket_cents, said.out_of_pocket_met_cents),
        )
    )  # fmt: skip


def _day_price(payer_id: uuid.UUID | None, level_id: uuid.UUID | None, on: dt.date) -> int | None:
    rule = terms.of([payer_id], on, on).first_for(Service.TREATMENT_DAY, payer_id, level_id, on)
    return rule.cents if rule else None


def _left(whole: int | None, met: int | None) -> int | None:
    return None if whole is None else max(0, whole - (met or 0))


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
