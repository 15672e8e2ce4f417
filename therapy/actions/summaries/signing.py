"""Signing a discharge summary: the last look, the name under it, and the lock."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from clients.choices import EpisodeStatus
from iop.access.actors import Actor
from iop.clinic.models import StaffMember
from iop.clinic.policies import needs_cosignature
from iop.core import clock
from iop.core.errors import Conflict, NotAllowed, Stale, require
from iop.core.words import Sentence, say, sentence
from iop.documents.actions import sign
from iop.documents.choices import SignatureMeaning
from iop.work.actions import close_for
from iop.work.choices import WorkKind
from therapy.actions.summaries.drafts import locked, told
from therapy.actions.summaries.owing import owe_cosignature
from therapy.choices.notes import NoteStatus
from therapy.choices.own_plans import NEEDED_PARTS, SUMMARY_OF, SummaryPart
from therapy.models import DischargeSummary
from therapy.policies.own_plans import may_change_summary
from therapy.policies.signers import signer
from therapy.prefill import may_read_part
from therapy.summary_contents import SUMMARY_KIND, seen, whole


@transaction.atomic
def sign_summary(*, by: Actor, summary: DischargeSummary, at: dt.datetime, read: str = "") -> DischargeSummary:
    """Sign a whole draft under a licence that holds that day: it locks, and a supervised author's waits for a co-signature.

    ``read`` is the hash of the draft as it was read (``summary_contents.seen``). Raises ``Stale`` for a draft that changed
    since, ``Conflict`` for what is missing or a stay that goes on, ``NotAllowed`` for whoever cannot read it whole.
    """
    row = locked(summary.pk)
    require(may_change_summary(by, row))
    if read and read != seen(row):
        raise Stale(say("The summary was changed since you read it. Read it again before you sign."))
    if reason := why_not_sign(row):
        raise Conflict(reason, code="incomplete")
    if not all(may_read_part(by, part, row.episode) for part, text in row.contents.items() if text):
        raise NotAllowed(say("A part of this summary is not for your role. A colleague who reads it whole signs it."))
    sign(
        by=by, subject_kind=SUMMARY_KIND, subject_id=row.pk, meaning=SignatureMeaning.AUTHOR, content=whole(row), at=at,
        clients=[row.episode.client_id], site_id=row.episode.site_id,
    )  # fmt: skip
    author = StaffMember.objects.prefetch_related("credentials__kind").get(pk=signer(by))
    waits = needs_cosignature(author, clock.local_date(at, row.episode.site.time_zone))
    row.status = NoteStatus.AWAITING_COSIGNATURE if waits else NoteStatus.SIGNED
    row.signed_at, row.signed_by = at, author
    row.version += 1
    row.save(update_fields=["status", "signed_at", "signed_by", "version"])
    close_for(by=by, subject=(SUMMARY_OF, row.episode_id), kind=WorkKind.DISCHARGE_SUMMARY, at=at)
    if waits:
        owe_cosignature(by=by, summary=row, at=at)
    told(by, "therapy.summary_signed", row, waits=waits)
    return row


def why_not_sign(row: DischargeSummary) -> Sentence | None:
    """Say what is missing before a summary can be signed; nothing when it is whole."""
    if row.episode.status != EpisodeStatus.DISCHARGED:
        return say("The stay goes on. The summary is signed once they are discharged.")
    missing = next((part for part in NEEDED_PARTS if not row.contents.get(part, "").strip()), None)
    return sentence(say("Write this part first: {part}"), part=SummaryPart(missing).label) if missing else None
