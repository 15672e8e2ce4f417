"""A draft of a discharge summary."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import get_language

from clients import rules
from clients.choices import EpisodeStatus
from clients.models import Episode
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import Conflict, Invalid, NotAllowed, Stale, require
from iop.core.words import say
from therapy.actions.group_notes.drafts import fitting
from therapy.choices.own_plans import SummaryPart
from therapy.models import DischargeSummary
from therapy.policies.own_plans import may_change_summary, may_write_summary
from therapy.policies.signers import signer
from therapy.prefill import first_text, known, may_read_part


@transaction.atomic
def open_summary(*, by: Actor, episode: Episode, at: dt.datetime) -> DischargeSummary:
    """Begin the summary of a stay with what the chart knows and the writer may read; one that is there is given back."""
    row = Episode.objects.select_for_update(of=("self",)).select_related("site").get(pk=episode.pk)
    require(may_write_summary(by, row.site_id))
    found = DischargeSummary.objects.filter(episode=row).select_related("episode__site").first()
    if found is not None:
        return found
    if row.status not in (EpisodeStatus.ADMITTED, EpisodeStatus.DISCHARGED):
        raise Conflict(say("A summary is written of a stay in treatment."), code="no_stay")
    made = DischargeSummary.objects.create(
        episode=row, author_id=signer(by), language=(get_language() or "en")[:2], contents=first_text(known(row, by, at)),
        saved_at=at, saved_by_id=signer(by), created_at=at,
    )  # fmt: skip
    told(by, "therapy.summary_opened", made, parts=len(made.contents))
    return made


@transaction.atomic
def save_summary(
    *, by: Actor, summary: DischargeSummary, version: int, contents: Mapping[str, str], at: dt.datetime
) -> DischargeSummary:
    """Save the parts given in ``contents``; others stay as they are. ``version`` is the one that was read.

    Raises ``Stale`` when a colleague saved meanwhile, ``NotAllowed`` for a part that the writer may not read.
    """
    row = locked(summary.pk)
    require(may_change_summary(by, row))
    if row.version != version:
        raise Stale(say("A colleague changed this summary meanwhile. Nothing was overwritten."))
    row.contents = row.contents | {part: _text(by, row, part, text) for part, text in contents.items()}
    row.saved_at, row.saved_by_id = at, signer(by)
    row.version += 1
    row.save(update_fields=["contents", "saved_at", "saved_by", "version"])
    told(by, "therapy.summary_saved", row, parts=sorted(contents))
    return row


def locked(summary_id: uuid.UUID) -> DischargeSummary:
    """Read a summary and hold it until the transaction ends."""
    rows = DischargeSummary.objects.select_for_update(of=("self",)).select_related("episode__site")
    return rows.get(pk=summary_id)


def told(by: Actor, verb: str, row: DischargeSummary, **detail: Any) -> None:
    """Record what happened to a summary: codes and counts, never its words."""
    record(by=by, verb=verb, subject=row, clients=[row.episode.client_id], site_id=row.episode.site_id, detail=detail)


def _text(by: Actor, row: DischargeSummary, part: str, text: str) -> str:
    if part not in SummaryPart.values:
        raise Invalid(say("This is no part of a discharge summary."), field=part)
    if not may_read_part(by, part, row.episode):
        raise NotAllowed(say("Your role does not include this part of the summary."))
    return rules.plain_text(fitting(text, part))
