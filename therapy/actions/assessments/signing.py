"""Signing an assessment: the last look, the name under it, and the lock."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from iop.access.actors import Actor
from iop.clinic.models import StaffMember
from iop.clinic.policies import needs_cosignature
from iop.core import clock
from iop.core.errors import Conflict, Stale, require, require_valid
from iop.core.words import say
from iop.documents.actions import sign
from iop.documents.choices import SignatureMeaning
from iop.work.actions import close_for
from iop.work.choices import WorkKind
from therapy.actions.assessments.drafts import locked, told
from therapy.actions.assessments.owing import owe_assessment_cosignature
from therapy.assessment_contents import ASSESSMENT_KIND, seen, whole
from therapy.assessment_form import ASKED_ANEW, form_of
from therapy.choices import AssessmentSource, NoteStatus
from therapy.models import AssessmentSection, BiopsychosocialAssessment
from therapy.policies import may_change_assessment, signer
from therapy.rules.assessments import why_not_reviewed, why_unfinished


@transaction.atomic
def sign_assessment(
    *, by: Actor, assessment: BiopsychosocialAssessment, at: dt.datetime, read: str = ""
) -> BiopsychosocialAssessment:
    """Sign a whole draft under a licence that holds that day: it locks, and a supervised author's waits for a co-signature.

    ``read`` is the hash of the draft as it was read (``assessment_contents.seen``). Raises ``NotAllowed`` for whoever may not
    sign, ``Stale`` for a draft that changed since, ``Conflict`` for what is missing, ``Invalid`` for a missing review.
    """
    row = locked(assessment.pk)
    require(may_change_assessment(by, row))
    sections = list(row.sections.order_by("key"))
    if read and read != seen(row, sections):
        raise Stale(say("The assessment was changed since you read it. Read it again before you sign."))
    require_whole(row, sections)
    require_valid(why_not_reviewed(row.source, row.review_note), "review_note")
    sign(
        by=by, subject_kind=ASSESSMENT_KIND, subject_id=row.pk, meaning=SignatureMeaning.AUTHOR,
        content=whole(row, sections), at=at, clients=[row.episode.client_id], site_id=row.episode.site_id,
    )  # fmt: skip
    author = StaffMember.objects.prefetch_related("credentials__kind").get(pk=signer(by))
    waits = needs_cosignature(author, clock.local_date(at, row.episode.site.time_zone))
    row.status = NoteStatus.AWAITING_COSIGNATURE if waits else NoteStatus.SIGNED
    row.signed_at, row.signed_by = at, author
    row.version += 1
    row.save(update_fields=["status", "signed_at", "signed_by", "version"])
    close_for(by=by, subject=(ASSESSMENT_KIND, row.pk), kind=WorkKind.FINISH_ASSESSMENT, at=at)
    if waits:
        owe_assessment_cosignature(by=by, assessment=row, at=at)
    told(by, "therapy.assessment_signed", row, waits=waits)
    return row


def require_whole(row: BiopsychosocialAssessment, sections: list[AssessmentSection]) -> None:
    """Raise ``Conflict`` with the sentence that says what a draft lacks."""
    states = {each.key: (each.answers, each.left) for each in sections}
    needed = set(ASKED_ANEW) if row.source == AssessmentSource.OUTSIDE else None
    if reason := why_unfinished(form_of(row.definition), states, needed):
        raise Conflict(reason, code="incomplete")
