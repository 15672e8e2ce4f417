"""What exactly the signatures under an assessment cover."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from iop.documents.signing import digest_of
from therapy.models import AssessmentAddendum, AssessmentSection, BiopsychosocialAssessment

ASSESSMENT_KIND = "therapy.biopsychosocialassessment"
ASSESSMENT_ADDENDUM_KIND = "therapy.assessmentaddendum"


def whole(row: BiopsychosocialAssessment, sections: Iterable[AssessmentSection]) -> dict[str, Any]:
    """Give the content that author and co-signer put their names under: every answer, by which questions, and the review."""
    return {
        "kind": ASSESSMENT_KIND,
        "assessment": row.pk,
        "episode": row.episode_id,
        "definition": row.definition,
        "source": str(row.source),
        "made_by": row.made_by,
        "made_on": row.made_on,
        "review_note": row.review_note,
        "sections": {each.key: {"answers": each.answers, "left": each.left} for each in sections},
    }


def seen(row: BiopsychosocialAssessment, sections: Iterable[AssessmentSection]) -> str:
    """Give the hash of a draft as a person read it, so that they sign that and nothing else."""
    return digest_of(whole(row, sections))


def of_addendum(addendum: AssessmentAddendum) -> dict[str, Any]:
    """Give the content of an addendum as its author signs it."""
    return {
        "kind": ASSESSMENT_ADDENDUM_KIND,
        "addendum": addendum.pk,
        "assessment": addendum.assessment_id,
        "author": addendum.author_id,
        "text": addendum.text,
        "reason": addendum.reason,
        "signed_at": addendum.signed_at,
    }
