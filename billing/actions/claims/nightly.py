"""What is made by itself: claims of the weeks that are over."""

from __future__ import annotations

import datetime as dt

from billing.actions.claims.checking import check_many
from billing.actions.claims.making import make
from billing.choices.claims import ClaimStatus
from billing.models import Claim, Payer
from billing.rules.claims.grouping import period_of
from iop.access.actors import Actor
from iop.clinic import settings
from iop.clinic.models import Site
from iop.core import clock

SETTING = "billing.make_claims"
WEEKS_BACK = 8


def make_last_week(*, by: Actor, at: dt.datetime) -> int:
    """Make claims of whole weeks that are over, at each site where ``billing.make_claims`` says so, and check anew what waits.

    Payers that want months are asked for the whole months that are over. Running it twice makes nothing twice.
    """
    made = 0
    for site in Site.objects.all():
        today = clock.local_date(at, site.time_zone)
        if not settings.value(SETTING, on=today, site_id=site.pk):
            continue
        waiting = Claim.objects.filter(site=site, status=ClaimStatus.DRAFT).values_list("pk", flat=True)
        check_many(by=by, claim_ids=list(waiting), at=at)
        made += sum(_make(by, site, payer, today, at) for payer in Payer.objects.order_by("pk"))
    return made


def _make(by: Actor, site: Site, payer: Payer, today: dt.date, at: dt.datetime) -> int:
    last = period_of(today, payer.claim_period)[0] - dt.timedelta(days=1)
    first = last - dt.timedelta(weeks=WEEKS_BACK)
    return len(make(by=by, site_id=site.pk, payer=payer, first=first.replace(day=1), last=last, at=at))
