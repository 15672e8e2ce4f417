"""The end of a stay, in one step: enrolment, appointments, rosters, placement and care team end with the same day."""

from __future__ import annotations

import datetime as dt

from clients.actions import close_episode
from clients.choices import EpisodeStatus
from clients.models import Episode
from iop.access.actors import Actor
from iop.workflows.enrolment import offer_seat
from scheduling.actions import leave_schedule
from scheduling.actions.holds import free_for_stay
from scheduling.busy import atomic_again
from sessions_app.actions import leave_all, sync_rosters
from therapy.actions.aftercare import require_aftercare
from therapy.actions.summaries import owe_summary


@atomic_again
def discharge(*, by: Actor, episode: Episode, on: dt.date, kind: str, reason: str, at: dt.datetime) -> Episode:
    """Discharge a client, or close an inquiry that did not lead to admission; ``on`` is the last day in treatment.

    What the schedule holds after that day goes: seats (offered to whoever waits), roster lines and make-ups, appointments
    (told to the client). Raises what ``clients.actions.close_episode`` refuses; then nothing has changed.
    """
    freed = free_for_stay(by=by, episode=episode, at=at)
    # Held first: an enrolment at the same moment waits, and then finds the stay ended.
    row = Episode.objects.select_for_update(of=("self",)).select_related("site").get(pk=episode.pk)
    tracks = leave_schedule(by=by, episode=row, on=on, reason=reason, at=at)
    tracks += [freed] if freed else []
    if row.status == EpisodeStatus.ADMITTED:
        require_aftercare(episode=row, kind=kind, on=on)
        # While the care team still holds: the summary is their work.
        owe_summary(by=by, episode=row, on=on)
    closed = close_episode(by=by, episode=row, on=on, kind=kind, reason=reason, at=at)
    next_day = on + dt.timedelta(days=1)
    for track_id in sorted(set(tracks)):
        sync_rosters(by=by, track_id=track_id, from_on=next_day, at=at, client_ids=[row.client_id])
    leave_all(by=by, client_id=row.client_id, from_on=next_day, at=at)
    for track_id in sorted(set(tracks)):
        offer_seat(by=by, track_id=track_id, at=at)
    return closed
