"""Licences about to end: work for the colleague and for the administrator, opened in time and closed by the renewal."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from iop.access.actors import SYSTEM, Actor
from iop.clinic import actions, settings
from iop.clinic.choices import SETTINGS
from iop.clinic.models import Site, SiteRole, StaffCredential
from iop.clinic.rules import days_to_end
from iop.core import clock
from iop.core.words import Sentence, day_words, say, sentence
from iop.work.actions import NewItem, close_item, open_items
from iop.work.choices import WorkKind
from iop.work.models import WorkItem

ADMINISTRATOR = "site_admin"
"""The role that keeps licences on file."""
OWN = "clinic.staffcredential"
"""Subject of the colleague's own item: it is settled outside the application, so it has no page."""
ON_FILE = "clinic.staffmember"
"""Subject of the administrator's item: the page of the colleague whose licence it is."""
SETTING = "credentials.warn_days"


@dataclass(frozen=True)
class _Ending:
    """A licence that ends soon or has ended, and where its holder works."""

    credential: StaffCredential
    site: Site
    days: int
    warn_days: int

    @property
    def has_ended(self) -> bool:
        return self.days < 0

    @property
    def is_news(self) -> bool:
        """One that ended long ago was news once; a file of old licences must not fill the work list."""
        return self.days >= -self.warn_days


@transaction.atomic
def watch_credentials(*, by: Actor, at: dt.datetime, staff_ids: Iterable[uuid.UUID] | None = None) -> int:
    """Open work for each licence that ends within the setting ``credentials.warn_days``, and close what is renewed.

    There is one item for the colleague and one for the administrators of a site where they work, and again one each on the
    day after it ended. Closed by hand, an item does not come back. Running it twice changes nothing. ``staff_ids`` keeps it
    to some colleagues. Says how many items were new.
    """
    ending = _ending(at, staff_ids)
    items = [item for each in ending for item in _items(each)]
    _close_settled({item.dedupe_key for item in items}, staff_ids, at)
    fresh = [item for each in ending if each.is_news for item in _items(each)]
    known = set(
        WorkItem.objects.filter(dedupe_key__in=[item.dedupe_key for item in fresh]).values_list("dedupe_key", flat=True)
    )
    return open_items(by=by, items=[item for item in fresh if item.dedupe_key not in known])


@transaction.atomic
def add_credential(*, by: Actor, staff_id: uuid.UUID, at: dt.datetime, **fields: object) -> StaffCredential:
    """Put a licence on file (``iop.clinic.actions.add_credential``); what it renews is off the work list at once."""
    row = actions.add_credential(by=by, staff_id=staff_id, **fields)  # type: ignore[arg-type]
    watch_credentials(by=SYSTEM, at=at, staff_ids=[staff_id])
    return row


@transaction.atomic
def change_credential(*, by: Actor, credential_id: uuid.UUID, at: dt.datetime, **fields: object) -> StaffCredential:
    """Correct or renew a licence (``iop.clinic.actions.change_credential``); the work list follows at once."""
    row = actions.change_credential(by=by, credential_id=credential_id, **fields)
    watch_credentials(by=SYSTEM, at=at, staff_ids=[row.staff_id])
    return row


def forget_own(*, staff_id: uuid.UUID, at: dt.datetime) -> None:
    """Drop what a colleague who leaves would have had to renew: it is nobody else's to do."""
    rows = WorkItem.objects.open().filter(assignee_id=staff_id, kind=WorkKind.CREDENTIAL_EXPIRING)
    for item_id in rows.values_list("pk", flat=True):
        close_item(by=SYSTEM, item_id=item_id, outcome=str(say("They leave the clinic.")), dropped=True, at=at)


def _ending(at: dt.datetime, staff_ids: Iterable[uuid.UUID] | None) -> list[_Ending]:
    longest = SETTINGS[SETTING].maximum or 0
    rows = _unrenewed().filter(expires_on__lte=at.date() + dt.timedelta(days=longest + 1))
    if staff_ids is not None:
        rows = rows.filter(staff__in=list(staff_ids))
    found = list(rows.select_related("kind", "staff").order_by("expires_on", "pk"))
    sites = _sites_of({row.staff_id for row in found}, at)
    warn_days = {site.pk: _warn_days(site, at) for site in sites.values()}
    known = [
        _Ending(
            row,
            site,
            days_to_end(row.expires_on or dt.date.max, clock.local_date(at, site.time_zone)),
            warn_days[site.pk],
        )
        for row in found
        if (site := sites.get(row.staff_id))
    ]
    return [each for each in known if each.days <= each.warn_days]


