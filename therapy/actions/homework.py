"""Homework: given by a colleague, done by the client in their own words."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from clients.models import Episode
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core import clock
from iop.core.errors import Conflict, Invalid, Stale, require
from iop.core.words import say
from scheduling.models import Exercise
from therapy.actions.lines import lines
from therapy.choices.recovery import HOMEWORK_LENGTH, HomeworkStatus
from therapy.models import Homework
from therapy.policies.recovery import may_give_homework, may_settle_homework
from therapy.policies.signers import signer


@transaction.atomic
def give_homework(
    *,
    by: Actor,
    episodes: Iterable[Episode],
    words: str,
    at: dt.datetime,
    due_on: dt.date | None = None,
    exercise: Exercise | None = None,
) -> list[Homework]:
    """Give the same task to one or several clients, by a day or without one.

    Raises ``Invalid`` for a task without words or a day that has passed at the stay's site.
    """
    said = lines(words, "words", HOMEWORK_LENGTH, say("Say in a sentence what there is to do."))
    made = []
    for episode in episodes:
        require(may_give_homework(by, episode.site_id))
        if due_on and due_on < clock.local_date(at, episode.site.time_zone):
            raise Invalid(say("Choose today or a later day."), field="due_on")
        row = Homework.objects.create(
            episode=episode, words=said, exercise=exercise, due_on=due_on, given_at=at, given_by_id=signer(by)
        )
        told(by, "therapy.homework_given", row, due=due_on)
        made.append(row)
    return made


@transaction.atomic
def do_homework(*, by: Actor, homework: Homework, at: dt.datetime, words: str = "") -> Homework:
    """Say that it is done, and how it was. Saying so again changes the words only, for who sent it twice."""
    row = locked(homework.pk)
    require(may_settle_homework(by, row))
    if row.status == HomeworkStatus.DROPPED:
        raise Conflict(say("Your counselor no longer asks for this."), code="dropped")
    row.client_words = lines(words, "words", HOMEWORK_LENGTH)
    row.settled_at = row.settled_at or at
    return _settled(by, row, HomeworkStatus.DONE, "therapy.homework_done")


@transaction.atomic
def reopen_homework(*, by: Actor, homework: Homework, at: dt.datetime) -> Homework:
    """Take back that it was done; what was said about it stays. ``at`` is when it was decided."""
    row = locked(homework.pk)
    require(may_settle_homework(by, row))
    if row.status != HomeworkStatus.DONE:
        raise Conflict(say("This is not marked as done."), code="not_done")
    row.settled_at = None
    return _settled(by, row, HomeworkStatus.OPEN, "therapy.homework_reopened", at=at)


@transaction.atomic
def drop_homework(*, by: Actor, homework: Homework, version: int, at: dt.datetime) -> Homework:
    """No longer ask for it. Raises ``Stale`` when the client has answered meanwhile."""
    row = locked(homework.pk)
    require(may_give_homework(by, row.episode.site_id))
    if row.version != version:
        raise Stale(say("This was answered meanwhile. Look at it again."))
    if row.status != HomeworkStatus.OPEN:
        raise Conflict(say("This is settled already."), code="settled")
    row.settled_at = at
    return _settled(by, row, HomeworkStatus.DROPPED, "therapy.homework_dropped")


def locked(homework_id: uuid.UUID) -> Homework:
    """Read a task and hold it until the transaction ends."""
    return Homework.objects.select_for_update(of=("self",)).select_related("episode__site").get(pk=homework_id)


def told(by: Actor, verb: str, row: Homework, **detail: Any) -> None:
    """Record what became of a task; never its words."""
    record(
        by=by, verb=verb, subject=row, clients=[row.episode.client_id], site_id=row.episode.site_id, detail=detail
    )  # fmt: skip


def _settled(by: Actor, row: Homework, status: str, verb: str, **detail: Any) -> Homework:
    row.status = status
    row.version += 1
    row.save(update_fields=["status", "settled_at", "client_words", "version"])
    told(by, verb, row, **detail)
    return row
