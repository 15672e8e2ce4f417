"""Practitioner: a colleague, with their national number and licences."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from iop.access.actors import Actor
from iop.clinic.models import StaffCredential, StaffMember
from iop.fhir import days
from iop.fhir import elements as el
from iop.fhir.days import AsOfToday
from iop.fhir.matching import Number, Text
from iop.fhir.specs import Drawn, Parameter, Source, Spec

STAFF_ID = el.own_system("staff")
LICENCES = "http://terminology.hl7.org/CodeSystem/v2-0360"


def rows(actor: Actor) -> QuerySet[StaffMember]:
    """All colleagues, with those who left: what they signed still names them."""
    held = Prefetch("credentials", StaffCredential.objects.select_related("kind").order_by("kind__code", "pk"))
    return StaffMember.objects.select_related("clinician_number").prefetch_related(held)


def draw(row: StaffMember, today: Any) -> Drawn:
    """Draw a colleague."""
    number = getattr(row, "clinician_number", None)
    own = el.identifier(STAFF_ID, str(row.pk), use="secondary" if number else "usual")
    return {
        "identifier": [el.identifier(el.NPI, number.npi, use="official", type_code="NPI"), own] if number else [own],
        "active": row.left_on is None or row.left_on > today,
        "name": [el.human_name(row.first_name, row.last_name)],
        "qualification": [_licence(each) for each in row.credentials.all()],
    }


def _licence(held: StaffCredential) -> el.Part:
    kind = el.concept(el.coding(el.own_system("credential-kind"), held.kind.code, held.kind.name), text=held.kind.name)
    number = [el.identifier(el.own_system(f"licence:{held.state.lower() or 'us'}"), held.number)] if held.number else []
    return {"identifier": number, "code": kind, "period": el.period(held.issued_on, held.expires_on)}


def _meant(today: Any) -> dict[str, Q]:
    gone = Q(left_on__isnull=False, left_on__lte=today)
    return {"true": ~gone, "false": gone}


SPEC = Spec(
    kind="Practitioner",
    about="A colleague, also one who has left.",
    profiles=(f"{el.US_CORE}us-core-practitioner",),
    parameters=(
        Parameter("identifier", "token", "The national provider number, or ours."),
        Parameter("name", "string", "First or last name."),
        Parameter("family", "string", "The last name."),
        Parameter("given", "string", "The first name."),
        Parameter("active", "token", "Whether they work here."),
    ),
    sources=(
        Source(
            rows=rows, draw=draw, gather=days.today,
            matches={
                "identifier": Number({el.NPI: lambda value: Q(clinician_number__npi=value), STAFF_ID: el.by_id}),
                "name": Text(("first_name", "last_name")),
                "family": Text(("last_name",)),
                "given": Text(("first_name",)),
                "active": AsOfToday(_meant),
            },
        ),
    ),
)  # fmt: skip
