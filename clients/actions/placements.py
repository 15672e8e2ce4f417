"""The level of care by date, with who decided and why."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from clients import policies, rules
from clients.choices import EpisodeStatus, VarianceReason
from clients.models import Episode, LevelOfCare, Placement
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core import clock
from iop.core.errors import Conflict, Invalid, NotAllowed, require, require_valid
from iop.core.words import day_words, say, sentence

ONE_DAY = dt.timedelta(days=1)


@transaction.atomic
def place(
    *,
    by: Actor,
    episode: Episode,
    level: LevelOfCare,
    starts_on: dt.date,
    reason: str,
    at: dt.datetime,
    indicated_level: LevelOfCare | None = None,
    variance_reason: str = "",
) -> Placement:
    """Place somebody in a level of care from a day on; the placement before ends the day before.

    ``indicated_level`` is what the assessment points to; where it differs, ``variance_reason`` says why. A placement that
    begins the same day or later is in the way (``Conflict``): the past is never rewritten, the future withdrawn first.
    """
    row = _locked(episode)
    require(policies.may_place(by, row))
    decided_by = _who_decides(by)
    _check(row, level, starts_on, reason, indicated_level, variance_reason)
    standing = Placement.objects.filter(episode=row)
    later = standing.filter(starts_on__gte=starts_on).order_by("starts_on").first()
    if later:
        raise Conflict(
            sentence(say("A placement already begins on {date}. Withdraw that one first."), date=day_words(later.starts_on)),
            code="placed_then", field="starts_on", detail={"placement": str(later.pk)},
        )  # fmt: skip
    standing.on(starts_on).update(ends_on=starts_on - ONE_DAY)
    placement = Placement.objects.create(
        episode=row, level=level, starts_on=starts_on, reason=rules.plain_text(reason), decided_by_id=decided_by,
        indicated_level=indicated_level, variance_reason=variance_reason,
    )  # fmt: skip
    record(
        by=by, verb="clients.placed", subject=placement, clients=[row.client_id], site_id=row.site_id,
        detail={"level": level.key, "starts_on": starts_on, "variance": str(variance_reason)},
    )  # fmt: skip
    return placement


@transaction.atomic
def withdraw_placement(*, by: Actor, placement: Placement, at: dt.datetime) -> Placement:
    """Take back a placement that begins today or later; the one before goes on as if nothing had been decided."""
    episode = _locked(placement.episode)
    require(policies.may_place(by, episode))
    row = Placement.every.select_for_update().get(pk=placement.pk)
    if row.withdrawn_at:
        raise Conflict(say("This placement was already withdrawn."), code="already_withdrawn")
    if row.starts_on < clock.local_date(at, episode.site.time_zone):
        raise Conflict(say("This placement has begun; place them anew instead."), code="begun")
    row.withdrawn_at = at
    row.save(update_fields=["withdrawn_at"])
    before = Placement.objects.filter(episode=episode, ends_on=row.starts_on - ONE_DAY)
    before.update(ends_on=None)
    record(
        by=by, verb="clients.placement_withdrawn", subject=row, clients=[episode.client_id], site_id=episode.site_id,
        detail={"starts_on": row.starts_on},
    )  # fmt: skip
    return row


def end_placements(episode: Episode, on: dt.date, at: dt.datetime) -> None:
    """End the level of care with the episode; one that would begin later never does. Inside an action's transaction."""
    standing = Placement.objects.filter(episode=episode)
    standing.filter(starts_on__gt=on).update(withdrawn_at=at)
    standing.on(on).update(ends_on=on)


def _who_decides(by: Actor) -> uuid.UUID:
    if by.staff_id is None:
        raise NotAllowed(say("Only a person can place somebody in a level of care."))
    return by.staff_id


def _check(
    episode: Episode, level: LevelOfCare, starts_on: dt.date, reason: str, indicated: LevelOfCare | None, variance: str
) -> None:
    if episode.status not in (EpisodeStatus.INQUIRY, EpisodeStatus.ADMITTED):
        raise Conflict(say("This stay has ended; open a new one first."), code="episode_over")
    if not level.is_active:
        raise Invalid(say("This level of care is no longer used."), field="level")
    if variance and variance not in VarianceReason.values:
        raise Invalid(say("Choose a reason from the list."), field="variance_reason")
    if starts_on < episode.opened_on:
        raise Invalid(
            sentence(
                say("The inquiry was opened on {date}; the placement cannot be earlier."),
                date=day_words(episode.opened_on),
            ),
            field="starts_on",
        )
    differs = indicated is not None and indicated.pk != level.pk
    problem = rules.why_not_place(reason=reason.strip(), differs=differs, variance_reason=variance)
    require_valid(problem, "variance_reason" if reason.strip() else "reason")


def _locked(episode: Episode) -> Episode:
    return Episode.objects.select_for_update(of=("self",)).select_related("site").get(pk=episode.pk)
