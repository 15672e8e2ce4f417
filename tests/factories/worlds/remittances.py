"""Ids of the small clinic for addresses about answers of payers and denials."""

from __future__ import annotations

from typing import Any

from billing.models import DenialLetter, RemittanceClaim
from clients.models import Client
from iop.clinic.models import Site


def ids(boston: Site, client: Client) -> dict[str, Any]:
    """An id for each place in these addresses: an answer without a claim, and a denial that a letter was written about."""
    answer = RemittanceClaim.objects.filter(remittance__site=boston, claim__isnull=True).first()
    letter = DenialLetter.objects.filter(denial__claim__site=boston).select_related("denial").first()
    assert answer is not None
    assert letter is not None
    return {
        "remittance_id": answer.remittance_id, "answer_id": answer.pk, "denial_id": letter.denial_id,
        "denial_letter_id": letter.pk,
    }  # fmt: skip
