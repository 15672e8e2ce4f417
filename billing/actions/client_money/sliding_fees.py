"""The sliding scale as a clinic enters it, and what one client pays by it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import transaction

from billing.actions.client_money.keeping import hold, settle
from billing.models import PovertyGuideline, SlidingBand, SlidingFee, SlidingScale
from billing.policies.client_money import may_set_scale, may_take_payment
from billing.rules import sliding
from billing.rules.sliding import Band
from clients.models import Client
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic.models import Site
from iop.core.errors import Conflict, Invalid, require, require_valid
from iop.core.words import say

NO_SCALE = say("There is no sliding scale for that day yet. Enter it with the prices.")
NO_GUIDELINE = say("The poverty guideline for that day is not entered yet. Enter it with the sliding scale.")


@transaction.atomic
def save_guideline(
    *, by: Actor, area: str, valid_from: dt.date, first_cents: int, more_cents: int, source: str
) -> PovertyGuideline:
    """Enter the federal poverty guideline from a day on, as the department's notice says it."""
    require(may_set_scale(by))
    if first_cents <= 0 or more_cents <= 0:
        raise Invalid(say("Both amounts are more than zero."), field="first_cents")
    if not source.strip():
        raise Invalid(say("Say where the amounts stand, so that others can check them."), field="source")
    row = PovertyGuideline.objects.create(
        area=area, valid_from=valid_from, first_cents=first_cents, more_cents=more_cents, source=source.strip()[:200],
        made_by=by.staff_id,
    )  # fmt: skip
    record(by=by, verb="billing.guideline_saved", subject=row, detail={"area": str(area), "from": valid_from})
    return row


@transaction.atomic
def save_scale(*, by: Actor, valid_from: dt.date, bands: Sequence[Band], note: str = "") -> SlidingScale:
    """Enter the scale from a day on. What clients were promised before stays as it was decided."""
    require(may_set_scale(by))
    require_valid(sliding.why_not_bands(bands), "bands")
    scale = SlidingScale.objects.create(valid_from=valid_from, note=note.strip()[:200], made_by=by.staff_id)
    SlidingBand.objects.bulk_create(
        SlidingBand(scale=scale, up_to_percent=band.up_to, pays_percent=band.percent, most_cents=band.most)
        for band in bands
    )
    record(by=by, verb="billing.scale_saved", subject=scale, detail={"bands": len(bands), "from": valid_from})
    return scale


@transaction.atomic
def give_sliding_fee(
    *, by: Actor, client: Client, site: Site, household: int, income_cents: int, proof: str, starts_on: dt.date,
    today: dt.date, at: dt.datetime,
) -> SlidingFee:  # fmt: skip
    """Decide by the scale what a client pays for twelve months; one that still runs ends the day before.

    Charges from its first day on that the client pays alone are lowered at once. Raises ``Conflict`` where no scale is entered.
    """
    require(may_take_payment(by, site.pk))
    require_valid(sliding.why_not_household(household, income_cents), "household")
    percent = percent_of(site, household, income_cents, starts_on)
    band = sliding.band_for(bands_on(starts_on), percent)
    if band is None:
        raise Conflict(NO_SCALE, code="no_scale")
    held, ids = hold(client.pk)
    _end_earlier(ids, starts_on)
    row = SlidingFee.objects.create(
        client=held, site=site, household=household, income_cents=income_cents, percent=percent, pays_percent=band.percent,
        most_cents=band.most, proof=proof, decided_by=by.staff_id, starts_on=starts_on,
        ends_on=sliding.valid_until(starts_on),
    )  # fmt: skip
    record(
        by=by, verb="billing.sliding_fee_given", subject=row, site_id=site.pk, clients=[held.pk],
        detail={"percent": band.percent, "until": row.ends_on},
    )  # fmt: skip
    settle(by=by, client_id=held.pk, site_id=site.pk, on=today, at=at)
    return row


def percent_of(site: Site, household: int, income_cents: int, on: dt.date) -> int:
    """Say an income in percent of the guideline that holds on a day where the site is."""
    area = {"AK": "alaska", "HI": "hawaii"}.get(site.state, "states")
    rows = PovertyGuideline.objects.filter(area=area, valid_from__lte=on).order_by("-valid_from", "-created_at")
    found = rows.first()
    if found is None:
        raise Conflict(NO_GUIDELINE, code="no_guideline")
    return sliding.poverty_percent(income_cents, household, found.first_cents, found.more_cents)


def bands_on(on: dt.date) -> list[Band]:
    """Give the scale that holds on a day; empty when none is entered."""
    scale = SlidingScale.objects.filter(valid_from__lte=on).order_by("-valid_from", "-created_at").first()
    rows = scale.bands.all() if scale else ()
    return [Band(row.up_to_percent, row.pays_percent, row.most_cents) for row in rows]


def _end_earlier(ids: list[uuid.UUID], starts_on: dt.date) -> None:
    before = starts_on - dt.timedelta(days=1)
    for row in SlidingFee.objects.filter(client__in=ids, ends_on__gte=starts_on).select_for_update():
        # One that would begin later is taken back: its span becomes empty, and it stays for the record.
        row.ends_on = before if row.starts_on <= before else row.starts_on - dt.timedelta(days=1)
        row.ended_because = "decided_anew"
        row.save(update_fields=["ends_on", "ended_because"])
