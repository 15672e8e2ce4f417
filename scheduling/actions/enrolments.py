"""A client's place in a track: joining, changing weekdays, pausing, leaving. All by date; the track's row is locked first."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Collection, Sequence

from django.db import IntegrityError, transaction

from clients.choices import EpisodeStatus
from clients.models import Episode, Placement
from clients.requirements import for_levels
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core import clock
from iop.core.errors import Conflict, Invalid, require, require_current, require_valid
from iop.core.words import Sentence, say, sentence
from scheduling import holding, policies, seats
from scheduling.busy import atomic_again
from scheduling.choices import WaitStatus
from scheduling.models import DayTemplate, Enrolment, EnrolmentPause, SeatHold, Track, WaitlistEntry, WeeklyTemplate
from scheduling.rules import enrolment as rules
from scheduling.rules.seats import Place

CHANGED = say("Somebody else changed this enrolment meanwhile. Look again; nothing of theirs was overwritten.")
ONE_DAY = dt.timedelta(days=1)
UNDER_WAY = (EpisodeStatus.INQUIRY, EpisodeStatus.ADMITTED)


@atomic_again
def enrol(
    *,
    by: Actor,
    episode: Episode,
    track: Track,
    weekdays: Collection[int],
    starts_on: dt.date,
    at: dt.datetime,
    ends_on: dt.date | None = None,
    hold: SeatHold | None = None,
    admitting: bool = False,
    placing: bool = False,
) -> Enrolment:
    """Give a client a seat in a track from a day on, on chosen weekdays (Monday is 0); mid-series joining is a date too.

    ``ends_on`` is the last day, none is open-ended. ``hold`` is a seat held for their inquiry: it becomes this place.
    ``admitting`` says that this is the place given on admission, which whoever admits may give; ``placing``
    that it goes along with a level of care, which whoever decides the level may give. Raises ``Conflict`` when
    there is no active placement in the track's level on the first day, when a day is full, when the client already comes
    somewhere then, or when the held seat ran out (``hold_expired``; ``detail`` says whether another one is free).
    """
    held = seats.lock_track(track.pk)
    course = _lock_episode(episode)
    require(_may_seat(admitting, placing)(by, course.site_id))
    _check_track(held, course)
    require_valid(rules.why_not_span(starts_on, ends_on, _today(held, at)), "starts_on")
    _check_placement(held, course, starts_on)
    require_valid(rules.why_not_weekdays(weekdays, running_weekdays(held, starts_on)), "weekdays")
    kept = holding.lock_for_use(hold, held, course, at) if hold else None
    row = _seat(held, course, weekdays, starts_on, ends_on, at=at, without=kept.pk if kept else None)
    if kept:
        holding.use(by, kept, row, at)
    _settle_waitlist(held, course)
    _record(by, "scheduling.enrolled", row, {"starts_on": starts_on, "ends_on": ends_on, "at": at})
    return row


@atomic_again
def change_weekdays(
    *, by: Actor, enrolment: Enrolment, weekdays: Collection[int], from_on: dt.date, at: dt.datetime,
    version: int | None = None,
) -> Enrolment:  # fmt: skip
    """Let a client come on other weekdays from a day on: the enrolment ends the day before and a new one begins.

    Gives the new enrolment. Pauses from that day on go along with it. Raises ``Stale`` for an older ``version``.
    """
    row, track = _lock(enrolment, version)
    require(policies.may_enrol(by, row.episode.site_id))
    first = max(from_on, row.starts_on)
    require_valid(rules.why_not_span(first, row.ends_on, _today(track, at)), "from_on")
    require_valid(rules.why_not_weekdays(weekdays, running_weekdays(track, first)), "weekdays")
    if set(weekdays) == set(row.weekdays):
        raise Invalid(say("These are the weekdays they already come on."), field="weekdays")
    last_day, pauses = row.ends_on, _pauses(row)
    _close(row, first - ONE_DAY, at)
    new = _seat(track, row.episode, weekdays, first, last_day, at=at, pauses=pauses)
    _carry_pauses(pauses, new, at)
    _record(by, "scheduling.weekdays_changed", new, {"from_on": first, "before": row.pk, "at": at})
    return new


@atomic_again
def end_enrolment(
    *, by: Actor, enrolment: Enrolment, ends_on: dt.date, reason: str, at: dt.datetime, version: int | None = None
) -> Enrolment:
    """Let an enrolment end with the day ``ends_on``; the seat is free from the next day. A later end than before is checked.

    Raises ``Stale`` for an older ``version``.
    """
    row, track = _lock(enrolment, version)
    require(policies.may_enrol(by, row.episode.site_id))
    require_valid(rules.why_not_end(row.starts_on, ends_on), "ends_on")
    if not reason.strip():
        raise Invalid(say("Say why they leave the track."), field="reason")
    if row.ends_on and ends_on > row.ends_on:
        _refuse_longer(track, row, ends_on, at)
    row.ends_on, row.leave_reason, row.version = ends_on, reason.strip()[:300], row.version + 1
    row.save(update_fields=["ends_on", "leave_reason", "version"])
    row.pauses.filter(cancelled_at__isnull=True, starts_on__gt=ends_on).update(cancelled_at=at)
    _record(by, "scheduling.enrolment_ended", row, {"ends_on": ends_on, "at": at})
    return row


@atomic_again
def withdraw(*, by: Actor, enrolment: Enrolment, reason: str, at: dt.datetime, version: int | None = None) -> Enrolment:
    """Take an enrolment back before its first day: it never was, and the row stays to say so. Raises ``Stale``."""
    row, track = _lock(enrolment, version)
    require(policies.may_enrol(by, row.episode.site_id))
    require_valid(rules.why_not_withdraw(row.starts_on, _today(track, at)), "")
    row.withdrawn_at, row.leave_reason, row.version = at, reason.strip()[:300], row.version + 1
    row.save(update_fields=["withdrawn_at", "leave_reason", "version"])
    _record(by, "scheduling.enrolment_withdrawn", row, {"starts_on": row.starts_on, "at": at})
    return row


@atomic_again
def pause(
    *,
    by: Actor,
    enrolment: Enrolment,
    starts_on: dt.date,
    ends_on: dt.date,
    reason: str,
    at: dt.datetime,
    releases_seat: bool = False,
    version: int | None = None,
) -> EnrolmentPause:
    """Let a client stay away from a day to a day. The seat is kept for them unless ``releases_seat``. Raises ``Stale``."""
    row, track = _lock(enrolment, version)
    require(policies.may_enrol(by, row.episode.site_id))
    today = _today(track, at)
    require_valid(
        rules.why_not_pause(starts_on, ends_on, starts_on=row.starts_on, ends_on=row.ends_on, today=today), "starts_on"
    )
    if not reason.strip():
        raise Invalid(say("Say why they pause."), field="reason")
    made = EnrolmentPause(
        enrolment=row, starts_on=starts_on, ends_on=ends_on, releases_seat=releases_seat, reason=reason.strip()[:300]
    )
    _save_or(made, "pause_no_overlap", say("They already pause on some of these days."))
    _record(
        by, "scheduling.paused", row, {"starts_on": starts_on, "ends_on": ends_on, "released": releases_seat, "at": at}
    )
    return made


@atomic_again
def cancel_pause(*, by: Actor, pause: EnrolmentPause, at: dt.datetime) -> EnrolmentPause:
    """Let a client come back early: a pause that has begun ends yesterday, one that has not never was.

    Where the seat had been given up, one must be free on every day they would come again.
    """
    row, track = _lock(pause.enrolment)
    require(policies.may_enrol(by, row.episode.site_id))
    held = EnrolmentPause.objects.select_for_update().get(pk=pause.pk)
    today = _today(track, at)
    if held.cancelled_at or held.ends_on is None or held.ends_on < today:
        raise Conflict(say("This pause is over."), code="pause_over")
    if held.releases_seat:
        first = max(today, held.starts_on)
        seats.refuse_if_full(track, Place(first, held.ends_on, frozenset(row.weekdays)), at=at)
    if held.starts_on < today:
        held.ends_on = today - ONE_DAY
    else:
        held.cancelled_at = at
    held.save(update_fields=["ends_on", "cancelled_at"])
    _record(by, "scheduling.pause_cancelled", row, {"pause": held.pk, "from_on": today, "at": at})
    return held


def running_weekdays(track: Track, on: dt.date) -> list[int]:
    """Say on which weekdays a track runs, by the version of its week that holds on ``on``."""
    version = WeeklyTemplate.objects.filter(track=track).holding(on)
    return sorted(DayTemplate.objects.filter(template__in=version.values("pk")).values_list("weekday", flat=True))


def warnings(*, track: Track, weekdays: Collection[int], on: dt.date) -> list[Sentence]:
    """Say what the chosen weekdays would mean against the level's week: below or above is allowed, and said."""
    level = track.program.level
    asked = for_levels([level.pk], on).get(level.pk)
    if asked is None:
        return []
    version = WeeklyTemplate.objects.filter(track=track).holding(on)
    days = DayTemplate.objects.filter(template__in=version.values("pk"), weekday__in=list(weekdays))
    service = [
        sum(part.minutes for part in day.components.all() if part.kind.counts_as_service)
        for day in days.prefetch_related("components__kind")
    ]
    return rules.enrolment_warnings(
        service, level=level.short_name, min_days=asked.min_days, max_days=asked.max_days,
        min_weekly=asked.min_weekly_minutes, max_weekly=asked.max_weekly_minutes,
    )  # fmt: skip


