"""Coverage: a client's cover by a plan, for dates and in an order."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet

from billing.choices.coverage import Subscriber
from billing.models import Coverage
from clients.choices import Information, PayerKind
from clients.models import Client
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.fhir import days
from iop.fhir import elements as el
from iop.fhir.days import AsOfToday
from iop.fhir.matching import Ref
from iop.fhir.specs import Drawn, Parameter, Source, Spec

STATUSES = "http://hl7.org/fhir/fm-status"
RELATIONS = "http://terminology.hl7.org/CodeSystem/subscriber-relationship"
RELATION = {
    Subscriber.SELF: "self", Subscriber.SPOUSE: "spouse", Subscriber.CHILD: "child", Subscriber.PARTNER: "common",
    Subscriber.OTHER: "other",
}  # fmt: skip
CLASSES = "http://terminology.hl7.org/CodeSystem/coverage-class"
SOURCE_OF_PAYMENT = "https://nahdo.org/sopt"
PAID_BY = {
    PayerKind.COMMERCIAL: ("5", "Private health insurance"), PayerKind.MEDICAID: ("2", "Medicaid"),
    PayerKind.MEDICARE: ("1", "Medicare"), PayerKind.SELF_PAY: ("81", "Self-pay"),
}  # fmt: skip


def rows(actor: Actor) -> QuerySet[Coverage]:
    """Scope to clients whose billing the actor sees; what was entered wrongly says so."""
    seen = Client.objects.visible_to(actor, Permission.BILLING_VIEW)
    return Coverage.objects.filter(client__in=seen).select_related("plan__payer")


def draw(row: Coverage, today: dt.date) -> Drawn:
    """Draw a cover."""
    number = row.member_number
    payer = row.plan.payer
    return {
        "identifier": [el.identifier(el.own_system("member-number"), number, type_code="MB")] if number else [],
        "status": _status(row, today),
        "type": _type(PayerKind(payer.kind)),
        "subscriberId": number,
        "beneficiary": el.reference("Patient", row.client_id),
        "relationship": el.concept(el.coding(RELATIONS, RELATION[Subscriber(row.subscriber)])),
        "period": el.period(row.starts_on, row.ends_on),
        "payor": el.present([el.reference("Organization", payer.pk, payer.name)]),
        "class": _classes(row),
        "order": row.priority,
    }


def _status(row: Coverage, today: dt.date) -> str:
    if row.error_at is not None:
        return "entered-in-error"
    return "active" if row.ends_on is None or row.ends_on >= today else "cancelled"


def _type(kind: PayerKind) -> el.Part:
    known = PAID_BY.get(kind)
    return el.concept(*([el.coding(SOURCE_OF_PAYMENT, *known)] if known else []), text=kind.label)


def _classes(row: Coverage) -> list[el.Part]:
    group = {"type": el.concept(el.coding(CLASSES, "group", "Group")), "value": row.group_number}
    plan = {"type": el.concept(el.coding(CLASSES, "plan", "Plan")), "value": str(row.plan_id), "name": row.plan.name}
    return [group, plan] if row.group_number else [plan]


def _meant(today: dt.date) -> dict[str, Q]:
    lasts, right = Q(ends_on__isnull=True) | Q(ends_on__gte=today), Q(error_at__isnull=True)
    return {"active": right & lasts, "cancelled": right & ~lasts, "entered-in-error": ~right}


SPEC = Spec(
    kind="Coverage",
    about="A client's cover by a plan.",
    profiles=(f"{el.US_CORE}us-core-coverage",),
    parameters=(
        Parameter("patient", "reference", "Whose cover.", element="beneficiary", targets=("Patient",)),
        Parameter("beneficiary", "reference", "Whose cover.", element="beneficiary", targets=("Patient",)),
        Parameter("payor", "reference", "Who pays.", element="payor", targets=("Organization",)),
        Parameter("status", "token", "active, cancelled or entered-in-error."),
    ),
    sources=(
        Source(
            rows=rows, draw=draw, gather=days.today, client_path="client_id", information=(Information.BILLING,),
            matches={
                "patient": Ref({"Patient": "client"}),
                "beneficiary": Ref({"Patient": "client"}),
                "payor": Ref({"Organization": "plan__payer"}),
                "status": AsOfToday(_meant, STATUSES),
            },
        ),
    ),
)  # fmt: skip
