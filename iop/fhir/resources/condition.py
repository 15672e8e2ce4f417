"""Condition: a diagnosis that somebody made here, for as long as it holds. What was entered in error is not told."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from clients.choices import Information, Specifier
from clients.models import Diagnosis
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.fhir import days
from iop.fhir import elements as el
from iop.fhir.days import AsOfToday
from iop.fhir.matching import Always, Coded, When
from iop.fhir.specs import Drawn, Parameter, Source, Spec
from iop.fhir.telling import PATIENT, of

CATEGORY = "http://terminology.hl7.org/CodeSystem/condition-category"
CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"
VERIFICATION = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
RANK = el.own_system("diagnosis-rank")
SEVERITY = {
    Specifier.MILD: ("255604002", "Mild"),
    Specifier.MODERATE: ("6736007", "Moderate"),
    Specifier.SEVERE: ("24484000", "Severe"),
}
REMISSION = [Specifier.EARLY_REMISSION, Specifier.SUSTAINED_REMISSION]
PROVISIONAL = Specifier.PROVISIONAL


def rows(actor: Actor) -> QuerySet[Diagnosis]:
    """Diagnoses that stand or stood, for whoever reads clinical notes."""
    seen = Diagnosis.objects.visible_to(actor, Permission.NOTE_VIEW)
    return seen.filter(entered_in_error_at__isnull=True).select_related("code", "diagnosed_by")


def draw(row: Diagnosis, today: Any) -> Drawn:
    """Draw a diagnosis."""
    severity = next((SEVERITY[Specifier(each)] for each in row.specifiers if each in SEVERITY), None)
    words = ", ".join(str(Specifier(each).label) for each in row.specifiers)
    return {
        "clinicalStatus": el.concept(el.coding(CLINICAL, _standing(row, today))),
        "verificationStatus": el.concept(
            el.coding(VERIFICATION, "provisional" if PROVISIONAL in row.specifiers else "confirmed")
        ),
        "category": [
            el.concept(el.coding(CATEGORY, "problem-list-item", "Problem List Item")),
            el.concept(el.coding(CATEGORY, "encounter-diagnosis", "Encounter Diagnosis")),
        ],
        "severity": el.concept(el.coding(el.SNOMED, *severity)) if severity else None,
        "code": el.concept(el.coding(el.ICD10CM, row.code.code, row.code.title), text=row.code.title),
        "subject": el.reference("Patient", row.client_id),
        "onsetDateTime": el.moment(row.starts_on),
        "abatementDateTime": el.moment(row.ends_on) if _is_over(row, today) else None,
        "recordedDate": el.moment(row.created_at),
        "asserter": el.reference("Practitioner", row.diagnosed_by_id, row.diagnosed_by.name),
        "note": [{"text": text} for text in (words, row.note) if text],
    }


def _is_over(row: Diagnosis, today: Any) -> bool:
    return row.ends_on is not None and row.ends_on < today


def _standing(row: Diagnosis, today: Any) -> str:
    if _is_over(row, today):
        return "resolved"
    return "remission" if set(REMISSION) & set(row.specifiers) else "active"


def _meant(today: Any) -> dict[str, Q]:
    over, quiet = Q(ends_on__isnull=False, ends_on__lt=today), Q(specifiers__overlap=REMISSION)
    return {"active": ~over & ~quiet, "remission": ~over & quiet, "resolved": over}


class Abated(When):
    """When it ended; one that is to end later holds still and tells no end."""

    def one(self, name: str, value: str, modifier: str) -> Q:
        """Look among those that are over."""
        return super().one(name, value, modifier) & Q(ends_on__lt=days.today())


SPEC = Spec(
    kind="Condition",
    about=(
        "A diagnosis of ICD-10-CM with its specifiers. It is both a problem and what treatment days are billed under, so it "
        "carries both categories. What was entered in error is not told."
    ),
    profiles=(
        f"{el.US_CORE}us-core-condition-problems-health-concerns", f"{el.US_CORE}us-core-condition-encounter-diagnosis",
    ),
    parameters=(
        *PATIENT,
        Parameter("category", "token", "problem-list-item or encounter-diagnosis."),
        Parameter("clinical-status", "token", "active, remission or resolved."),
        Parameter("code", "token", "The code of ICD-10-CM."),
        Parameter("onset-date", "date", "From when it holds."),
        Parameter("abatement-date", "date", "Until when it held."),
        Parameter("recorded-date", "date", "When it was written down."),
    ),
    sources=(
        Source(
            rows=rows, draw=draw, gather=days.today, client_path="client_id", information=(Information.DIAGNOSIS,),
            labels=("PSY",),
            matches={
                **of("client"),
                "category": Always(("problem-list-item", "encounter-diagnosis"), CATEGORY),
                "clinical-status": AsOfToday(_meant, CLINICAL),
                "code": Coded("code__code", el.ICD10CM, upper=True),
                "onset-date": When("starts_on", is_date=True),
                "abatement-date": Abated("ends_on", is_date=True),
                "recorded-date": When("created_at"),
            },
        ),
    ),
)  # fmt: skip