def _may_seat(admitting: bool, placing: bool) -> Callable[[Actor, uuid.UUID], Sentence | None]:
    if admitting:
        return policies.may_seat_on_admission
    return policies.may_seat_with_level if placing else policies.may_enrol


def _seat(
    track: Track,
    episode: Episode,
    weekdays: Collection[int],
    starts_on: dt.date,
    ends_on: dt.date | None,
    *,
    at: dt.datetime,
    pauses: Sequence[EnrolmentPause] = (),
    without: uuid.UUID | None = None,
) -> Enrolment:
    row = Enrolment(
        client_id=episode.client_id,
        episode=episode,
        track=track,
        weekdays=sorted(set(weekdays)),
        starts_on=starts_on,
        ends_on=ends_on,
    )
    refuse_elsewhere(row)
    seats.refuse_if_full(track, seats.place_of(row, pauses), at=at, without=without)
    _save_or(row, "enrolment_no_overlap", say("They are already enrolled in this track in these days."))
    return row


def refuse_elsewhere(wanted: Enrolment) -> None:
    """Never a second session the same day: a weekday belongs to one track at a time."""
    others = Enrolment.objects.standing().filter(client=wanted.client_id, weekdays__overlap=wanted.weekdays)
    others = others.overlapping(wanted.starts_on, wanted.ends_on or dt.date.max)
    other = others.exclude(track=wanted.track_id).select_related("track").first()
    if other:
        raise Conflict(
            sentence(
                say("They already come to “{track}” on {days} in these weeks."),
                track=other.track.name, days=rules.names(set(other.weekdays) & set(wanted.weekdays)),
            ),
            code="elsewhere", field="weekdays", detail={"enrolment": str(other.pk)},
        )  # fmt: skip


