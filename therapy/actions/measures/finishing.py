"""Finishing: the last look, the score, the lock; and what follows from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction

from clients.models import Episode
from iop.access.actors import SYSTEM, Actor
from iop.audit.recorder import record
from iop.core.errors import Conflict, Invalid, Stale, require, require_valid
from iop.core.words import Sentence, say
from iop.work.actions import close_for
from iop.work.choices import WorkKind
from therapy.actions.measures.alerts import follow_up, raise_alerts, watch
from therapy.actions.measures.answers import definition_of, keep, locked, told
from therapy.actions.measures.due import assign_due
from therapy.choices.measures import (
    SUICIDE_SCREENER,
    AlertLevel,
    AssignmentStatus,
    Mode,
    Occasion,
    ResponseStatus,
    SkipReason,
)
from therapy.models.measures import MeasureAssignment, MeasureResponse
from therapy.policies.measures import may_answer, may_give, may_mark_error
from therapy.questionnaires import NoQuestionnaire, find
from therapy.questionnaires.engine import Alert, Definition, Score, change
from therapy.rules.measures import SCORING, Kept, cleaned, outcome, unanswered, why_not_finish, why_not_skip

CHART = "clients.client"
REFUSED = Alert(AlertLevel.TODAY, "declined", str(say("The safety questions were not all answered")), shows_help=True)
"""A refused safety screening is never "no risk": a clinician looks the same day (measures.md §9)."""


class Unfit(Invalid):
    """Some answers cannot stand; ``problems`` says which and why, by question."""

    def __init__(self, problems: Mapping[str, Sentence]) -> None:
        key, words = next(iter(problems.items()))
        super().__init__(words, field=key)
        self.problems = problems


class Unanswered(Conflict):
    """Questions have no answer yet; ``missing`` names them."""

    def __init__(self, words: Sentence, missing: list[str]) -> None:
        super().__init__(words, code="incomplete", detail={"missing": missing})
        self.missing = missing


@transaction.atomic
def finish(
    *,
    by: Actor,
    response: MeasureResponse,
    version: int,
    answers: Mapping[str, Any],
    at: dt.datetime,
    left: Mapping[str, str] | None = None,
    accept_missing: bool = False,
) -> MeasureResponse:
    """Finish and lock answers with their score. Raises ``Unfit`` for answers that cannot stand, ``Stale`` for a stale form,

    and ``Unanswered`` while questions are open, unless ``accept_missing`` says that no more will come: then they are kept as
    not complete, or as declined when nothing was answered, without a total that would treat them as nought.
    """
    row = locked(response.pk)
    require(may_answer(by, row))
    if row.version != version:
        raise Stale(say("Somebody else changed these answers meanwhile. Nothing was overwritten."))
    definition = definition_of(row)
    kept = cleaned(definition, answers, left or {})
    if kept.problems:
        raise Unfit(kept.problems)
    missing = unanswered(definition, kept.answers, kept.left)
    if missing and not accept_missing:
        words = why_not_finish(missing)
        assert words is not None
        raise Unanswered(words, missing)
    keep(by, row, kept, at)
    found = watch(by=by, response=row, definition=definition, at=at)
    earlier = _earlier(row)
    _lock(row, definition, kept, found, at)
    told(by, "therapy.measure_finished", row, key=row.key, status=row.status, answered=found.answered)
    _follow(by, row, definition, found, earlier, at)
    return row


@transaction.atomic
def skip(
    *, by: Actor, assignment: MeasureAssignment, reason: str, at: dt.datetime, words: str = ""
) -> MeasureAssignment:
    """Leave a due questionnaire out this time, with the reason. A refusal is kept as an answer of its own (``finishing``)."""
    row = (
        MeasureAssignment.objects.select_for_update(of=("self",))
        .select_related("episode__site", "episode__client")
        .get(pk=assignment.pk)
    )
    require(may_give(by, row.episode.site_id))
    if row.status != AssignmentStatus.DUE:
        raise Conflict(say("This questionnaire is no longer waiting."), code="settled")
    require_valid(why_not_skip(row.status, reason, words), "words" if reason == SkipReason.OTHER else "reason")
    if reason == SkipReason.DECLINED:
        keep_refusal(by=by, assignment=row, at=at)
    row.status, row.reason, row.reason_words = AssignmentStatus.SKIPPED, reason, words.strip()[:300]
    row.settled_at = at
    row.save(update_fields=["status", "reason", "reason_words", "settled_at"])
    record(
        by=by, verb="therapy.measure_skipped", subject=row, clients=[row.episode.client_id], site_id=row.episode.site_id,
        detail={"key": row.key, "reason": reason},
    )  # fmt: skip
    after_settling(by=by, episode=row.episode, at=at)
    return row


@transaction.atomic
def keep_refusal(*, by: Actor, assignment: MeasureAssignment, at: dt.datetime) -> MeasureResponse:
    """Keep that somebody declined a whole questionnaire, as an answer of its own."""
    definition = _any_wording(assignment)
    row = MeasureResponse.objects.create(
        episode=assignment.episode, assignment=assignment, key=assignment.key, questionnaire_version=definition.version,
        language=definition.language, mode=Mode.STAFF, entered_by_id=by.staff_id, started_at=at, saved_at=at, completed_at=at,
        status=ResponseStatus.DECLINED, scoring_version=SCORING,
    )  # fmt: skip
    told(by, "therapy.measure_declined", row, key=row.key)
    _alert_refusal(by, row, at)
    return row


@transaction.atomic
def mark_error(*, by: Actor, response: MeasureResponse, reason: str, at: dt.datetime) -> MeasureResponse:
    """Say that finished answers do not belong here; they stay readable and count nowhere. Open alerts stay open."""
    row = locked(response.pk)
    require(may_mark_error(by, row))
    if row.completed_at is None:
        raise Conflict(say("It is not finished yet: finish or correct it."), code="draft")
    if row.entered_in_error_at is not None:
        raise Conflict(say("It is marked already."), code="already_marked")
    if not reason.strip():
        raise Invalid(say("Say why it was entered in error."), field="reason")
    row.entered_in_error_at, row.entered_in_error_by_id = at, by.staff_id
    row.entered_in_error_reason = " ".join(reason.split())[:300]
    row.save(update_fields=["entered_in_error_at", "entered_in_error_by", "entered_in_error_reason"])
    told(by, "therapy.measure_marked_error", row, key=row.key)
    return row


def after_settling(*, by: Actor, episode: Episode, at: dt.datetime) -> None:
    """Close the work "first measures" once none of the first ones waits any more."""
    assign_due(by=SYSTEM, at=at, episode_ids=[episode.pk])
    first = MeasureAssignment.objects.filter(episode=episode, occasion=Occasion.INTAKE)
    if first.exists() and not first.open().exists():
        close_for(by=by, subject=(CHART, episode.client_id), kind=WorkKind.GIVE_MEASURES, at=at)


def as_score(definition: Definition, row: MeasureResponse | None) -> Score | None:
    """Read a kept score back as the engine made it."""
    if row is None:
        return None
    subscores = {key: None if value is None else Decimal(value) for key, value in row.subscores.items()}
    band = next((band for band in definition.bands if band.key == row.band), None)
    return Score(total=row.total, subscores=subscores, band=band, is_complete=row.status == ResponseStatus.COMPLETE)


def _earlier(row: MeasureResponse) -> MeasureResponse | None:
    return MeasureResponse.objects.scored().filter(episode=row.episode_id, key=row.key).last()


def _lock(row: MeasureResponse, definition: Definition, kept: Kept, found: Score, at: dt.datetime) -> None:
    row.status = outcome(definition, kept, found)
    row.total = found.total
    row.subscores = {key: None if value is None else str(value) for key, value in found.subscores.items()}
    row.band = found.band.key if found.band else ""
    row.flags = [flag.key for flag in found.flags]
    row.scoring_version, row.completed_at = SCORING, at
    row.version += 1
    row.save()


def _follow(
    by: Actor,
    row: MeasureResponse,
    definition: Definition,
    found: Score,
    earlier: MeasureResponse | None,
    at: dt.datetime,
) -> None:
    moved = change(definition, None, as_score(definition, earlier), found)
    raise_alerts(by=by, response=row, alerts=moved.alerts, at=at)
    if row.status != ResponseStatus.COMPLETE:
        _alert_refusal(by, row, at)
    for flag in found.flags:
        if flag.gives:
            follow_up(by=by, response=row, key=flag.gives, at=at)
    if row.assignment_id:
        MeasureAssignment.objects.filter(pk=row.assignment_id).update(status=AssignmentStatus.DONE, settled_at=at)
    after_settling(by=by, episode=row.episode, at=at)


def _alert_refusal(by: Actor, row: MeasureResponse, at: dt.datetime) -> None:
    if row.key == SUICIDE_SCREENER:
        raise_alerts(by=by, response=row, alerts=[REFUSED], at=at)


def _any_wording(assignment: MeasureAssignment) -> Definition:
    try:
        return find(assignment.key, language=assignment.episode.client.language)
    except NoQuestionnaire:
        return find(assignment.key)
