"""The head of the house's papers: who they come from."""

from __future__ import annotations

from typing import Any

from clients.rules import phone_for_people
from iop.clinic.models import Organization, Site


def letterhead(site: Site) -> dict[str, Any]:
    """Give what the house letterhead takes: the clinic's name, the site's address and telephone."""
    name = Organization.objects.values_list("name", flat=True).first() or ""
    phone = phone_for_people(str(site.phone)) if site.phone else ""
    return {
        "clinic": " · ".join(part for part in (name, site.name) if part),
        "clinic_lines": [line for line in (*site.address.splitlines(), phone) if line],
    }
