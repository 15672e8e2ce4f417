"""Which lists are to be gone through, and which injections come due, as work of those who do it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Max, OuterRef, Subquery

from clients.models import Episode
from iop.access.actors import Actor
from iop.clinic import settings
from iop.core import clock
from iop.core.words import say
from iop.work.actions import NewItem, open_items
from iop.work.choices import WorkKind
from iop.work.models import WorkItem
from therapy.actions.medications.holding import LIST_KIND, MEDICATION_KIND
from therapy.actions.owners import owners_of
from therapy.models.medications import InjectionGiven, Medication

MEDICAL = "medical"
END_OF_DAY = dt.time(17)
KEYS = ("medications.first_days", "medications.reconcile_days", "medications.warn_days")


@transaction.atomic
def owe_medication_work(*, by: Actor, at: dt.datetime) -> int:
    """Put lists not gone through in the clinic's rhythm, and injections that come due, on the work lists; say how many were new.

    A list belongs to the primary counselor, an injection to the medical staff of the site. Statements do not grow with either.
    """
    return open_items(by=by, items=[*_lists(at), *_injections(at)])


def _lists(at: dt.datetime) -> list[NewItem]:
    waiting = WorkItem.objects.open().filter(kind=WorkKind.RECONCILE_MEDICATIONS).values("client_id")
    rows: Any = (
        Episode.objects.admitted()
        .exclude(client__in=waiting)
        .select_related("site")
        .annotate(gone_through=Max("reconciliations__at"))
        .order_by("pk")
    )
    rows = list(rows)
    days = _days(rows, at)
    late = [(row, due) for row in rows if (due := _list_due(row, days[row.site_id])) <= at]
    owners = owners_of([row.pk for row, _ in late], clock.local_date(at, "UTC"))
    return [_list_item(row, due, owners.get(row.pk)) for row, due in late]


def _list_due(row: Any, days: dict[str, int]) -> dt.datetime:
    if row.gone_through is not None:
        due: dt.datetime = row.gone_through + dt.timedelta(days=days["reconcile"])
        return due
    return clock.at_local(row.admitted_on + dt.timedelta(days=days["first"]), END_OF_DAY, row.site.time_zone)


def _list_item(row: Episode, due: dt.datetime, owner: uuid.UUID | None) -> NewItem:
    return NewItem(
        kind=WorkKind.RECONCILE_MEDICATIONS, site_id=row.site_id, subject=(LIST_KIND, row.client_id),
        summary=say("Go through the medication list together"), due_at=due, dedupe_key=f"reconcile:{row.pk}",
        assignee_id=owner, role_key="" if owner else MEDICAL, client_id=row.client_id,
    )  # fmt: skip


def _injections(at: dt.datetime) -> list[NewItem]:
    newest = InjectionGiven.objects.right().filter(medication=OuterRef("pk")).order_by("-given_on", "-pk")
    horizon = at.astimezone(dt.UTC).date() + dt.timedelta(days=60)
    waiting = WorkItem.objects.open().filter(kind=WorkKind.INJECTION_DUE).values("subject_id")
    admitted = Episode.objects.admitted().filter(client=OuterRef("client"))
    rows: Any = (
        Medication.objects.going_on(at.astimezone(dt.UTC).date())
        .filter(client__in=Episode.objects.admitted().values("client"))
        .exclude(pk__in=waiting)
        .annotate(next_due=Subquery(newest.values("next_due_on")[:1]), care_site=Subquery(admitted.values("site")[:1]))
        .filter(next_due__lte=horizon)
        .select_related("site")
        .order_by("next_due", "pk")
    )
    rows = list(rows)
    days = _days(rows, at)
    return [_injection_item(row) for row in rows if _is_near(row, days[row.site_id]["warn"], at)]


def _is_near(row: Any, warn: int, at: dt.datetime) -> bool:
    due: dt.date = row.next_due
    return due <= clock.local_date(at, row.site.time_zone) + dt.timedelta(days=warn)


def _injection_item(row: Any) -> NewItem:
    return NewItem(
        kind=WorkKind.INJECTION_DUE, site_id=row.care_site, subject=(MEDICATION_KIND, row.pk),
        summary=say("Give the long-acting injection, or say why not"),
        due_at=clock.at_local(row.next_due, END_OF_DAY, row.site.time_zone), dedupe_key=f"injection:{row.pk}",
        role_key=MEDICAL, client_id=row.client_id,
    )  # fmt: skip


def _days(rows: Iterable[Any], at: dt.datetime) -> dict[uuid.UUID, dict[str, int]]:
    """Give the clinic's days for each site: three settings in one statement a site."""
    sites = {row.site_id: row.site for row in rows}
    return {
        pk: {
            key.partition("_")[0].removeprefix("medications."): days
            for key, days in settings.values(KEYS, on=clock.local_date(at, site.time_zone), site_id=pk).items()
        }
        for pk, site in sites.items()
    }
