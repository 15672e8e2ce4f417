"""What is looked at by itself about clients' money."""

from __future__ import annotations

import datetime as dt

from billing.actions.client_money.estimates import ABOUT, owe_estimates
from billing.actions.client_money.plans import watch_plans
from billing.actions.client_money.statements import make_due, settle_all
from billing.models import SlidingFee
from billing.rules.sliding import WARN_DAYS
from clients.choices import EpisodeStatus
from iop.access.actors import Actor
from iop.clinic.models import Site
from iop.core import clock
from iop.core.words import say
from iop.work.actions import NewItem, open_items
from iop.work.choices import WorkKind

NOON = dt.time(12)


def watch(*, by: Actor, at: dt.datetime) -> int:
    """Settle accounts, watch plans, owe estimates and renewals, make the month's statements; say how much there was to do."""
    return settle_all(by=by, at=at) + watch_plans(by=by, at=at) + owe_estimates(by=by, at=at) + owe_renewals(
        by=by, at=at
    ) + make_due(by=by, at=at)  # fmt: skip


def owe_renewals(*, by: Actor, at: dt.datetime) -> int:
    """Ask for new proof of income before a sliding fee of somebody in treatment ends; say how many items are new."""
    items = []
    for site in Site.objects.filter(is_active=True):
        today = clock.local_date(at, site.time_zone)
        soon = SlidingFee.objects.filter(
            site=site, ends_on__gte=today, ends_on__lte=today + dt.timedelta(days=WARN_DAYS),
            client__episodes__status=EpisodeStatus.ADMITTED, ended_because="",
        ).distinct()  # fmt: skip
        items += [_renewal(row, site) for row in soon]
    return open_items(by=by, items=items)


def _renewal(row: SlidingFee, site: Site) -> NewItem:
    return NewItem(
        kind=WorkKind.COVERAGE_CHECK, site_id=site.pk, subject=(ABOUT, row.client_id), client_id=row.client_id,
        summary=say("Sliding fee ends soon: ask for new proof of income"), dedupe_key=f"sliding-renewal:{row.pk}",
        due_at=clock.at_local(row.ends_on or dt.date.max, NOON, site.time_zone), role_key="intake",
    )  # fmt: skip
