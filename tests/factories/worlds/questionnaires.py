"""Ids of the small clinic for addresses about questionnaires and their wording."""

from __future__ import annotations

from typing import Any

from clients.models import Client
from iop.clinic.models import Site


def ids(boston: Site, client: Client) -> dict[str, Any]:
    """An id for each place in these addresses, of ``client`` where a client is in the address."""
    return {"questionnaire_key": "gad7", "questionnaire_language": "en"}
