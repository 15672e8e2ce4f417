"""Asking after somebody in treatment whom nobody has seen for as long as the policy says."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db.models import Max

from iop.core import clock
from iop.core.words import say
from iop.work.actions import NewItem, close_item, open_items
from iop.work.choices import WorkKind
from iop.work.models import WorkItem
from scheduling.choices import AppointmentStatus
from scheduling.models import Appointment
from sessions_app.absence_choices import StepOwner
from sessions_app.actions.absence.cases import counselors_of

if TYPE_CHECKING:
    from sessions_app.actions.absence.watching import Looked

CHART = "clients.client"


def see(looked: Looked) -> int:
    """Open work for each stay without a service for its policy's days, and close it for those seen since. Says how many are new.

    A treatment day or a kept appointment is a service; before the first one the days count from admission.
    """
    kept = _kept(looked.policies, looked.at)
    gone = {pk for pk, policy in looked.policies.items() if _days(looked, kept, pk) >= policy.no_service_days}
    _close_seen(looked, gone)
    counselors = counselors_of(gone, looked.on)
    return open_items(by=looked.by, items=[_item(looked, pk, counselors.get(pk)) for pk in sorted(gone)])


def _days(looked: Looked, kept: dict[uuid.UUID, dt.datetime], episode_id: uuid.UUID) -> int:
    zone = looked.site.time_zone
    seen = [clock.local_date(at, zone) for at in (looked.came.get(episode_id), kept.get(episode_id)) if at]
    admitted = looked.stays[episode_id].admitted_on
    return (looked.on - max([*seen, admitted or looked.on])).days


def _kept(episode_ids: Collection[uuid.UUID], at: dt.datetime) -> dict[uuid.UUID, dt.datetime]:
    rows = Appointment.objects.filter(
        episode__in=list(episode_ids), status__in=[AppointmentStatus.ARRIVED, AppointmentStatus.COMPLETED], starts_at__lte=at
    )  # fmt: skip
    return dict(rows.order_by().values_list("episode_id").annotate(last=Max("starts_at")))


def _close_seen(looked: Looked, gone: Collection[uuid.UUID]) -> None:
    rows = WorkItem.objects.open().filter(kind=WorkKind.NO_SERVICE, site=looked.site)
    rows = rows.exclude(subject_id__in=[looked.stays[pk].client_id for pk in gone])
    for item_id in rows.values_list("pk", flat=True):
        close_item(by=looked.by, item_id=item_id, outcome="", at=looked.at)


def _item(looked: Looked, episode_id: uuid.UUID, staff_id: uuid.UUID | None) -> NewItem:
    begin, end = clock.day_bounds(looked.on, looked.site.time_zone)
    return NewItem(
        kind=WorkKind.NO_SERVICE, site_id=looked.site.pk, subject=(CHART, looked.stays[episode_id].client_id),
        summary=say("Ask after them, and talk in the team about how treatment goes on."),
        due_at=end + (end - begin), dedupe_key=f"no_service:{episode_id}", assignee_id=staff_id,
        role_key="" if staff_id else StepOwner.CASE_MANAGER, client_id=looked.stays[episode_id].client_id,
    )  # fmt: skip
