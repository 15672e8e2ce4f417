"""Patient: a client, as far as they may be told of."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from clients.choices import ContactKind, Information, Sex
from clients.models import Client, ContactPoint, EpisodeStatusChange
from iop.access.actors import Actor
from iop.clinic.models import Organization
from iop.fhir import demographics
from iop.fhir import elements as el
from iop.fhir.changed import by_history, by_taking_away, by_the_record, latest
from iop.fhir.matching import Code, Match, Number, Text, When
from iop.fhir.specs import Drawn, Parameter, Source, Spec
from iop.reports.state_data.models import StateRecord

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
        "extension": demographics.sex(row),
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


MATCHES: dict[str, Match] = {
    "identifier": Number({RECORD_NUMBER: _numbered}),
    "name": Text((*GIVEN, "legal_last_name")),
    "family": Text(("legal_last_name",)),
    "given": Text(GIVEN),
    "birthdate": When("date_of_birth", is_date=True),
    "gender": Code({code: Q(sex=sex) for sex, code in GENDER.items()}, GENDERS),
    "phone": Number({"phone": lambda value: _reached(ContactKind.PHONE, value)}),
    "email": Number({"email": lambda value: _reached(ContactKind.EMAIL, value)}),
    "active": Code({"true": Q(), "false": Q(pk__in=())}),
}


def _changed() -> Any:
    reached = by_history(ContactPoint.objects.all(), "client", "created_at")
    return latest(by_the_record(), reached, by_taking_away("clients.contact_removed"))


def _answered_or_changed() -> Any:
    return latest(_changed(), by_history(StateRecord.objects.all(), "episode__client", "answered_at"))


def _died_or_changed() -> Any:
    return latest(_answered_or_changed(), by_history(EpisodeStatusChange.objects.all(), "episode__client"))


def _told(*, answers: bool, death: bool, changed: Callable[[], Any], fuller: tuple[Source, ...] = ()) -> Source:
    """Tell clients with their race and ethnicity, or that they died, where either is known and the gate opens its kind."""

    def some(actor: Actor) -> QuerySet[Client]:
        found = rows(actor)
        if answers:
            found = found.filter(demographics.has_answered(actor)).prefetch_related(demographics.answers(actor))
        return found.filter(demographics.has_died(actor)) if death else found

    def drawn(row: Client, beside: Any) -> Drawn:
        told = draw(row, beside)
        extension = demographics.race_and_ethnicity(row) if answers else []
        return {**told, "extension": [*extension, *told["extension"]], "deceasedBoolean": True if death else None}

    kinds = ((Information.CONTACT, True), (Information.ASSESSMENT, answers), (Information.DISCHARGE, death))
    return Source(
        rows=some, draw=drawn, gather=gather, client_path="pk", matches=MATCHES, changed=changed, fuller=fuller,
        information=tuple(kind for kind, is_told in kinds if is_told),
    )  # fmt: skip


WHOLE = _told(answers=True, death=True, changed=_died_or_changed)
ANSWERED = _told(answers=True, death=False, changed=_answered_or_changed, fuller=(WHOLE,))
DIED = _told(answers=False, death=True, changed=_died_or_changed, fuller=(WHOLE, ANSWERED))
PLAIN = _told(answers=False, death=False, changed=_changed, fuller=(WHOLE, ANSWERED, DIED))
SPEC = Spec(
    kind="Patient",
    about=(
        "A client. The number of a chart that was merged into another finds that one. Race, ethnicity and that they died are "
        "told where more than contact details may be."
    ),
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
    sources=(WHOLE, ANSWERED, DIED, PLAIN),
)
