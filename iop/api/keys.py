"""The life of keys: until when one may hold, and the work for administrators when it is about to end."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Prefetch, QuerySet

from iop.access.actors import SYSTEM, Actor
from iop.api.models import IntegrationKey
from iop.clinic import settings
from iop.clinic.models import Site
from iop.core import clock
from iop.core.errors import Invalid
from iop.core.words import day_words, say, sentence
from iop.work.actions import NewItem, close_item, open_items
from iop.work.choices import WorkKind
from iop.work.models import WorkItem

USUAL_DAYS = 365
MOST, WARN = "keys.most_days", "keys.warn_days"
ZONE = "UTC"
"""Days of keys are days of this zone: a key belongs to no site."""
SUBJECT = "api.integration"
ADMINISTRATOR = "site_admin"


@dataclass(frozen=True)
class Days:
    """On which days a key that is made now may end: the first, the one that is taken unless another is named, the last."""

    first: dt.date
    usual: dt.date
    last: dt.date


def days_of(at: dt.datetime) -> Days:
    """Say on which days a key that is made at ``at`` may end: the clinic sets the last one (``keys.most_days``)."""
    today = clock.local_date(at, ZONE)
    last = today + dt.timedelta(days=settings.value(MOST, on=today))
    return Days(today, min(today + dt.timedelta(days=USUAL_DAYS), last), last)


def end_of(until: dt.date | None, at: dt.datetime) -> dt.datetime:
    """Say at which instant a key ends that holds up to and including the day ``until``; none named: for a year.

    Raises ``Invalid`` for a day that is over, and for one that lies further ahead than the clinic lets keys hold.
    """
    days = days_of(at)
    on = until or days.usual
    if on < days.first:
        raise Invalid(say("This day is over. Choose a day that is still ahead."), field="until")
    if on > days.last:
        words = say(
            "A key holds until {day} at the longest. Choose that day or an earlier one, and replace the key then."
        )
        raise Invalid(sentence(words, day=day_words(days.last)), field="until")
    return clock.day_bounds(on, ZONE)[1]


def last_day(end: dt.datetime) -> dt.date:
    """Say which is the last day on which a key holds that ends at ``end``."""
    return clock.local_date(end - dt.timedelta(microseconds=1), ZONE)


def soon(at: dt.datetime) -> dt.datetime:
    """Say by which instant a key ends that ends soon (``keys.warn_days``)."""
    return at + dt.timedelta(days=settings.value(WARN, on=clock.local_date(at, ZONE)))


@transaction.atomic
def watch_keys(*, by: Actor, at: dt.datetime, integration_ids: Collection[uuid.UUID] | None = None) -> int:
    """Open work for each key that ends soon and was not replaced, and close what was replaced, revoked or is over.

    It belongs to the administrators of one of the integration's sites. Closed by hand, an item does not come back. Running it
    twice changes nothing. ``integration_ids`` keeps it to some integrations. Says how many items were new.
    """
    ending = list(_ending(at, integration_ids))
    else_at = _first_site() if ending else None
    items = [item for key in ending if (item := _item(key, else_at)) is not None]
    keys = {item.dedupe_key for item in items}
    _close_settled(keys, integration_ids, at)
    known = set(WorkItem.objects.filter(dedupe_key__in=keys).values_list("dedupe_key", flat=True))
    return open_items(by=by, items=[item for item in items if item.dedupe_key not in known])


def _ending(at: dt.datetime, integration_ids: Collection[uuid.UUID] | None) -> QuerySet[IntegrationKey]:
    rows = IntegrationKey.objects.filter(
        revoked=False, replaced_at__isnull=True, integration__ended_at__isnull=True, expiry_date__gt=at,
        expiry_date__lte=soon(at),
    )  # fmt: skip
    if integration_ids is not None:
        rows = rows.filter(integration__in=integration_ids)
    sites = Prefetch("integration__sites", Site.objects.filter(is_active=True).order_by("pk"))
    return rows.select_related("integration").prefetch_related(sites).order_by("expiry_date", "prefix")


def _item(key: IntegrationKey, else_at: Site | None) -> NewItem | None:
    site = next(iter(key.integration.sites.all()), else_at)
    if site is None or key.expiry_date is None:
        return None
    ends_on = last_day(key.expiry_date)
    words = say("{name}: the key {prefix} ends on {day}. Replace it before, or the program stops.")
    return NewItem(
        kind=WorkKind.KEY_ENDING, site_id=site.pk, subject=(SUBJECT, key.integration_id),
        summary=sentence(words, name=key.integration.name, prefix=key.prefix, day=day_words(ends_on)),
        due_at=key.expiry_date, dedupe_key=f"key:{key.prefix}:{ends_on}", role_key=ADMINISTRATOR,
    )  # fmt: skip


def _first_site() -> Site | None:
    return Site.objects.filter(is_active=True).order_by("pk").first()


def _close_settled(standing: set[str], integration_ids: Collection[uuid.UUID] | None, at: dt.datetime) -> None:
    rows = WorkItem.objects.open().filter(kind=WorkKind.KEY_ENDING).exclude(dedupe_key__in=standing)
    if integration_ids is not None:
        rows = rows.filter(subject_id__in=integration_ids)
    for item_id in rows.values_list("pk", flat=True):
        close_item(by=SYSTEM, item_id=item_id, at=at)
