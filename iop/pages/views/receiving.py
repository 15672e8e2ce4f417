"""Whom a form names as the one who receives a paper."""

from __future__ import annotations

import uuid

from django.http import Http404

from clients.gate import Recipient
from clients.models import RecipientParty


def recipient_of(party_id: uuid.UUID | None) -> Recipient:
    """Give the kept party, or the client themselves for none. A party that is not in use is not there (404)."""
    if party_id is None:
        return Recipient.client()
    party = RecipientParty.objects.filter(pk=party_id, is_active=True).first()
    if party is None:
        raise Http404
    return Recipient.of_party(party)
