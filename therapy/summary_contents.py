"""What exactly the signatures under a discharge summary cover."""

from __future__ import annotations

from typing import Any

from iop.documents.signing import digest_of
from therapy.models import DischargeSummary, SummaryAddendum

SUMMARY_KIND = "therapy.dischargesummary"
SUMMARY_ADDENDUM_KIND = "therapy.summaryaddendum"


def whole(row: DischargeSummary) -> dict[str, Any]:
    """Give the content that author and co-signer put their names under."""
    return {
        "kind": SUMMARY_KIND,
        "summary": row.pk,
        "episode": row.episode_id,
        "language": row.language,
        "contents": row.contents,
    }


def seen(row: DischargeSummary) -> str:
    """Give the hash of a draft as a person read it, so that they sign that and nothing else."""
    return digest_of(whole(row))


def of_addendum(addendum: SummaryAddendum) -> dict[str, Any]:
    """Give the content of an addendum as its author signs it."""
    return {
        "kind": SUMMARY_ADDENDUM_KIND,
        "addendum": addendum.pk,
        "summary": addendum.summary_id,
        "author": addendum.author_id,
        "text": addendum.text,
        "reason": addendum.reason,
        "signed_at": addendum.signed_at,
    }
