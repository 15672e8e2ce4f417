"""What may still follow a signed summary: the supervisor's answer, and an addendum."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from iop.access.actors import Actor
from iop.clinic.actors import local_day
from iop.clinic.models import StaffMember
from iop.clinic.policies import credential_on, why_cannot_sign
from iop.core.errors import Invalid, NotAllowed, require
from iop.core.words import say
from iop.documents.actions import sign
from iop.documents.choices import SignatureMeaning
from iop.documents.signing import digest_of
from iop.work.actions import close_for
from iop.work.choices import WorkKind
from therapy.actions.group_notes.drafts import fitting
from therapy.actions.summaries.drafts import locked, told
from therapy.actions.summaries.owing import owe_answer, owe_cosignature
from therapy.choices.notes import CoSignatureDecision, NoteStatus
from therapy.choices.own_plans import SUMMARY_OF
from therapy.models import DischargeSummary, SummaryAddendum, SummaryCoSignature
from therapy.policies.own_plans import may_add_to_summary, may_cosign_summary
from therapy.policies.signers import signer
from therapy.prefill import may_read_part
from therapy.summary_contents import SUMMARY_ADDENDUM_KIND, SUMMARY_KIND, of_addendum, whole


@transaction.atomic
def cosign_summary(*, by: Actor, summary: DischargeSummary, at: dt.datetime, comment: str = "") -> DischargeSummary:
    """Put the supervisor's name under a waiting summary. The co-signer is never the one who signed it, and reads it whole."""
    row = locked(summary.pk)
    require(may_cosign_summary(by, row))
    if not all(may_read_part(by, part, row.episode) for part, text in row.contents.items() if text):
        raise NotAllowed(
            say("A part of this summary is not for your role. A colleague who reads it whole co-signs it.")
        )
    sign(
        by=by, subject_kind=SUMMARY_KIND, subject_id=row.pk, meaning=SignatureMeaning.COSIGNER, content=whole(row), at=at,
        clients=[row.episode.client_id], site_id=row.episode.site_id,
    )  # fmt: skip
    _answer(by, row, at, CoSignatureDecision.SIGNED, comment)
    row.status = NoteStatus.SIGNED
    row.version += 1
    row.save(update_fields=["status", "version"])
    close_for(by=by, subject=(SUMMARY_OF, row.episode_id), at=at)
    told(by, "therapy.summary_cosigned", row)
    return row


@transaction.atomic
def return_summary(*, by: Actor, summary: DischargeSummary, comment: str, at: dt.datetime) -> DischargeSummary:
    """Give a waiting summary back with a comment. It stays signed and locked: the author answers with an addendum."""
    row = locked(summary.pk)
    require(may_cosign_summary(by, row))
    if not comment.strip():
        raise Invalid(say("Say what the author should add."), field="comment")
    _answer(by, row, at, CoSignatureDecision.RETURNED, comment)
    close_for(by=by, subject=(SUMMARY_OF, row.episode_id), kind=WorkKind.COSIGN_NOTE, at=at)
    owe_answer(by=by, summary=row, at=at)
    told(by, "therapy.summary_returned", row)
    return row


@transaction.atomic
def add_addendum(*, by: Actor, summary: DischargeSummary, text: str, reason: str, at: dt.datetime) -> SummaryAddendum:
    """Add to a signed summary under one's own name and with the reason. The author's answer to a return asks again."""
    row = locked(summary.pk)
    require(may_add_to_summary(by, row))
    if not text.strip():
        raise Invalid(say("Write what is to be added."), field="text")
    if not reason.strip():
        raise Invalid(say("Say why it is added now."), field="reason")
    added = _signed(by, row, fitting(text.strip(), "text"), reason.strip()[:300], at)
    if row.status == NoteStatus.AWAITING_COSIGNATURE and by.staff_id == row.signed_by_id:
        close_for(by=by, subject=(SUMMARY_OF, row.episode_id), kind=WorkKind.DISCHARGE_SUMMARY, at=at)
        owe_cosignature(by=by, summary=row, at=at)
    return added


def _signed(by: Actor, row: DischargeSummary, text: str, reason: str, at: dt.datetime) -> SummaryAddendum:
    author = StaffMember.objects.prefetch_related("credentials__kind").get(pk=signer(by))
    day = local_day(author.pk, at)
    require(why_cannot_sign(author, day))
    added = SummaryAddendum(
        summary=row, author=author, text=text, reason=reason, signed_at=at, credential=credential_on(author, day)
    )
    content = of_addendum(added)
    added.digest = digest_of(content)
    added.save(force_insert=True)
    sign(
        by=by, subject_kind=SUMMARY_ADDENDUM_KIND, subject_id=added.pk, meaning=SignatureMeaning.AUTHOR, content=content,
        at=at, clients=[row.episode.client_id], site_id=row.episode.site_id,
    )  # fmt: skip
    told(by, "therapy.summary_added_to", row, addendum=added.pk)
    return added


def _answer(by: Actor, row: DischargeSummary, at: dt.datetime, decision: str, comment: str) -> None:
    SummaryCoSignature.objects.create(
        summary=row, by_id=signer(by), at=at, decision=decision, comment=fitting(comment.strip(), "comment")
    )
