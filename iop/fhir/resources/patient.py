"""Patient: a client, as far as they may be told of."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from clients.choices import ContactKind, Information, Sex
from clients.models import Client, ContactPoint
from iop.access.actors import Actor
from iop.clinic.models import Organization
from iop.fhir import elements as el
from iop.fhir.matching import Code, Number, Text, When
from iop.fhir.specs import Drawn, Parameter, Source, Spec

RECORD_NUMBER = el.own_system("record-number")
GENDER = {Sex.UNKNOWN: "unknown", Sex.FEMALE: "female", Sex.MALE: "male", Sex.OTHER: "other"}
GENDERS = "http://hl7.org/fhir/administrative-gender"
TELECOM = {ContactKind.PHONE: "phone", ContactKind.EMAIL: "email"}
GIVEN = ("legal_first_name", "preferred_name")


def rows(actor: Actor) -> QuerySet[Client]:
    """Scope to whom the actor may see. A chart that another absorbed is found under that one's id."""
    points = Prefetch("contact_points", ContactPoint.objects.order_by("-is_preferred", "kind", "pk"))
    return Client.objects.visible_to(actor).filter(merged_into__isnull=True).prefetch_related(points)


def gather(found: Sequence[Client]) -> tuple[dict[uuid.UUID, list[str]], uuid.UUID | None]:
    """Read the numbers of charts that these absorbed, and the clinic's id."""
    former: dict[uuid.UUID, list[str]] = {}
    absorbed = Client.objects.filter(merged_into__in=[row.pk for row in found]).order_by("record_number")
    for one in absorbed.only("merged_into", "record_number"):
        if one.merged_into_id:
            former.setdefault(one.merged_into_id, []).append(one.record_number)
    return former, Organization.objects.values_list("pk", flat=True).first()


def draw(row: Client, beside: Any) -> Drawn:
    """Draw a client."""
    former, clinic = beside
    names = [el.human_name(row.legal_first_name, row.legal_last_name)]
    if row.preferred_name:
        names.append(el.human_name(row.preferred_name, row.legal_last_name, use="usual"))
    points = list(row.contact_points.all())
    return {
        "identifier": [
            el.identifier(RECORD_NUMBER, row.record_number, use="usual", type_code="MR"),
            *(el.identifier(RECORD_NUMBER, number, use="old", type_code="MR") for number in former.get(row.pk, [])),
        ],
        "active": True,
        "name": names,
        "telecom": el.present(_telecom(point) for point in points),
        "gender": GENDER[Sex(row.sex)],
        "birthDate": el.moment(row.date_of_birth),
        "address": el.present(
            el.address(point.value, use="home") for point in points if point.kind == ContactKind.POSTAL
        ),
        "communication": [{"language": el.language(row.language), "preferred": True}],
        "managingOrganization": el.reference("Organization", clinic),
    }


def _telecom(point: ContactPoint) -> el.Part | None:
    kind = TELECOM.get(ContactKind(point.kind))
    return el.telecom(kind, point.value, rank=1 if point.is_preferred else None) if kind else None


def _numbered(number: str) -> Q:
    absorbed = Client.objects.filter(record_number=number, merged_into__isnull=False)
    return Q(record_number=number) | Q(pk__in=absorbed.values("merged_into"))


def _reached(kind: str, value: str) -> Q:
    return Q(pk__in=ContactPoint.objects.filter(kind=kind, value__iexact=value).values("client"))


def _parameter(name: str, kind: str, asks: str) -> Parameter:
    return Parameter(name, kind, asks, is_personal=name not in ("active", "gender", "language"))


SPEC = Spec(
    kind="Patient",
    about="A client. The number of a chart that was merged into another finds that one.",
    profiles=(f"{el.US_CORE}us-core-patient",),
    parameters=(
        _parameter("identifier", "token", "The record number."),
        _parameter("name", "string", "Legal or preferred names."),
        _parameter("family", "string", "The last name."),
        _parameter("given", "string", "The first or preferred name."),
        _parameter("birthdate", "date", "The date of birth."),
        _parameter("gender", "token", "Administrative gender."),
        _parameter("phone", "token", "A phone number, as it is written down."),
        _parameter("email", "token", "An e-mail address."),
        _parameter("active", "token", "Whether the chart is in use."),
    ),
    sources=(
        Source(
            rows=rows, draw=draw, gather=gather, client_path="pk", information=(Information.CONTACT,),
            matches={
                "identifier": Number({RECORD_NUMBER: _numbered}),
                "name": Text((*GIVEN, "legal_last_name")),
                "family": Text(("legal_last_name",)),
                "given": Text(GIVEN),
                "birthdate": When("date_of_birth", is_date=True),
                "gender": Code({code: Q(sex=sex) for sex, code in GENDER.items()}, GENDERS),
                "phone": Number({"phone": lambda value: _reached(ContactKind.PHONE, value)}),
                "email": Number({"email": lambda value: _reached(ContactKind.EMAIL, value)}),
                "active": Code({"true": Q(), "false": Q(pk__in=())}),
            },
        ),
    ),
)  # fmt: skip
