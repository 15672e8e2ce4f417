"""Where in the chart something stands that the record tells the state, and is mended."""

from __future__ import annotations

import uuid

from django.urls import reverse

from iop.reports.state_data.fields import FIELDS
from iop.reports.state_data.reading import Item

PLACES = {
    "birth_date": "client_edit", "age": "client_edit", "sex": "client_edit",
    "admitted_on": "client_care", "discharged_on": "client_care", "service": "client_care", "prior_here": "client_care",
    "length": "client_care", "reason": "client_care",
    "last_contact_on": "client_attendance", "days_waiting": "client_attendance",
    "diagnosis": "client_diagnoses", "psychiatric": "client_diagnoses", "moud": "client_medications",
    "insurance": "client_coverage", "payer": "client_coverage",
}  # fmt: skip
"""Pages of the chart by the field that they tell."""


def place_of(client_id: uuid.UUID, field: str) -> str:
    """Give the page of the chart where a field stands; nothing where there is none."""
    return reverse(PLACES[field], args=[client_id]) if field in PLACES else ""


def mended_at(item: Item, field: str) -> str:
    """Say where on the record's page, or in the chart, a field is mended."""
    if FIELDS[field].asked and field not in item.facts.known:
        return f"#id_{field}"
    return place_of(item.event.episode.client_id, field)
