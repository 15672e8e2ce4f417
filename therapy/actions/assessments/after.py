"""What may still follow a signed assessment: the supervisor's answer, and an addendum."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from iop.access.actors import Actor
from iop.core.errors import Invalid, require
from iop.core.words import say
from iop.documents.actions import sign
from iop.documents.choices import SignatureMeaning
from iop.work.actions import close_for, open_item
from iop.work.choices import WorkKind
from therapy.actions.addenda import require_addendum_words, signed_by
from therapy.actions.assessments.drafts import locked, told
from therapy.actions.assessments.owing import owe_assessment_cosignature
from therapy.actions.group_notes.cosigning import DAYS_TO_ANSWER
from therapy.actions.group_notes.drafts import fitting
from therapy.assessment_contents import ASSESSMENT_ADDENDUM_KIND, ASSESSMENT_KIND, of_addendum, whole
from therapy.choices import CoSignatureDecision, NoteStatus
from therapy.models import AssessmentAddendum, AssessmentCoSignature, BiopsychosocialAssessment
from therapy.policies import may_add_to_assessment, may_cosign_assessment, signer


@transaction.atomic
def cosign_assessment(
    *, by: Actor, assessment: BiopsychosocialAssessment, at: dt.datetime, comment: str = ""
) -> BiopsychosocialAssessment:
    """Put the supervisor's name under a waiting assessment. The co-signer is never the one who signed it."""
    row = locked(assessment.pk)
    require(may_cosign_assessment(by, row))
    sign(
        by=by, subject_kind=ASSESSMENT_KIND, subject_id=row.pk, meaning=SignatureMeaning.COSIGNER,
        content=whole(row, row.sections.order_by("key")), at=at, clients=[row.episode.client_id],
        site_id=row.episode.site_id,
    )  # fmt: skip
    _answer(by, row, at, CoSignatureDecision.SIGNED, comment)
    row.status = NoteStatus.SIGNED
    row.version += 1
    row.save(update_fields=["status", "version"])
    close_for(by=by, subject=(ASSESSMENT_KIND, row.pk), at=at)
    told(by, "therapy.assessment_cosigned", row)
    return row


@transaction.atomic
def return_assessment(
    *, by: Actor, assessment: BiopsychosocialAssessment, comment: str, at: dt.datetime
) -> BiopsychosocialAssessment:
    """Give a waiting assessment back with a comment. It stays signed and locked: the author answers with an addendum."""
    row = locked(assessment.pk)
    require(may_cosign_assessment(by, row))
    if not comment.strip():
        raise Invalid(say("Say what the author should add."), field="comment")
    _answer(by, row, at, CoSignatureDecision.RETURNED, comment)
    close_for(by=by, subject=(ASSESSMENT_KIND, row.pk), kind=WorkKind.COSIGN_NOTE, at=at)
    open_item(
        by=by, kind=WorkKind.FINISH_ASSESSMENT, site_id=row.episode.site_id, subject=(ASSESSMENT_KIND, row.pk),
        summary=say("A supervisor returned your assessment: answer with an addendum"),
        due_at=at + dt.timedelta(days=DAYS_TO_ANSWER), dedupe_key=f"finish_assessment:{row.pk}",
        assignee_id=row.signed_by_id, client_id=row.episode.client_id,
    )  # fmt: skip
    told(by, "therapy.assessment_returned", row)
    return row


@transaction.atomic
def add_addendum(
    *, by: Actor, assessment: BiopsychosocialAssessment, text: str, reason: str, at: dt.datetime
) -> AssessmentAddendum:
    """Add to a signed assessment under one's own name and with the reason. The author's answer to a return asks again."""
    row = locked(assessment.pk)
    require(may_add_to_assessment(by, row))
    require_addendum_words(text, reason)
    added = _signed(by, row, fitting(text.strip(), "text"), reason.strip()[:300], at)
    if row.status == NoteStatus.AWAITING_COSIGNATURE and by.staff_id == row.signed_by_id:
        close_for(by=by, subject=(ASSESSMENT_KIND, row.pk), kind=WorkKind.FINISH_ASSESSMENT, at=at)
        owe_assessment_cosignature(by=by, assessment=row, at=at)
    return added


def _signed(by: Actor, row: BiopsychosocialAssessment, text: str, reason: str, at: dt.datetime) -> AssessmentAddendum:
    added = signed_by(
        by=by, addendum=AssessmentAddendum(assessment=row, text=text, reason=reason, signed_at=at),
        kind=ASSESSMENT_ADDENDUM_KIND, content_of=of_addendum, at=at, clients=[row.episode.client_id],
        site_id=row.episode.site_id,
    )  # fmt: skip
    told(by, "therapy.assessment_added_to", row, addendum=added.pk)
    return added


def _answer(by: Actor, row: BiopsychosocialAssessment, at: dt.datetime, decision: str, comment: str) -> None:
    AssessmentCoSignature.objects.create(
        assessment=row, by_id=signer(by), at=at, decision=decision, comment=fitting(comment.strip(), "comment")
    )
