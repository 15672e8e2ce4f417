"""CareTeam: who looks after a client in a course of care, in which role, from when until when."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from clients.choices import CareRole, EpisodeStatus, Information
from clients.models import CareTeamMembership, Episode
from iop.access.actors import Actor
from iop.clinic.models import Organization
from iop.core.words import say
from iop.fhir import elements as el
from iop.fhir.changed import by_history, by_the_record, latest
from iop.fhir.matching import NOTHING, Code, Match, Ref
from iop.fhir.specs import Drawn, Parameter, Source, Spec

ROLE = el.own_system("care-role")
NUCC = "http://nucc.org/provider-taxonomy"
TAXONOMY = {
    CareRole.PRIMARY_COUNSELOR: ("101YA0400X", "Addiction (Substance Use Disorder) Counselor"),
    CareRole.THERAPIST: ("101YM0800X", "Mental Health Counselor"),
    CareRole.CASE_MANAGER: ("171M00000X", "Case Manager/Care Coordinator"),
}
STATUSES = "http://hl7.org/fhir/care-team-status"
UNDER_WAY = (EpisodeStatus.INQUIRY, EpisodeStatus.ADMITTED)


def rows(actor: Actor) -> QuerySet[Episode]:
    """Courses of care that have a team, of clients whom the actor sees."""
    members = CareTeamMembership.objects.select_related("staff").order_by("starts_on", "pk")
    has_one = Exists(CareTeamMembership.objects.filter(episode=OuterRef("pk")))
    return Episode.objects.visible_to(actor).filter(has_one).prefetch_related(Prefetch("care_team", members))


def gather(found: Sequence[Episode]) -> uuid.UUID | None:
    """The clinic's id."""
    return Organization.objects.values_list("pk", flat=True).first()


def draw(row: Episode, clinic: Any) -> Drawn:
    """Draw a team."""
    return {
        "status": "active" if row.status in UNDER_WAY else "inactive",
        "name": str(say("Care team")),
        "subject": el.reference("Patient", row.client_id),
        "period": el.period(row.admitted_on, row.discharged_on),
        "participant": [_member(each) for each in row.care_team.all()],
        "managingOrganization": el.present([el.reference("Organization", clinic)]),
    }


def _member(membership: CareTeamMembership) -> el.Part:
    role = CareRole(membership.role)
    known = TAXONOMY.get(role)
    codings = [el.coding(ROLE, role, role.label), el.coding(NUCC, *known) if known else None]
    return {
        "role": [el.concept(*el.present(codings), text=role.label)],
        "member": el.reference("Practitioner", membership.staff_id, membership.staff.name),
        "period": el.period(membership.starts_on, membership.ends_on),
    }


def _changed() -> Any:
    return latest(by_the_record(), by_history(CareTeamMembership.objects.all(), "episode", "created_at"))


def _with(**member: Any) -> Q:
    return Q(pk__in=CareTeamMembership.objects.filter(**member).values("episode"))


class Roles(Match):
    """Somebody's role in the team, by our own word or the provider taxonomy's (NUCC)."""

    def one(self, name: str, value: str, modifier: str) -> Q:
        """Look the code up in its system."""
        system, _bar, code = value.rpartition("|")
        own = [role for role in CareRole if role == code and system in ("", ROLE)]
        known = [role for role, coded in TAXONOMY.items() if coded[0] == code and system in ("", NUCC)]
        return _with(role__in=[*own, *known]) if own or known else NOTHING


SPEC = Spec(
    kind="CareTeam",
    about="Who looks after a client in a course of care.",
    profiles=(f"{el.US_CORE}us-core-careteam",),
    parameters=(
        Parameter("patient", "reference", "Whose team.", element="subject", targets=("Patient",)),
        Parameter("subject", "reference", "Whose team.", element="subject", targets=("Patient",)),
        Parameter("status", "token", "active or inactive."),
        Parameter("role", "token", "A role in it: ours, or the provider taxonomy's (NUCC)."),
        Parameter("participant", "reference", "Who is in it.", element="participant.member", targets=("Practitioner",)),
    ),
    sources=(
        Source(
            rows=rows, draw=draw, gather=gather, client_path="client_id", information=(Information.SCHEDULE,),
            changed=_changed,
            matches={
                "patient": Ref({"Patient": "client"}),
                "subject": Ref({"Patient": "client"}),
                "status": Code({"active": Q(status__in=UNDER_WAY), "inactive": ~Q(status__in=UNDER_WAY)}, STATUSES),
                "participant": Ref({"Practitioner": lambda pk: _with(staff=pk)}),
                "role": Roles(),
            },
        ),
    ),
)  # fmt: skip
