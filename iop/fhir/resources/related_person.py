"""RelatedPerson: a relative or other support of a client. They never leave on a client's consent to tell of themselves.

Staff see them as on the pages, whoever serves the program by agreement for their work, and a client's own app theirs.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from clients.choices import Information
from clients.models import Client, Relationship
from iop.access.actors import Actor
from iop.fhir import elements as el
from iop.fhir.matching import Code, Ref, Text
from iop.fhir.specs import Drawn, Parameter, Source, Spec

CONTACT_ROLES = "http://terminology.hl7.org/CodeSystem/v2-0131"


def rows(actor: Actor) -> QuerySet[Relationship]:
    """Scope to clients whom the actor sees."""
    return Relationship.objects.filter(client__in=Client.objects.visible_to(actor)).select_related("person")


def draw(row: Relationship, beside: None) -> Drawn:
    """Draw how a person relates to a client."""
    person = row.person
    emergency = [el.concept(el.coding(CONTACT_ROLES, "C", "Emergency Contact"))] if row.is_emergency_contact else []
    return {
        "active": True,
        "patient": el.reference("Patient", row.client_id),
        "relationship": [el.concept(text=row.role), *emergency],
        "name": [el.human_name(person.first_name, person.last_name)],
        "telecom": el.present([el.telecom("phone", person.phone), el.telecom("email", person.email)]),
        "communication": [{"language": el.language(person.language), "preferred": True}],
    }


SPEC = Spec(
    kind="RelatedPerson",
    about="A relative or other support. Never told on a client's consent: they did not give one.",
    profiles=(f"{el.US_CORE}us-core-relatedperson",),
    parameters=(
        Parameter("patient", "reference", "Whose relative.", element="patient", targets=("Patient",)),
        Parameter("name", "string", "Their name.", is_personal=True),
        Parameter("active", "token", "All of them are."),
    ),
    sources=(
        Source(
            rows=rows, draw=draw, client_path="client_id", information=(Information.CONTACT,), on_consent=False,
            matches={
                "patient": Ref({"Patient": "client"}),
                "name": Text(("person__first_name", "person__last_name")),
                "active": Code({"true": Q()}),
            },
        ),
    ),
)  # fmt: skip
