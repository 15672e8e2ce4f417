"""What a report can be narrowed to: levels, tracks, payers and clinicians of the sites."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import Any

from billing.models import Payer
from clients.models import LevelOfCare
from iop.clinic.models import StaffMember
from iop.reports.shapes import Filter
from scheduling.models import Track


def choices_of(what: Filter, sites: Collection[uuid.UUID]) -> list[tuple[Any, str]]:
    """List what may be chosen, by name; one statement."""
    if what == Filter.LEVEL:
        return list(LevelOfCare.objects.filter(is_active=True).order_by("-intensity").values_list("pk", "name"))
    if what == Filter.PAYER:
        return list(Payer.objects.order_by("name").values_list("pk", "name"))
    if what == Filter.TRACK:
        rows = Track.objects.filter(program__site__in=sites).order_by("program__site__name", "name")
        return [(key, f"{name} · {site}") for key, name, site in rows.values_list("pk", "name", "program__site__name")]
    people = StaffMember.objects.filter(site_roles__site__in=sites, site_roles__role__is_clinical=True).distinct()
    rows_ = people.order_by("last_name", "first_name", "pk").values_list("pk", "first_name", "last_name")
    return [(key, f"{first} {last}") for key, first, last in rows_]
