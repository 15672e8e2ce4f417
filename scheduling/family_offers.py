"""Reading what was offered to families, and when a family session is to be offered again."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection

from clients.models import Episode
from iop.core import clock
from scheduling.choices import AppointmentKind, AppointmentStatus
from scheduling.models import Appointment, FamilyOffer
from scheduling.rules.family import due_on

COUNTS = (AppointmentStatus.BOOKED, AppointmentStatus.ARRIVED, AppointmentStatus.COMPLETED)


def due_days(episode_ids: Collection[uuid.UUID], every: int, at: dt.datetime) -> dict[uuid.UUID, dt.date]:
    """Say of each stay from when on a family session is to be offered (again), where one is; three statements.

    ``every`` is the clinic's rhythm in days (0: never asked).
    """
    if not every:
        return {}
    offers = _offers(episode_ids, at)
    sessions = _sessions(episode_ids)
    stays = Episode.objects.filter(pk__in=list(episode_ids), admitted_on__isnull=False).values_list("pk", "admitted_on")
    found = {}
    for episode, admitted_on in stays:
        day = admitted_on and due_on(admitted_on, offers.get(episode, []), sessions.get(episode, []), every)
        if day:
            found[episode] = day
    return found


def _offers(
    episode_ids: Collection[uuid.UUID], at: dt.datetime
) -> dict[uuid.UUID, list[tuple[dt.date, dt.date | None]]]:
    """Give the newest offer of each stay."""
    rows = FamilyOffer.objects.filter(episode__in=list(episode_ids), at__lte=at)
    newest = rows.order_by("episode_id", "-offered_on", "-at").distinct("episode_id")
    return {episode: [(on, again)] for episode, on, again in newest.values_list("episode_id", "offered_on", "again_on")}


def _sessions(episode_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[dt.date]]:
    rows = Appointment.objects.filter(episode__in=list(episode_ids), kind=AppointmentKind.FAMILY, status__in=COUNTS)
    found: dict[uuid.UUID, list[dt.date]] = defaultdict(list)
    for episode, starts_at, zone in rows.order_by().values_list("episode_id", "starts_at", "site__time_zone"):
        found[episode].append(clock.local_date(starts_at, zone))
    return found
