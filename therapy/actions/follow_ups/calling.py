"""Reaching somebody after treatment: each try, and what they told."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from clients import rules as plain
from clients.actions.discharge import decline_contact
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic import settings
from iop.core import clock
from iop.core.errors import Conflict, Invalid, Stale, require
from iop.core.words import say
from iop.work.actions import close_for, drop_many
from therapy.actions.group_notes.drafts import fitting
from therapy.actions.lines import line
from therapy.choices.follow_ups import (
    FOLLOW_UP,
    SETTLED_BY_HAND,
    AttemptOutcome,
    AttemptWay,
    FollowUpStatus,
    Withdrawn,
)
from therapy.follow_ups import ended_stay
from therapy.models import FollowUp, FollowUpAttempt
from therapy.policies.follow_ups import may_follow_up
from therapy.policies.signers import signer
from therapy.rules.follow_ups import Told, why_not_attempt, why_not_settle


@transaction.atomic
def log_attempt(
    *, by: Actor, follow_up: FollowUp, way: str, outcome: str, at: dt.datetime, words: str = ""
) -> FollowUpAttempt:
    """Write down one try to reach somebody. Raises ``Conflict`` where they did not agree to be called, or it is settled."""
    row = _held(follow_up.pk)
    require(may_follow_up(by, row.episode.site_id))
    _refuse(row, at)
    if way not in AttemptWay.values:
        raise Invalid(say("Choose how you tried."), field="way")
    if outcome not in AttemptOutcome.values:
        raise Invalid(say("Choose what came of it."), field="outcome")
    made = FollowUpAttempt.objects.create(
        follow_up=row, at=at, by_id=signer(by), way=way, outcome=outcome, words=line(words, "words", 300)
    )
    _told(by, "therapy.follow_up_tried", row, way=str(way), outcome=str(outcome))
    return made


@transaction.atomic
def settle(
    *, by: Actor, follow_up: FollowUp, version: int, status: str, at: dt.datetime, told: Told | None = None,
    words: str = "", no_more: bool = False,
) -> FollowUp:  # fmt: skip
    """Settle a check-in: talked with them, given up, or declined. ``no_more``: they do not want to be called again at all.

    Raises ``Stale`` when a colleague settled or changed it meanwhile, ``Invalid`` beside the field that is missing.
    """
    row = _held(follow_up.pk)
    require(may_follow_up(by, row.episode.site_id))
    if row.version != version:
        raise Stale(say("A colleague changed this check-in meanwhile. Nothing was overwritten."))
    if status not in SETTLED_BY_HAND:
        raise Invalid(say("Choose how the check-in ended."), field="status")
    _refuse(row, at)
    answers = (told or Told()) if status == FollowUpStatus.REACHED else Told()
    wrong = why_not_settle(status, answers, attempts=row.attempts.count(), needed=_needed(row, at))
    if wrong:
        raise Invalid(wrong[1], field=wrong[0])
    _write(row, by, status, answers, words, at)
    close_for(by=by, subject=(FOLLOW_UP, row.pk), at=at)
    _told(by, "therapy.follow_up_settled", row, status=str(status), after=row.after_days)
    if no_more:
        _no_more(by, row, at)
    return row


def _write(row: FollowUp, by: Actor, status: str, told: Told, words: str, at: dt.datetime) -> None:
    row.status, row.settled_at, row.settled_by_id = FollowUpStatus(status), at, signer(by)
    row.living, row.working, row.using, row.wants_support = told.living, told.working, told.using, told.wants_support
    row.words = plain.plain_text(fitting(words, "words"))
    row.version += 1
    row.save()


def _no_more(by: Actor, row: FollowUp, at: dt.datetime) -> None:
    """Take back what would follow, because they said so; whoever signed a consent is asked to revoke it too."""
    decline_contact(by=by, episode=row.episode)
    later = FollowUp.objects.due().filter(episode=row.episode_id)
    ids = list(later.values_list("pk", flat=True))
    later.update(status=FollowUpStatus.WITHDRAWN, withdrawn_why=Withdrawn.WISH, settled_at=at)
    drop_many(by=by, subject_kind=FOLLOW_UP, subject_ids=ids, at=at)


def _held(pk: uuid.UUID) -> FollowUp:
    rows = FollowUp.objects.select_for_update(of=("self",)).select_related("episode__site", "episode__client")
    return rows.get(pk=pk)


def _refuse(row: FollowUp, at: dt.datetime) -> None:
    ended = ended_stay(row.episode, clock.local_date(at, row.episode.site.time_zone))
    assert ended is not None
    reason = why_not_attempt(ended, row.status)
    if reason:
        raise Conflict(reason, code="follow_up_not_wanted")


def _needed(row: FollowUp, at: dt.datetime) -> int:
    site = row.episode.site
    found: int = settings.value("followup.attempts", on=clock.local_date(at, site.time_zone), site_id=site.pk)
    return found


def _told(by: Actor, verb: str, row: FollowUp, **detail: object) -> None:
    record(by=by, verb=verb, subject=row, clients=[row.episode.client_id], site_id=row.episode.site_id, detail=detail)