def _refuse_longer(track: Track, row: Enrolment, ends_on: dt.date, at: dt.datetime) -> None:
    if row.ends_on is not None:
        more = Enrolment(
            client_id=row.client_id,
            track_id=row.track_id,
            weekdays=row.weekdays,
            starts_on=row.ends_on + ONE_DAY,
            ends_on=ends_on,
        )
        refuse_elsewhere(more)
        seats.refuse_if_full(track, seats.place_of(more), at=at)


def _check_track(track: Track, episode: Episode) -> None:
    if not track.is_active or not track.program.is_active:
        raise Conflict(say("This track is no longer offered."), code="track_closed", field="track")
    if track.program.site_id != episode.site_id:
        raise Conflict(
            say("This track belongs to another site than the client's stay."), code="other_site", field="track"
        )
    if episode.status not in UNDER_WAY:
        raise Conflict(say("This stay has ended; open a new one first."), code="episode_over")


def _check_placement(track: Track, episode: Episode, starts_on: dt.date) -> None:
    placement = Placement.objects.on(starts_on).filter(episode=episode).select_related("level").first()
    placed = placement.level.short_name if placement else None
    reason = rules.why_not_placed(track.program.level.short_name, placed, starts_on)
    if reason:
        raise Conflict(reason, code="no_placement", field="starts_on")


def _settle_waitlist(track: Track, episode: Episode) -> None:
    waiting = WaitlistEntry.objects.filter(track=track, client=episode.client_id, status=WaitStatus.WAITING)
    waiting.update(status=WaitStatus.SEATED)


def _close(row: Enrolment, ends_on: dt.date, at: dt.datetime) -> None:
    if ends_on < row.starts_on:
        row.withdrawn_at = at
    else:
        row.ends_on = ends_on
    row.version += 1
    row.save(update_fields=["ends_on", "withdrawn_at", "version"])


def _pauses(row: Enrolment) -> list[EnrolmentPause]:
    return list(row.pauses.filter(cancelled_at__isnull=True))


def _carry_pauses(pauses: Sequence[EnrolmentPause], new: Enrolment, at: dt.datetime) -> None:
    for held in pauses:
        if held.ends_on is None or held.ends_on < new.starts_on:
            continue
        first = max(held.starts_on, new.starts_on)
        EnrolmentPause.objects.create(
            enrolment=new, starts_on=first, ends_on=held.ends_on, releases_seat=held.releases_seat, reason=held.reason
        )
        if held.starts_on < new.starts_on:
            held.ends_on = new.starts_on - ONE_DAY
        else:
            held.cancelled_at = at
        held.save(update_fields=["ends_on", "cancelled_at"])


def _lock(enrolment: Enrolment, version: int | None = None) -> tuple[Enrolment, Track]:
    track = seats.lock_track(enrolment.track_id)
    row = Enrolment.objects.select_for_update(of=("self",)).select_related("episode").get(pk=enrolment.pk)
    require_current(row.version, version, CHANGED)
    if row.withdrawn_at:
        raise Conflict(say("This enrolment was withdrawn before it began."), code="withdrawn")
    return row, track


def _lock_episode(episode: Episode) -> Episode:
    # Two tracks at once for the same client: the second waits here and then sees the first.
    return Episode.objects.select_for_update(of=("self",), no_key=True).get(pk=episode.pk)


def _save_or(row: Enrolment | EnrolmentPause, constraint: str, words: Sentence) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as clash:
        if constraint not in str(clash):
            raise
        raise Conflict(words, code="overlap") from clash


def _today(track: Track, at: dt.datetime) -> dt.date:
    return clock.local_date(at, track.program.site.time_zone)


def _record(by: Actor, verb: str, row: Enrolment, detail: dict[str, object]) -> None:
    record(
        by=by, verb=verb, subject=row, clients=[row.client_id], site_id=row.episode.site_id,
        detail={"track": row.track_id, "weekdays": list(row.weekdays), **detail},
    )  # fmt: skip
