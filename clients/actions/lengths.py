"""How long a stay lasts: weeks added to the target of a placement, with who decided and why."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from clients import policies, rules
from clients.choices import EpisodeStatus
from clients.models import Episode, Placement, StayExtension
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core import clock
from iop.core.errors import Conflict, Invalid, NotAllowed, require
from iop.core.words import say

MOST_WEEKS = 52


@transaction.atomic
def extend_stay(
    *, by: Actor, episode: Episode, weeks: int, reason: str, at: dt.datetime, review_id: uuid.UUID | None = None
) -> StayExtension:
    """Let somebody stay in their level beyond its target, by so many weeks. ``review_id`` is the review that decided it.

    Nothing else changes: seats, days and rhythms go on as they are. Raises ``Invalid``, ``Conflict``, ``NotAllowed``.
    """
    row = Episode.objects.select_for_update(of=("self",)).select_related("site").get(pk=episode.pk)
    require(policies.may_place(by, row))
    if by.staff_id is None:
        raise NotAllowed(say("Only a person can extend a stay."))
    if not 1 <= weeks <= MOST_WEEKS:
        raise Invalid(say("Give a number of weeks between 1 and 52."), field="weeks")
    if not reason.strip():
        raise Invalid(say("Say why, in a sentence the next colleague will understand."), field="reason")
    today = clock.local_date(at, row.site.time_zone)
    placement = Placement.objects.on(today).filter(episode=row).first()
    if row.status != EpisodeStatus.ADMITTED or placement is None:
        raise Conflict(say("They are in no level of care today, so there is no stay to extend."), code="not_placed")
    made = StayExtension.objects.create(
        placement=placement, weeks=weeks, reason=rules.plain_text(reason), decided_on=today, decided_by_id=by.staff_id,
        review_id=review_id,
    )  # fmt: skip
    record(
        by=by, verb="clients.stay_extended", subject=made, clients=[row.client_id], site_id=row.site_id,
        detail={"weeks": weeks, "review": review_id},
    )  # fmt: skip
    return made


@transaction.atomic
def withdraw_extension(*, by: Actor, extension: StayExtension, at: dt.datetime) -> StayExtension:
    """Take an extension back: its weeks no longer count, the row stays."""
    row = (
        StayExtension.objects.select_for_update(of=("self",)).select_related("placement__episode").get(pk=extension.pk)
    )
    episode = row.placement.episode
    require(policies.may_place(by, episode))
    if by.staff_id is None:
        raise NotAllowed(say("Only a person can take an extension back."))
    if row.withdrawn_at:
        raise Conflict(say("This extension was already taken back."), code="already_withdrawn")
    row.withdrawn_at, row.withdrawn_by_id = at, by.staff_id
    row.save(update_fields=["withdrawn_at", "withdrawn_by"])
    record(
        by=by, verb="clients.extension_withdrawn", subject=row, clients=[episode.client_id], site_id=episode.site_id,
        detail={"weeks": row.weeks},
    )  # fmt: skip
    return row
