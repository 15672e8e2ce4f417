"""Making claims from charges that are on none, and saying beforehand which would be made and what stays out."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from billing.actions import locks
from billing.actions.claims.checking import check_many
from billing.actions.claims.moving import control_numbers
from billing.models import BillingIdentity, Charge, Claim, ClaimLine, ClientDay, Payer
from billing.policies import claims as policies
from billing.rules.claims import grouping
from billing.rules.claims.grouping import Service
from billing.rules.coverage import holds_on
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import require

Fit = dict[uuid.UUID, tuple[Charge, BillingIdentity]]
"""Charges with the billing identity of their day."""


@dataclass(frozen=True)
class Preview:
    """What would be made: claims and cents for each payer; what stays out: charges and cents by reason, days that are held."""

    by_payer: dict[uuid.UUID, tuple[int, int]]
    no_identity: tuple[int, int]
    held_days: int
    held_cents: int
    reviewed_days: int

    @property
    def claims(self) -> int:
        """How many claims would be made."""
        return sum(count for count, _cents in self.by_payer.values())

    @property
    def cents(self) -> int:
        """What they come to."""
        return sum(cents for _count, cents in self.by_payer.values())


def unclaimed(
    actor: Actor, *, site_ids: Collection[uuid.UUID], payer_id: uuid.UUID | None, first: dt.date, last: dt.date
) -> QuerySet[Charge]:
    """Give standing charges to payers from one day to another that are on no live claim, within the actor's reach."""
    on_one = ClaimLine.objects.filter(charge=OuterRef("pk"), payer=OuterRef("payer"), is_live=True)
    rows = Charge.objects.visible_to(actor).standing().filter(
        ~Exists(on_one), payer__isnull=False, site__in=site_ids, on__gte=first, on__lte=last
    )  # fmt: skip
    return rows.filter(payer=payer_id) if payer_id else rows


def preview(
    *, by: Actor, site_ids: Collection[uuid.UUID], first: dt.date, last: dt.date, payer_id: uuid.UUID | None = None
) -> Preview:
    """Say which claims would be made for days of service, and what stays out and why; nothing is written."""
    charges = _read(unclaimed(by, site_ids=site_ids, payer_id=payer_id, first=first, last=last))
    fit, without = _with_identity(charges)
    found: dict[uuid.UUID, tuple[int, int]] = {}
    for rows in _groups(fit):
        payer = rows[0].payer_id
        assert payer is not None
        count, cents = found.get(payer, (0, 0))
        found[payer] = (count + 1, cents + sum(row.cents for row in rows))
    days = ClientDay.objects.visible_to(by).waiting().filter(site__in=site_ids, on__gte=first, on__lte=last)
    held = [(state, cents) for state, cents in days.values_list("state", "expected_cents")]
    return Preview(
        found, (len(without), sum(row.cents for row in without)), sum(state == "held" for state, _ in held),
        sum(cents for _, cents in held), sum(state != "held" for state, _ in held),
    )  # fmt: skip


@transaction.atomic
def make(
    *, by: Actor, site_id: uuid.UUID, first: dt.date, last: dt.date, at: dt.datetime, payer: Payer | None = None
) -> list[Claim]:
    """Make claims of all charges of a site's days that are on none, check each, and give them.

    One for each stay, cover, form and period (``Payer.claim_period``), authorization, principal diagnosis and billing identity.
    Two people who do it at once make each claim once: the payers' rows are the lock.
    """
    require(policies.may_work(by, site_id))
    payers = Payer.objects.filter(pk=payer.pk) if payer else Payer.objects.all()
    list(payers.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))
    wanted: dict[str, Any] = {
        "site_ids": [site_id],
        "payer_id": payer.pk if payer else None,
        "first": first,
        "last": last,
    }
    locks.hold_clients(list(unclaimed(by, **wanted).values_list("client_id", flat=True).distinct()))
    fit, _without = _with_identity(_read(unclaimed(by, **wanted)))
    made = _write(by, fit, at)
    if made:
        check_many(by=by, claim_ids=[claim.pk for claim in made], at=at)
        record(
            by=by, verb="billing.claims_made", subject=None, clients=sorted({claim.client_id for claim in made}), site_id=site_id,
            detail={"claims": len(made), "cents": sum(claim.cents for claim in made)},
        )  # fmt: skip
    return list(Claim.objects.filter(pk__in=[claim.pk for claim in made]))


