"""PractitionerRole: what a colleague does at a site, by date."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from iop.access.actors import Actor
from iop.clinic.models import Organization, SiteRole
from iop.core import clock
from iop.fhir import elements as el
from iop.fhir.matching import Coded, Ref
from iop.fhir.specs import Drawn, Parameter, Source, Spec
from iop.fhir.telling import ours

NUCC = "http://nucc.org/provider-taxonomy"
ROLE = el.own_system("role")


def rows(actor: Actor) -> QuerySet[SiteRole]:
    """All roles, with those that have ended."""
    return SiteRole.objects.select_related("staff__clinician_number", "site", "role")


def gather(found: Sequence[SiteRole]) -> Any:
    """The instant and the clinic's id."""
    return clock.now(), Organization.objects.values_list("pk", flat=True).first()


def draw(row: SiteRole, beside: Any) -> Drawn:
    """Draw a role."""
    at, clinic = beside
    today = clock.local_date(at, row.site.time_zone)
    number = getattr(row.staff, "clinician_number", None)
    holds = row.starts_on <= today and (row.ends_on is None or row.ends_on >= today)
    return {
        "active": holds and (row.staff.left_on is None or row.staff.left_on > today),
        "period": el.period(row.starts_on, row.ends_on),
        "practitioner": el.reference("Practitioner", row.staff_id, row.staff.name),
        "organization": el.reference("Organization", clinic),
        "code": [el.concept(el.coding(ROLE, row.role.key, row.role.name), text=row.role.name)],
        "specialty": [el.concept(el.coding(NUCC, number.taxonomy))] if number else [],
        "location": el.present([el.reference("Location", row.site_id, row.site.name)]),
        "telecom": el.present([el.telecom("phone", row.site.phone, use="work")]),
    }


SPEC = Spec(
    kind="PractitionerRole",
    about="A colleague's role at a site.",
    profiles=(f"{el.US_CORE}us-core-practitionerrole",),
    parameters=(
        Parameter(
            "practitioner", "reference", "Whose role it is.", element="practitioner", targets=("Practitioner",)
        ),
        Parameter("location", "reference", "At which site.", element="location", targets=("Location",)),
        Parameter(
            "organization", "reference", "Of which organisation.", element="organization", targets=("Organization",)
        ),
        Parameter("specialty", "token", "The provider taxonomy code (NUCC)."),
        Parameter("role", "token", "The role's key."),
    ),
    sources=(
        Source(
            rows=rows, draw=draw, gather=gather,
            matches={
                "practitioner": Ref({"Practitioner": "staff"}),
                "location": Ref({"Location": "site"}),
                "organization": Ref({"Organization": ours}),
                "specialty": Coded("staff__clinician_number__taxonomy", NUCC),
                "role": Coded("role__key", ROLE),
            },
        ),
    ),
)  # fmt: skip
