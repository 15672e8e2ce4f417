"""The end of a stay, in one step: enrolment, appointments, rosters, placement and care team end with the same day."""

from __future__ import annotations

import datetime as dt
import uuid

from clients.actions import close_episode
from clients.actions.discharge import keep_discharge, keep_with_discharge, note_first_appointment
from clients.choices import DischargeKind, EpisodeStatus
from clients.discharge_choices import ContactAfter, FirstAppointment
from clients.discharge_rules import Leaving
from clients.models import DischargeDetail, Episode
from iop.access.actors import Actor
from iop.core import clock
from iop.core.words import say
from iop.work.actions import close_for, drop_for, open_item
from iop.work.choices import WorkKind
from iop.workflows.enrolment import offer_seat
from scheduling.actions import leave_schedule
from scheduling.actions.holds import free_for_stay
from scheduling.busy import atomic_again
from sessions_app.actions import leave_all, sync_rosters
from therapy.actions.aftercare import require_aftercare
from therapy.actions.follow_ups import plan_for
from therapy.actions.reviews.effect import acted_on
from therapy.actions.summaries import owe_summary
from therapy.choices.follow_ups import DISCHARGE_OF, FOLLOW_UP_ROLE
from therapy.choices.reviews import ReviewDecision
from therapy.reviews import to_act_on


@atomic_again
def discharge(
    *,
    by: Actor,
    episode: Episode,
    on: dt.date,
    kind: str,
    reason: str,
    at: dt.datetime,
    leaving: Leaving | None = None,
) -> Episode:
    """Discharge a client, or close an inquiry that did not lead to admission; ``on`` is the last day in treatment.

    What the schedule holds after that day goes: seats (offered to whoever waits), roster lines and make-ups, appointments
    (told to the client). A signed review that decided on it is thereby put into effect. ``leaving`` says where they go;
    check-ins follow where they agreed to contact, and somebody asks whether the first appointment was kept. After a death
    nothing is sent and nobody is called. Raises what ``clients.actions.close_episode`` and ``clients.discharge_rules``
    refuse; then nothing has changed.
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
        _put_into_effect(by, row, at)
    closed = close_episode(by=by, episode=row, on=on, kind=kind, reason=reason, at=at)
    _leave_days(by, row.client_id, tracks, on + dt.timedelta(days=1), at)
    if closed.status == EpisodeStatus.DISCHARGED:
        if leaving is not None or kind == DischargeKind.DECEASED:
            keep_with_discharge(by=by, episode=closed, leaving=leaving or Leaving())
        _follow(by, closed, at)
    for track_id in sorted(set(tracks)):
        offer_seat(by=by, track_id=track_id, at=at)
    return closed


@atomic_again
def keep_destination(
    *, by: Actor, episode: Episode, leaving: Leaving, at: dt.datetime, version: int | None = None
) -> DischargeDetail:
    """Keep or change where somebody went, once treatment has ended; check-ins and the question after the appointment follow."""
    row = keep_discharge(by=by, episode=episode, leaving=leaving, version=version, at=at)
    drop_for(by=by, subject=(DISCHARGE_OF, row.episode_id), kind=WorkKind.FIRST_APPOINTMENT, at=at)
    _follow(by, row.episode, at)
    return row


@atomic_again
def answer_first_appointment(
    *, by: Actor, detail: DischargeDetail, kept: str, at: dt.datetime, words: str = ""
) -> DischargeDetail:
    """Say whether the first appointment was kept; the work of asking is done then."""
    row = note_first_appointment(by=by, detail=detail, kept=kept, words=words, at=at)
    close_for(by=by, subject=(DISCHARGE_OF, row.episode_id), kind=WorkKind.FIRST_APPOINTMENT, at=at)
    return row


def _put_into_effect(by: Actor, episode: Episode, at: dt.datetime) -> None:
    """Say of the review that decided on it that it is done; one that decided otherwise is left as it is."""
    review = to_act_on(episode)
    if review is not None and review.decision == ReviewDecision.DISCHARGE:
        acted_on(by=by, review=review, what=(DISCHARGE_OF, episode.pk), at=at)


def _leave_days(by: Actor, client_id: uuid.UUID, tracks: list[uuid.UUID], next_day: dt.date, at: dt.datetime) -> None:
    for track_id in sorted(set(tracks)):
        sync_rosters(by=by, track_id=track_id, from_on=next_day, at=at, client_ids=[client_id])
    leave_all(by=by, client_id=client_id, from_on=next_day, at=at)


def _follow(by: Actor, episode: Episode, at: dt.datetime) -> None:
    """Plan the check-ins, and have somebody ask after the first appointment on the day after it."""
    plan_for(by=by, episode=episode, at=at)
    detail = DischargeDetail.objects.filter(episode=episode).first()
    if detail is None or not _asks(detail) or detail.first_at is None:
        return
    site = episode.site
    _, day_after = clock.day_bounds(clock.local_date(detail.first_at, site.time_zone), site.time_zone)
    open_item(
        by=by, kind=WorkKind.FIRST_APPOINTMENT, site_id=site.pk, subject=(DISCHARGE_OF, episode.pk),
        summary=say("Ask whether the first appointment after treatment was kept."),
        due_at=max(day_after + dt.timedelta(days=1), at), dedupe_key=f"first_appointment:{episode.pk}",
        role_key=FOLLOW_UP_ROLE, client_id=episode.client_id,
    )  # fmt: skip


def _asks(detail: DischargeDetail) -> bool:
    """Nobody is asked who does not want to hear from us."""
    return (
        detail.first_appointment == FirstAppointment.ARRANGED
        and not detail.first_kept
        and detail.contact_after != ContactAfter.DECLINED
    )
