"""Who asks for what a payer authorized. Not theirs looks like not there (404); theirs but not allowed is refused (403)."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

from django.http import Http404

from billing.choices.authorizations import AuthUnit
from billing.coverage import between
from billing.models import Authorization, Coverage
from billing.planned import days
from billing.policies.authorizations import may_keep, may_see
from clients.models import LevelOfCare
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.clinic.models import StaffMember
from iop.core.errors import require
from iop.pages.presenters.clients.head import Chart, read_chart

ASKED_DAYS = dt.timedelta(days=27)
"""A first request is for four weeks: what payers commonly give for IOP (levels_of_care.md §5)."""


def authorizations_chart(actor: Actor, client_id: uuid.UUID, at: dt.datetime) -> Chart:
    """Read a chart's head for somebody who reads what is billed."""
    chart = read_chart(actor, client_id, at)
    require(may_see(actor, chart.episode.site_id))
    return chart


def keeping_chart(actor: Actor, client_id: uuid.UUID, at: dt.datetime) -> Chart:
    """The same for somebody who asks payers."""
    chart = authorizations_chart(actor, client_id, at)
    require(may_keep(actor, chart.episode.site_id))
    return chart


def authorization_of(actor: Actor, authorization_id: uuid.UUID, at: dt.datetime) -> tuple[Authorization, Chart]:
    """Give an authorization with its client's chart."""
    rows = Authorization.objects.select_related("episode__site", "level", "owner", "coverage__plan__payer")
    row = rows.filter(pk=authorization_id).first()
    if row is None:
        raise Http404
    chart = read_chart(actor, row.episode.client_id, at)
    require(may_see(actor, row.episode.site_id))
    return row, chart


def kept_of(actor: Actor, authorization_id: uuid.UUID, at: dt.datetime) -> tuple[Authorization, Chart]:
    """The same for somebody who asks payers."""
    row, chart = authorization_of(actor, authorization_id, at)
    require(may_keep(actor, row.episode.site_id))
    return row, chart


def colleagues_of(site_id: uuid.UUID, on: dt.date) -> list[StaffMember]:
    """List who may see to an authorization at a site."""
    rows = StaffMember.objects.working(on).at_site(site_id, on, Permission.AUTHORIZATION_KEEP)
    return list(rows.order_by("last_name", "first_name"))


def covers_of(chart: Chart) -> list[Coverage]:
    """List the client's standing covers of today and later, the first to pay first."""
    client_id = chart.client.pk
    return between([client_id], chart.today, chart.today + dt.timedelta(days=365))[client_id]


def levels() -> list[LevelOfCare]:
    """List the levels that are given here."""
    return list(LevelOfCare.objects.filter(is_active=True, is_off_site=False))


def prefilled(chart: Chart, covers: list[Coverage], previous: Authorization | None) -> dict[str, Any]:
    """Begin a request with what the stay says: the level, the planned days of four weeks, the first cover.

    After an earlier authorization it begins the day after that one ends, counts in the same unit and asks for as much.
    """
    starts_on = max(chart.today, previous.ends_on + dt.timedelta(days=1)) if previous else chart.today
    ends_on = starts_on + ASKED_DAYS
    planned = days([chart.episode.pk], starts_on, ends_on)[chart.episode.pk]
    level = chart.stay.level_on(starts_on) or chart.stay.level_on(chart.today)
    unit = previous.unit if previous else AuthUnit.DAY
    per_unit = {AuthUnit.HOUR: Decimal(60), AuthUnit.QUARTER: Decimal(15)}.get(AuthUnit(unit))
    minutes = sum(day.minutes for day in planned)
    units = (Decimal(minutes) / per_unit).quantize(Decimal(1)) if per_unit else Decimal(len(planned))
    found: dict[str, Any] = {
        "coverage": str(covers[0].pk) if covers else "", "level": level.more["level"] if level else "", "unit": unit,
        "units": units or None, "starts_on": starts_on, "ends_on": ends_on,
    }  # fmt: skip
    if previous:
        found |= {
            "coverage": str(previous.coverage_id), "codes": ", ".join(previous.codes), "reviewer": previous.reviewer,
            "owner": str(previous.owner_id or ""),
        }  # fmt: skip
    return found