def _unrenewed() -> QuerySet[StaffCredential]:
    """Licences that end while their holder works here, and that no other of the same kind outlasts."""
    later = StaffCredential.objects.filter(
        Q(expires_on__isnull=True, kind__expires=False) | Q(expires_on__gt=OuterRef("expires_on")),
        staff=OuterRef("staff"), kind=OuterRef("kind"),
    )  # fmt: skip
    stays = Q(staff__left_on__isnull=True) | Q(staff__left_on__gt=F("expires_on") + 1)
    return StaffCredential.objects.filter(
        ~Exists(later), stays, expires_on__isnull=False, kind__expires=True, staff__user__is_active=True
    )


def _sites_of(staff_ids: set[uuid.UUID], at: dt.datetime) -> dict[uuid.UUID, Site]:
    """Give for each colleague a site where they hold a role, one that has an administrator before one that has none."""
    held = SiteRole.objects.on(at.date()).filter(site__is_active=True)
    kept = held.filter(site=OuterRef("site"), role__key=ADMINISTRATOR, staff__user__is_active=True)
    rows = held.filter(staff__in=staff_ids).annotate(is_kept=Exists(kept)).select_related("site")
    found: dict[uuid.UUID, Site] = {}
    for row in rows.order_by("-is_kept", "site__name", "pk"):
        found.setdefault(row.staff_id, row.site)
    return found


def _warn_days(site: Site, at: dt.datetime) -> int:
    return int(settings.value(SETTING, on=clock.local_date(at, site.time_zone), site_id=site.pk))


def _items(each: _Ending) -> Sequence[NewItem]:
    row, site = each.credential, each.site
    ends_on = row.expires_on or dt.date.max
    _, due_at = clock.day_bounds(ends_on, site.time_zone)
    stage = "ended" if each.has_ended else "soon"
    key = f"credential:{row.pk}:{ends_on}:{stage}"
    own, on_file = _words(each, ends_on)
    shared: dict[str, Any] = {"kind": WorkKind.CREDENTIAL_EXPIRING, "site_id": site.pk, "due_at": due_at}
    return (
        NewItem(
            subject=(OWN, row.pk), summary=own, dedupe_key=f"{key}:own", assignee_id=row.staff_id, **shared
        ),
        NewItem(
            subject=(ON_FILE, row.staff_id), summary=on_file, dedupe_key=f"{key}:file", role_key=ADMINISTRATOR, **shared
        ),
    )  # fmt: skip


def _words(each: _Ending, ends_on: dt.date) -> tuple[Sentence, Sentence]:
    values = {"code": each.credential.kind.code, "day": day_words(ends_on), "name": each.credential.staff.name}
    if each.has_ended:
        return (
            sentence(say("Your {code} licence ended on {day}. Bring the new one to your administrator."), **values),
            sentence(say("{name}: the {code} licence ended on {day}. Put the new one on file."), **values),
        )
    return (
        sentence(say("Your {code} licence ends on {day}. Renew it, and bring it to your administrator."), **values),
        sentence(say("{name}: the {code} licence ends on {day}. Put the new one on file."), **values),
    )


def _close_settled(standing: set[str], staff_ids: Iterable[uuid.UUID] | None, at: dt.datetime) -> None:
    rows = WorkItem.objects.open().filter(kind=WorkKind.CREDENTIAL_EXPIRING).exclude(dedupe_key__in=standing)
    if staff_ids is not None:
        wanted = list(staff_ids)
        licences = StaffCredential.objects.filter(staff__in=wanted).values("pk")
        rows = rows.filter(
            Q(subject_kind=ON_FILE, subject_id__in=wanted) | Q(subject_kind=OWN, subject_id__in=licences)
        )
    for item_id in rows.values_list("pk", flat=True):
        close_item(by=SYSTEM, item_id=item_id, at=at)
