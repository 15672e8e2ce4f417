"""Writing down a change of the level of care with its steps, and that it was undone."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from clients.models import Episode
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import Conflict, Invalid, require
from iop.core.words import Sentence, say
from therapy.choices.transitions import Area, Undone
from therapy.models import Transition, TransitionStep
from therapy.policies import signer
from therapy.policies.transitions import may_carry_out

TRANSITION_KIND = "therapy.transition"
LINE = 400


@dataclass(frozen=True)
class Step:
    """One thing that was done, as it is kept. ``act`` and ``data`` are what undoing it needs."""

    area: Area
    before: Sentence = ""
    after: Sentence = ""
    says: Sentence = ""
    act: str = ""
    subject: tuple[str, uuid.UUID] | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


def write_transition(
    *, by: Actor, row: Transition, steps: Sequence[Step], episode: Episode, at: dt.datetime
) -> Transition:
    """Keep a change with everything that was done. Called by what did it, in its transaction."""
    require(may_carry_out(by, episode.site_id, row.kind))
    row.decided_by_id, row.decided_at = signer(by), at
    row.save(force_insert=True)
    TransitionStep.objects.bulk_create(
        TransitionStep(
            transition=row, position=position, area=step.area, before=str(step.before)[:LINE], after=str(step.after)[:LINE],
            says=str(step.says)[:LINE], act=step.act, subject_kind=step.subject[0] if step.subject else "",
            subject_id=step.subject[1] if step.subject else None, data=dict(step.data),
        )
        for position, step in enumerate(steps)
    )  # fmt: skip
    record(
        by=by, verb="therapy.level_changed", subject=row, clients=[episode.client_id], site_id=episode.site_id,
        detail={"kind": str(row.kind), "effective_on": row.effective_on, "to": row.to_level_id, "steps": len(steps)},
    )  # fmt: skip
    return row


def lock_transition(pk: uuid.UUID) -> Transition:
    """Hold a change's row: of two who undo it, the second finds it undone."""
    rows = Transition.objects.select_for_update(of=("self",)).select_related(
        "episode__site", "episode__client", "review"
    )
    return rows.get(pk=pk)


def mark_step(step: TransitionStep, undone_as: Undone, says: Sentence = "") -> None:
    """Say what became of one step when the whole was undone."""
    step.undone_as, step.undone_says = undone_as, str(says)[:LINE]
    step.save(update_fields=["undone_as", "undone_says"])


def mark_undone(*, by: Actor, row: Transition, reason: str, at: dt.datetime) -> Transition:
    """Say that a change was undone, by whom and why. Called by what undid it, in its transaction."""
    if row.undone_at is not None:
        raise Conflict(say("This change was undone already."), code="undone_already")
    if not reason.strip():
        raise Invalid(say("Say why it is undone."), field="reason")
    row.undone_at, row.undone_by_id, row.undo_reason = at, signer(by), " ".join(reason.split())[:300]
    row.save(update_fields=["undone_at", "undone_by", "undo_reason"])
    record(
        by=by, verb="therapy.level_change_undone", subject=row, clients=[row.episode.client_id], site_id=row.episode.site_id,
        detail={"kind": str(row.kind), "effective_on": row.effective_on},
    )  # fmt: skip
    return row
