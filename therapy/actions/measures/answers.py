"""Answers while they are being given: begun, handed over, saved, and watched for what alarms at every save."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from clients.choices import EpisodeStatus
from clients.models import Episode
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import Conflict, Invalid, Stale, require, require_valid
from iop.core.words import Sentence, say
from therapy.actions.measures.alerts import watch
from therapy.choices.measures import AssignmentStatus, Mode, ResponseStatus
from therapy.models.measures import MeasureAssignment, MeasureResponse, MeasureSave
from therapy.policies.measures import may_answer, may_begin
from therapy.questionnaires import find
from therapy.questionnaires.engine import Definition
from therapy.rules.measures import Kept, cleaned, is_positive_for_safety, why_not_given


@dataclass(frozen=True)
class Saved:
    """What a save left: the answers as they stand, what was wrong with others, and whether help is to be shown at once."""

    response: MeasureResponse
    problems: Mapping[str, Sentence]
    shows_help: bool


@transaction.atomic
def begin(
    *,
    by: Actor,
    episode: Episode,
    key: str,
    at: dt.datetime,
    language: str = "en",
    mode: str = Mode.STAFF,
    assignment: MeasureAssignment | None = None,
) -> MeasureResponse:
    """Begin answering a questionnaire in a stay, or go on with answers that are not finished.

    An open assignment of its kind is answered by it. The version asked is kept: a newer one does not change answers under way.
    Raises ``NoQuestionnaire`` for one not in use in ``language``, ``Invalid`` for a staff scale handed to the client.
    """
    held = Episode.objects.select_for_update(of=("self",)).select_related("site", "client").get(pk=episode.pk)
    require(may_begin(by, held))
    if held.status == EpisodeStatus.NOT_ADMITTED:
        raise Conflict(say("This stay has ended; open a new one first."), code="episode_over")
    waiting = assignment or MeasureAssignment.objects.filter(episode=held, key=key).open().first()
    if waiting is not None and (waiting.episode_id != held.pk or waiting.key != key):
        raise Invalid(say("This questionnaire belongs to another stay."), field="assignment")
    draft = MeasureResponse.objects.filter(episode=held, key=key, completed_at__isnull=True).first()
    if draft is not None:
        return draft
    if mode not in Mode.values:
        raise Invalid(say("Say who puts the answers in."), field="mode")
    definition = find(key, language=language)
    require_valid(why_not_given(definition, by_client=mode == Mode.SELF), "key")
    row = MeasureResponse.objects.create(
        episode=held, assignment=_taken(waiting), key=key, questionnaire_version=definition.version, language=language,
        mode=mode, entered_by_id=by.staff_id, started_at=at, saved_at=at, sex=held.client.sex,
    )  # fmt: skip
    told(by, "therapy.measure_begun", row, key=key, mode=mode, language=language)
    return row


@transaction.atomic
def hand_over(*, by: Actor, response: MeasureResponse, at: dt.datetime) -> MeasureResponse:
    """Say that the client puts the answers in from here on. Staff scales stay with staff. ``at`` is when it was handed over."""
    row = locked(response.pk)
    require(may_answer(by, row))
    require_valid(why_not_given(definition_of(row), by_client=True), "key")
    if row.mode != Mode.SELF:
        row.mode = Mode.SELF
        row.version += 1
        row.save(update_fields=["mode", "version"])
    told(by, "therapy.measure_handed_over", row, key=row.key, at=at)
    return row


@transaction.atomic
def save_answers(
    *,
    by: Actor,
    response: MeasureResponse,
    version: int,
    answers: Mapping[str, Any],
    at: dt.datetime,
    left: Mapping[str, str] | None = None,
) -> Saved:
    """Keep what is answered so far, also when other answers cannot stand; those are said in ``problems``.

    ``version`` is the one that was read; somebody else's save meanwhile is told (``Stale``) and nothing overwritten. What
    alarms is raised at once, on answers that are not complete too (measures.md §0).
    """
    row = locked(response.pk)
    require(may_answer(by, row))
    if row.version != version:
        raise Stale(say("Somebody else changed these answers meanwhile. Nothing was overwritten."))
    definition = definition_of(row)
    kept = cleaned(definition, answers, left or {})
    if (kept.answers, kept.left) != (row.answers, row.left):
        keep(by, row, kept, at)
        told(by, "therapy.measure_saved", row, answered=len(kept.answers))
        watch(by=by, response=row, definition=definition, at=at)
    return Saved(row, kept.problems, is_positive_for_safety(definition, row.answers))


def keep(by: Actor, row: MeasureResponse, kept: Kept, at: dt.datetime) -> None:
    """Write the answers down, and what stood after this save."""
    row.answers, row.left, row.saved_at = kept.answers, kept.left, at
    row.version += 1
    row.save(update_fields=["answers", "left", "saved_at", "version"])
    MeasureSave.objects.create(
        response=row, number=row.version, answers=row.answers, left=row.left, at=at, by_id=by.staff_id, mode=row.mode
    )


def locked(response_id: uuid.UUID) -> MeasureResponse:
    """Read answers and hold them until the transaction ends."""
    rows = MeasureResponse.objects.select_for_update(of=("self",)).select_related("episode__site", "episode__client")
    return rows.get(pk=response_id)


def definition_of(row: MeasureResponse) -> Definition:
    """Give the version of the questionnaire that these answers are to."""
    return find(row.key, language=row.language, version=row.questionnaire_version)


def told(by: Actor, verb: str, row: MeasureResponse, **detail: Any) -> None:
    """Record what was done with somebody's answers; never the answers."""
    record(
        by=by, verb=verb, subject=row, clients=[row.episode.client_id], site_id=row.episode.site_id, detail=detail
    )  # fmt: skip


def _taken(waiting: MeasureAssignment | None) -> MeasureAssignment | None:
    if waiting is None:
        return None
    row = MeasureAssignment.objects.select_for_update(of=("self",)).get(pk=waiting.pk)
    if row.status not in (AssignmentStatus.DUE, AssignmentStatus.BEGUN):
        raise Conflict(say("This questionnaire is no longer waiting."), code="settled")
    if MeasureResponse.objects.valid().filter(assignment=row).exclude(status=ResponseStatus.DRAFT).exists():
        return None
    row.status = AssignmentStatus.BEGUN
    row.save(update_fields=["status"])
    return row
