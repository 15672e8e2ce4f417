"""EpisodeOfCare: one course of care, with how it came to its status and its levels of care by date."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from clients.choices import CareRole, DischargeKind, EpisodeStatus, Information
from clients.models import CareTeamMembership, Episode, EpisodeStatusChange, LevelOfCare, Placement
from iop.access.actors import Actor
from iop.clinic.models import Organization
from iop.fhir import elements as el
from iop.fhir.changed import by_history, by_the_record, latest
from iop.fhir.matching import Code, Number, Ref, When
from iop.fhir.specs import Drawn, Parameter, Source, Spec
from iop.fhir.telling import ours

STATUS = {
    EpisodeStatus.INQUIRY: "planned", EpisodeStatus.ADMITTED: "active", EpisodeStatus.DISCHARGED: "finished",
    EpisodeStatus.NOT_ADMITTED: "cancelled",
}  # fmt: skip
STATUSES = "http://hl7.org/fhir/episode-of-care-status"
LEVEL = el.own_system("level-of-care")
LEVEL_SPAN = el.own_system("level-of-care-span")
DISCHARGE_KIND = el.own_system("discharge-kind")


def rows(actor: Actor) -> QuerySet[Episode]:
    """Scope to whom the actor sees."""
    return Episode.objects.visible_to(actor).prefetch_related(
        Prefetch("status_changes", EpisodeStatusChange.objects.order_by("at", "pk")),
        Prefetch("placements", Placement.objects.select_related("level").order_by("starts_on", "pk")),
        Prefetch("care_team", CareTeamMembership.objects.order_by("starts_on", "pk")),
    )


def gather(found: Sequence[Episode]) -> uuid.UUID | None:
    """The clinic's id."""
    return Organization.objects.values_list("pk", flat=True).first()


def draw(row: Episode, clinic: Any) -> Drawn:
    """Draw a course of care."""
    placements, team = list(row.placements.all()), list(row.care_team.all())
    counselors = [each for each in team if each.role == CareRole.PRIMARY_COUNSELOR]
    return {
        "extension": [*map(_span, placements), *_ended(row)],
        "status": STATUS[EpisodeStatus(row.status)],
        "statusHistory": _history(list(row.status_changes.all())),
        "type": [level(placements[-1].level)] if placements else [],
        "patient": el.reference("Patient", row.client_id),
        "managingOrganization": el.reference("Organization", clinic),
        "period": el.period(row.admitted_on, row.discharged_on),
        "careManager": el.reference("Practitioner", counselors[-1].staff_id) if counselors else None,
        "team": el.present([el.reference("CareTeam", row.pk)]) if team else [],
    }


def level(of: LevelOfCare) -> el.Part:
    """Name a level of care in its own code and ASAM's."""
    asam = el.coding(el.own_system("asam-4"), of.asam_4) if of.asam_4 else None
    return el.concept(*el.present([el.coding(LEVEL, of.key, of.name), asam]), text=of.name)


def _span(placement: Placement) -> el.Part:
    return {
        "url": LEVEL_SPAN,
        "extension": [
            {"url": "level", "valueCodeableConcept": level(placement.level)},
            {"url": "period", "valuePeriod": el.period(placement.starts_on, placement.ends_on)},
        ],
    }


def _ended(row: Episode) -> list[el.Part]:
    if not row.discharge_kind:
        return []
    kind = DischargeKind(row.discharge_kind)
    return [{"url": DISCHARGE_KIND, "valueCodeableConcept": el.concept(el.coding(DISCHARGE_KIND, kind, kind.label))}]


def _history(changes: list[EpisodeStatusChange]) -> list[el.Part]:
    return [
        {"status": STATUS[EpisodeStatus(one.status)], "period": el.period(one.at, following.at if following else None)}
        for one, following in pairwise([*changes, None])
        if one
    ]


def _changed() -> Any:
    return latest(
        by_the_record(),
        by_history(EpisodeStatusChange.objects.all(), "episode"),
        by_history(Placement.objects.all(), "episode", "created_at"),
        by_history(CareTeamMembership.objects.all(), "episode", "created_at"),
    )


SPEC = Spec(
    kind="EpisodeOfCare",
    about="A course of care, from inquiry to discharge; its levels of care by date are in an extension.",
    parameters=(
        Parameter("patient", "reference", "Whose.", element="patient", targets=("Patient",)),
        Parameter("status", "token", "planned, active, finished or cancelled."),
        Parameter("date", "date", "When it lasted."),
        Parameter("type", "token", "A level of care that it had."),
        Parameter(
            "organization", "reference", "The clinic.", element="managingOrganization", targets=("Organization",)
        ),
        Parameter(
            "care-manager", "reference", "The primary counselor.", element="careManager", targets=("Practitioner",)
        ),
    ),
    sources=(
        Source(
            rows=rows, draw=draw, gather=gather, client_path="client_id", changed=_changed,
            information=(Information.SCHEDULE, Information.ASSESSMENT, Information.DISCHARGE),
            matches={
                "patient": Ref({"Patient": "client"}),
                "status": Code({code: Q(status=status) for status, code in STATUS.items()}, STATUSES),
                "date": When("admitted_on", "discharged_on", is_date=True),
                "type": Number({LEVEL: lambda key: Q(pk__in=Placement.objects.filter(level__key=key).values("episode"))}),
                "organization": Ref({"Organization": ours}),
                "care-manager": Ref({"Practitioner": lambda pk: Q(pk__in=_cared_for_by(pk))}),
            },
        ),
    ),
)  # fmt: skip


def _cared_for_by(staff: uuid.UUID) -> Any:
    return CareTeamMembership.objects.filter(staff=staff, role=CareRole.PRIMARY_COUNSELOR).values("episode")