def _read(charges: QuerySet[Charge]) -> list[Charge]:
    return list(charges.select_related("payer", "coverage", "authorization").order_by("client_id", "on", "code", "pk"))


def _with_identity(charges: Iterable[Charge]) -> tuple[Fit, list[Charge]]:
    """Part charges of sites that have a billing identity on the day, each with it, from those of sites that have none."""
    rows = list(charges)
    spans: dict[uuid.UUID, list[BillingIdentity]] = defaultdict(list)
    for identity in BillingIdentity.objects.filter(site__in={row.site_id for row in rows}):
        spans[identity.site_id].append(identity)
    fit: Fit = {}
    without: list[Charge] = []
    for row in rows:
        held = next((each for each in spans[row.site_id] if holds_on(row.on, each.starts_on, each.ends_on)), None)
        if held is None:
            without.append(row)
        else:
            fit[row.pk] = (row, held)
    return fit, without


def _groups(fit: Fit) -> list[list[Charge]]:
    services = (_service(row, identity) for row, identity in fit.values())
    return [[fit[each.charge_id][0] for each in part] for part in grouping.grouped(services)]


def _service(row: Charge, identity: BillingIdentity) -> Service:
    assert row.payer is not None
    assert row.coverage_id is not None
    return Service(
        row.pk, row.client_id, row.episode_id, row.coverage_id, row.form, row.on, row.code, row.payer.claim_period,
        row.authorization_id, tuple(row.diagnoses), row.rendered_by_id, identity.pk,
    )  # fmt: skip


def _write(by: Actor, fit: Fit, at: dt.datetime) -> list[Claim]:
    groups = _groups(fit)
    numbers = control_numbers(len(groups))
    claims = [claim_of(rows, fit[rows[0].pk][1], number, by, at) for rows, number in zip(groups, numbers, strict=True)]
    Claim.objects.bulk_create(claims, batch_size=1000)
    write_lines((claim, rows) for claim, rows in zip(claims, groups, strict=True))
    return claims


def claim_of(
    rows: Sequence[Charge], identity: BillingIdentity, number: str, by: Actor, at: dt.datetime
) -> Claim:  # fmt: skip
    """Build the claim that charges make together; who bills is the site's ``identity`` of their days."""
    first = rows[0]
    assert first.payer is not None
    assert first.coverage_id is not None
    return Claim(
        control_number=number, client_id=first.client_id, episode_id=first.episode_id, site_id=first.site_id,
        identity=identity, coverage_id=first.coverage_id, payer=first.payer,
        form=first.form, authorization_number=first.authorization.number if first.authorization else "",
        starts_on=min(row.on for row in rows), ends_on=max(row.on for row in rows),
        diagnoses=grouping.diagnoses_of(row.diagnoses for row in rows),
        rendered_by_id=grouping.mostly(row.rendered_by_id for row in rows), cents=sum(row.cents for row in rows),
        file_by=min(row.on for row in rows) + dt.timedelta(days=first.payer.filing_days), made_at=at, made_by=by.id,
    )  # fmt: skip


def write_lines(claims: Iterable[tuple[Claim, Sequence[Charge]]]) -> None:
    """Put charges on claims, line by line, under numbers of their own."""
    ClaimLine.objects.bulk_create(
        [
            ClaimLine(
                claim=claim, position=position, charge=charge, payer_id=claim.payer_id,
                control_number=f"{claim.control_number}-{position}",
            )
            for claim, rows in claims
            for position, charge in enumerate(rows, 1)
        ],
        batch_size=2000,
    )  # fmt: skip
