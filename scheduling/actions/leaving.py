"""A stay ends: everything that the schedule still holds for the client."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from clients import policies
from clients.models import Episode
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core import clock
from iop.core.errors import require
from scheduling import seats
from scheduling.actions.appointments import cancel_rows
from scheduling.choices import AppointmentStatus, WaitStatus
from scheduling.models import Appointment, Enrolment, WaitlistEntry


@transaction.atomic
def leave_schedule(*, by: Actor, episode: Episode, on: dt.date, reason: str, at: dt.datetime) -> list[uuid.UUID]:
    """End a stay's enrolments with the day ``on``, and cancel the appointments booked after it.

    Who may end the stay may do this. Enrolments that would begin later never do; places on waitlists are given up. Gives the
    tracks in which seats became free.
    """
    require(policies.may_close(by, episode))
    tracks = list(
        Enrolment.objects.standing()
        .overlapping(on, dt.date.max)
        .filter(episode=episode)
        .values_list("track_id", flat=True)
    )
    seats.lock_tracks(tracks)
    held = Enrolment.objects.standing().filter(episode=episode)
    held.filter(starts_on__gt=on).update(withdrawn_at=at, leave_reason=reason[:300])
    ended = held.overlapping(on, on).update(ends_on=on, leave_reason=reason[:300])
    waited = WaitlistEntry.objects.filter(episode=episode, status=WaitStatus.WAITING).update(
        status=WaitStatus.WITHDRAWN
    )
    cancelled = _cancel_coming(by, episode, on, reason, at)
    record(
        by=by, verb="scheduling.schedule_left", subject=episode, clients=[episode.client_id], site_id=episode.site_id,
        detail={"on": on, "enrolments": ended, "waitlists": waited, "appointments": cancelled},
    )  # fmt: skip
    return tracks


def _cancel_coming(by: Actor, episode: Episode, on: dt.date, reason: str, at: dt.datetime) -> int:
    _, day_after = clock.day_bounds(on, episode.site.time_zone)
    coming = Appointment.objects.filter(episode=episode, starts_at__gte=day_after, status=AppointmentStatus.BOOKED)
    rows = list(coming.select_for_update(of=("self",)).select_related("site", "episode").order_by("starts_at"))
    if rows:
        cancel_rows(by, rows, reason[:300] or "-", at)
    return len(rows)
