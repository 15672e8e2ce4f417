"""Writing a review: saved while it is written, by several colleagues if they like; handed to whoever decides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from clients.choices import VarianceReason
from clients.models import LevelOfCare
from clients.rules import plain_line, plain_text
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.clinic.actors import actor_of
from iop.clinic.models import StaffMember
from iop.core.errors import Invalid, Stale, require_valid
from iop.core.words import say, sentence
from therapy.actions.reviews.held import STALE, held_open, told
from therapy.actions.reviews.opening import begin
from therapy.actions.reviews.owing import owe_decision
from therapy.choices.reviews import STAYS, ClientAgrees, ReviewDecision, ReviewStatus
from therapy.models.reviews import LevelReview
from therapy.policies.signers import signer
from therapy.rules.reviews import MOST_WEEKS, REMARK_LENGTH, SECTIONS, TEXT_LENGTH

TEXTS = ("reason", "barriers", "next_steps", "plan_changes", "client_view", "client_dissent")
CHOICES: dict[str, Any] = {
    "decision": ReviewDecision, "variance_reason": VarianceReason, "client_agrees": ClientAgrees,
}  # fmt: skip
LEVELS = ("indicated_level", "chosen_level")
CHOOSE = say("Choose from the list.")


@transaction.atomic
def save_draft(
    *, by: Actor, review: LevelReview, version: int, values: Mapping[str, str], remarks: Mapping[str, str] | None = None,
    at: dt.datetime,
) -> LevelReview:  # fmt: skip
    """Save what was written, as it was typed; ``values`` by field (levels by key), ``remarks`` by number of section.

    Raises ``Stale`` for another version than the newest, ``Invalid`` for what does not fit, ``Conflict`` for a review that
    somebody has signed meanwhile; nothing is kept then.
    """
    row = held_open(by, review)
    if row.version != version:
        raise Stale(STALE)
    if row.status == ReviewStatus.DUE:
        row = begin(by=by, review=row, at=at)
    for name, value in _cleaned(values).items():
        setattr(row, name, value)
    row.remarks = {**row.remarks, **_remarks(remarks or {})}
    row.remarks = {number: words for number, words in row.remarks.items() if words}
    row.version += 1
    row.saved_at, row.saved_by_id = at, signer(by)
    row.save()
    told(by, "therapy.level_review_saved", row, fields=sorted(values), remarks=len(remarks or {}))
    return row


@transaction.atomic
def hand_over(*, by: Actor, review: LevelReview, to: StaffMember, at: dt.datetime) -> LevelReview:
    """Give a prepared review to a colleague who decides; it leaves one's own list and stands on theirs."""
    row = held_open(by, review)
    other = actor_of(to.pk, at)
    if not (other.can(Permission.PLACEMENT_DECIDE, row.episode.site_id) and other.can(Permission.REVIEW_WRITE)):
        raise Invalid(say("Choose a colleague who decides placements here."), field="to")
    if row.status == ReviewStatus.DUE:
        row = begin(by=by, review=row, at=at)
    row.handed_to = to
    row.save(update_fields=["handed_to"])
    owe_decision(by=by, review=row, staff_id=to.pk, at=at)
    told(by, "therapy.level_review_handed_over", row, to=to.pk)
    return row


def _cleaned(values: Mapping[str, str]) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for name, value in values.items():
        if name in TEXTS:
            kept[name] = _text(name, value, TEXT_LENGTH)
        elif name in CHOICES:
            kept[name] = _choice(name, value)
        elif name in LEVELS:
            kept[name] = _level(name, value)
        elif name == "more_weeks":
            kept[name] = _weeks(value)
        elif name == "variance_note":
            kept[name] = plain_line(value)[:300]
    if kept.get("decision") in (*STAYS, ReviewDecision.DISCHARGE):
        # Who stays keeps the level, and who leaves goes to none here: neither is chosen.
        kept["chosen_level"] = None
    return kept


def _text(name: str, value: str, longest: int) -> str:
    text = plain_text(value)
    if len(text) > longest:
        raise Invalid(sentence(say("This may have {limit} characters at most."), limit=longest), field=name)
    return text


def _choice(name: str, value: str) -> str:
    if value and value not in CHOICES[name].values:
        raise Invalid(CHOOSE, field=name)
    return value


def _level(name: str, key: str) -> LevelOfCare | None:
    if not key:
        return None
    level = LevelOfCare.objects.filter(key=key, is_active=True).first()
    if level is None:
        raise Invalid(CHOOSE, field=name)
    return level


def _weeks(value: str) -> int | None:
    if not value.strip():
        return None
    if not value.strip().isdecimal() or not 1 <= int(value) <= MOST_WEEKS:
        raise Invalid(say("Say how many weeks more, from 1 to 52."), field="more_weeks")
    return int(value)


def _remarks(remarks: Mapping[str, str]) -> dict[str, str]:
    for number in remarks:
        require_valid(None if number in SECTIONS else CHOOSE, f"remark-{number}")
    return {number: _text(f"remark-{number}", words, REMARK_LENGTH) for number, words in remarks.items()}
