"""Good-faith estimates: owed when they are due, given with all that the rule asks (45 CFR 149.610)."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Min

from billing.choices.client_money import EstimateReason
from billing.estimating import Item, closed_days, diagnoses_of, uninsured
from billing.models import BillingIdentity, Estimate, EstimateItem
from billing.policies.client_money import may_take_payment
from billing.rules import estimates as rules
from clients.choices import EpisodeStatus
from clients.models import Client, Episode
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic.models import Organization, Site
from iop.core import clock
from iop.core.errors import Conflict, Invalid, require, require_valid
from iop.core.words import say
from iop.work.actions import NewItem, close_for, open_items
from iop.work.choices import WorkKind
from scheduling.models import Appointment, Enrolment

ABOUT = "billing.account_of"
"""Work about a client's account points to the client."""
WHO_GIVES = "intake"
END_OF_DAY = dt.time(17)
ROOM = dt.timedelta(days=45)
MOST_ITEMS = 20


@transaction.atomic
def give_estimate(
    *, by: Actor, episode: Episode, reason: str, asked_on: dt.date, starts_on: dt.date, ends_on: dt.date, items: Sequence[Item],
    language: str, at: dt.datetime,
) -> Estimate:  # fmt: skip
    """Give an estimate: services by code with their price, the diagnosis, up to twelve months. The one before is replaced.

    Closes the work that asked for it. Raises ``Invalid`` for no lines, or a span that is too long.
    """
    site = episode.site
    require(may_take_payment(by, site.pk))
    require_valid(rules.why_not_span(starts_on, ends_on), "ends_on")
    today = clock.local_date(at, site.time_zone)
    if not items or len(items) > MOST_ITEMS:
        raise Invalid(say("An estimate names the services: from one line to twenty."), field="items")
    if asked_on > today:
        raise Invalid(say("It was scheduled or asked for today or before."), field="asked_on")
    Client.objects.select_for_update(no_key=True).get(pk=episode.client_id)
    before = Estimate.objects.filter(client=episode.client_id, replaced_by__isnull=True).first()
    row = Estimate.objects.create(
        client_id=episode.client_id, episode=episode, site=site, reason=reason, asked_on=asked_on, given_on=today, at=at,
        due_on=_due(reason, asked_on, starts_on, site), starts_on=starts_on, ends_on=ends_on, language=language,
        diagnoses=diagnoses_of(episode.client_id, today), total_cents=sum(item.units * item.cents for item in items),
        replaces=before, given_by=by.staff_id,
    )  # fmt: skip
    us, number = _ourselves(site, today)
    EstimateItem.objects.bulk_create(
        EstimateItem(
            estimate=row, position=position, code=item.code, words=item.words, units=item.units, cents=item.cents,
            provider=item.provider or us, provider_number=item.provider_number if item.provider else number,
        )
        for position, item in enumerate(items, start=1)
    )  # fmt: skip
    close_for(by=by, subject=(ABOUT, episode.client_id), kind=WorkKind.ESTIMATE_DUE, at=at)
    record(
        by=by, verb="billing.estimate_given", subject=row, site_id=site.pk, clients=[row.client_id],
        detail={"cents": row.total_cents, "reason": str(reason), "due": row.due_on},
    )  # fmt: skip
    return row


@transaction.atomic
def ask_estimate(*, by: Actor, episode: Episode, at: dt.datetime) -> dt.date:
    """Write down that a client asked for an estimate or what it costs; say until when it is due."""
    require(may_take_payment(by, episode.site_id))
    today = clock.local_date(at, episode.site.time_zone)
    due = rules.due_for_asked(today, closed_days(episode.site_id, today, today + ROOM))
    if not open_items(by=by, items=[_owed(episode, due)]):
        raise Conflict(say("An estimate is on the work list already."), code="already_owed")
    return due


def owe_estimates(*, by: Actor, at: dt.datetime) -> int:
    """Put estimates on the work list for people without a cover whose first service was scheduled; say how many are new."""
    items: list[NewItem] = []
    for site in Site.objects.filter(is_active=True):
        today = clock.local_date(at, site.time_zone)
        items += _due_at(site, today)
    return open_items(by=by, items=items)


def _due_at(site: Site, today: dt.date) -> list[NewItem]:
    stays = {
        row.pk: row
        for row in Episode.objects.filter(site=site, status__in=[EpisodeStatus.INQUIRY, EpisodeStatus.ADMITTED])
        .select_related("site")
        .exclude(client__estimates__ends_on__gte=today)
    }
    booked = _scheduled(stays, site, today)
    alone = uninsured({stays[pk].client_id for pk in booked}, today)
    closed = closed_days(site.pk, today - ROOM, today + ROOM)
    found = []
    for pk, (scheduled_on, service_on) in booked.items():
        due = rules.due_for_scheduled(scheduled_on, service_on, closed)
        if due and stays[pk].client_id in alone:
            found.append(_owed(stays[pk], due))
    return found


def _scheduled(stays: dict[uuid.UUID, Episode], site: Site, today: dt.date) -> dict[uuid.UUID, tuple[dt.date, dt.date]]:
    """Give for each stay the day of scheduling and the day of the first service that lies ahead. Two statements."""
    start, _end = clock.day_bounds(today, site.time_zone)
    visits = Appointment.objects.standing().filter(episode__in=list(stays), starts_at__gte=start).order_by()
    days = Enrolment.objects.filter(episode__in=list(stays), starts_on__gte=today, withdrawn_at__isnull=True).order_by()
    found: dict[uuid.UUID, tuple[dt.date, dt.date]] = {}
    for pk, made, first in visits.values_list("episode").annotate(made=Min("created_at"), first=Min("starts_at")):
        found[pk] = (clock.local_date(made, site.time_zone), clock.local_date(first, site.time_zone))
    for pk, made, first in days.values_list("episode").annotate(made=Min("created_at"), first=Min("starts_on")):
        one = (clock.local_date(made, site.time_zone), first)
        found[pk] = min(found[pk], one, key=lambda pair: pair[1]) if pk in found else one
    return found


def _owed(episode: Episode, due: dt.date) -> NewItem:
    return NewItem(
        kind=WorkKind.ESTIMATE_DUE, site_id=episode.site_id, subject=(ABOUT, episode.client_id), client_id=episode.client_id,
        summary=say("Good-faith estimate to give"), due_at=clock.at_local(due, END_OF_DAY, episode.site.time_zone),
        dedupe_key=f"estimate:{episode.client_id}", role_key=WHO_GIVES,
    )  # fmt: skip


def _due(reason: str, asked_on: dt.date, starts_on: dt.date, site: Site) -> dt.date | None:
    closed = closed_days(site.pk, min(asked_on, starts_on) - ROOM, max(asked_on, starts_on) + ROOM)
    if reason == EstimateReason.ASKED:
        return rules.due_for_asked(asked_on, closed)
    if reason == EstimateReason.CHANGED:
        return rules.due_for_changed(starts_on, closed)
    return rules.due_for_scheduled(asked_on, starts_on, closed)


def _ourselves(site: Site, on: dt.date) -> tuple[str, str]:
    identity = BillingIdentity.objects.on(on).filter(site=site).first()
    if identity:
        return identity.legal_name, identity.npi
    return Organization.objects.values_list("neutral_name", flat=True).first() or site.name, ""
