"""Encounter: a treatment day that a client attended, or a meeting one-to-one. Always one client's: nobody else is in it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet
from django.db.models import When as WhenTrue
from django.db.models.functions import Greatest

from clients.choices import Information
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.clinic.models import Organization
from iop.core.words import say
from iop.fhir import elements as el
from iop.fhir.changed import by_history, by_the_record, latest
from iop.fhir.matching import Always, Code, Match, Number, Ref, When
from iop.fhir.specs import Drawn, Parameter, Source, Spec
from iop.fhir.telling import ours
from scheduling.choices import AppointmentKind, AppointmentStatus, FacilitatorRole
from scheduling.models import Appointment, AppointmentStatusChange
from scheduling.models.family import FamilySession
from sessions_app.choices import AttendanceMode, SessionStatus
from sessions_app.models import Attendance, AttendanceChange, SessionFacilitator, SessionStatusChange

LINE = el.own_system("attendance")
DAY = el.own_system("treatment-day")
MEETING = el.own_system("appointment")
SERVICE = el.own_system("service")
TREATMENT_DAY = "treatment-day"
PARTICIPATION = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType"
STATUSES = "http://hl7.org/fhir/encounter-status"
CAME = (AppointmentStatus.ARRIVED, AppointmentStatus.COMPLETED)
OVER = (SessionStatus.CLOSED, SessionStatus.FINAL)


def attended(actor: Actor) -> QuerySet[Attendance]:
    """Lines of those who were there, scoped to the actor's sites."""
    rows = Attendance.objects.visible_to(actor, Permission.SESSION_VIEW).attended()
    return rows.select_related("session__site").annotate(
        over_at=Case(
            WhenTrue(left_at__isnull=False, then=F("left_at")),
            WhenTrue(session__status__in=OVER, then=Greatest("session__ends_at", "arrived_at")),
        )
    )


def kept(actor: Actor) -> QuerySet[Appointment]:
    """Meetings to which the client came, scoped to the actor's sites. Of family sessions those that the client was in."""
    rows = Appointment.objects.visible_to(actor, Permission.SESSION_VIEW).filter(status__in=CAME)
    without = FamilySession.objects.filter(appointment=OuterRef("pk")).filter(
        Q(client_present=False) | Q(client_present__isnull=True, client_expected=False)
    )
    return rows.exclude(Exists(without)).select_related("site", "staff")


def gather_day(found: Sequence[Attendance]) -> tuple[Any, dict[uuid.UUID, dict[uuid.UUID, str]]]:
    """Read who led the days, and the clinic's id."""
    led = SessionFacilitator.objects.filter(component__session__in={row.session_id for row in found})
    leaders: dict[uuid.UUID, dict[uuid.UUID, str]] = {}
    for each in led.filter(role=FacilitatorRole.LEAD).select_related("component", "staff").order_by("pk"):
        leaders.setdefault(each.component.session_id, {})[each.staff_id] = each.staff.name
    return clinic(found), leaders


def clinic(found: Sequence[Any]) -> uuid.UUID | None:
    """The clinic's id."""
    return Organization.objects.values_list("pk", flat=True).first()


def draw_attendance(row: Attendance, beside: Any) -> Drawn:
    """Draw a client's part in a treatment day."""
    provider, leaders = beside
    over_at = row.over_at  # type: ignore[attr-defined]
    return {
        **_about(row, provider, by_video=row.mode == AttendanceMode.TELEHEALTH),
        # The day's number is the same for everybody who was there; nobody else is named.
        "identifier": [el.identifier(LINE, str(row.pk)), el.identifier(DAY, str(row.session_id), use="secondary")],
        "status": "finished" if over_at else "in-progress",
        "type": [el.concept(el.coding(SERVICE, TREATMENT_DAY, say("Treatment day")), text=say("Treatment day"))],
        "participant": [_led(pk, name) for pk, name in leaders.get(row.session_id, {}).items()],
        "period": el.period(row.arrived_at, over_at),
        "length": _minutes(row.credited_minutes),
        "location": _where(row) if row.mode == AttendanceMode.IN_PERSON else [],
    }


def draw_meeting(row: Appointment, provider: Any) -> Drawn:
    """Draw a meeting one-to-one."""
    kind = AppointmentKind(row.kind)
    over = row.status == AppointmentStatus.COMPLETED
    return {
        **_about(row, provider, by_video=bool(row.telehealth_link)),
        "identifier": [el.identifier(MEETING, str(row.pk))],
        "status": "finished" if over else "arrived",
        "type": [el.concept(el.coding(SERVICE, kind, kind.label), text=kind.label)],
        "participant": [_led(row.staff_id, row.staff.name)],
        "period": el.period(row.starts_at, row.ends_at if over else None),
        "location": [] if row.telehealth_link else _where(row),
    }


def _about(row: Any, provider: Any, *, by_video: bool) -> Drawn:
    code, display = ("VR", "virtual") if by_video else ("AMB", "ambulatory")
    site = row.session.site_id if isinstance(row, Attendance) else row.site_id
    return {
        "class": el.coding(el.ACT_CODE, code, display),
        "subject": el.reference("Patient", row.client_id),
        "episodeOfCare": el.present([el.reference("EpisodeOfCare", row.episode_id)]),
        "appointment": el.present([el.reference("Appointment", row.pk)]),
        "serviceProvider": el.reference("Organization", provider) if site else None,
    }


def _led(staff: uuid.UUID, name: str) -> el.Part:
    role = el.concept(el.coding(PARTICIPATION, "PPRF", "primary performer"))
    return {"type": [role], "individual": el.reference("Practitioner", staff, name)}


def _where(row: Any) -> list[el.Part]:
    site = row.session.site if isinstance(row, Attendance) else row.site
    return [{"location": el.reference("Location", site.pk, site.name)}]


def _minutes(number: int) -> el.Part | None:
    if not number:
        return None
    return {"value": number, "unit": "min", "system": "http://unitsofmeasure.org", "code": "min"}


def line_changed() -> Any:
    return latest(
        by_history(AttendanceChange.objects.all(), "attendance"),
        by_history(SessionStatusChange.objects.all(), "session", own="session_id"),
    )


def _meeting_changed() -> Any:
    return latest(by_the_record(), by_history(AppointmentStatusChange.objects.all(), "appointment"))


def _led_by(staff: uuid.UUID) -> Q:
    led = SessionFacilitator.objects.filter(staff=staff, role=FacilitatorRole.LEAD)
    return Q(session__in=led.values("component__session"))


ENDED = Q(over_at__isnull=False)
SHARED: dict[str, Match] = {
    "patient": Ref({"Patient": "client"}),
    "subject": Ref({"Patient": "client"}),
    "episode-of-care": Ref({"EpisodeOfCare": "episode"}),
    "appointment": Ref({"Appointment": "pk"}),
    "service-provider": Ref({"Organization": ours}),
}
SPEC = Spec(
    kind="Encounter",
    about="A treatment day that the client attended, or a meeting to which they came. One client's, nobody else's.",
    profiles=(f"{el.US_CORE}us-core-encounter",),
    parameters=(
        Parameter("patient", "reference", "Whose.", element="subject", targets=("Patient",)),
        Parameter("subject", "reference", "Whose.", element="subject", targets=("Patient",)),
        Parameter("date", "date", "When it took place."),
        Parameter("status", "token", "finished, in-progress or arrived."),
        Parameter("class", "token", "AMB: here; VR: by video."),
        Parameter("type", "token", "treatment-day, or the kind of meeting."),
        Parameter("identifier", "token", "The line's, the treatment day's or the meeting's number."),
        Parameter(
            "episode-of-care", "reference", "Of which course of care.", element="episodeOfCare", targets=("EpisodeOfCare",)
        ),
        Parameter("appointment", "reference", "Of which appointment.", element="appointment", targets=("Appointment",)),
        Parameter("location", "reference", "At which site.", element="location.location", targets=("Location",)),
        Parameter(
            "participant", "reference", "Who led it.", element="participant.individual", targets=("Practitioner",)
        ),
        Parameter(
            "service-provider", "reference", "The clinic.", element="serviceProvider", targets=("Organization",)
        ),
    ),
    sources=(
        Source(
            rows=attended, draw=draw_attendance, gather=gather_day, client_path="client_id",
            information=(Information.ATTENDANCE,), changed=line_changed,
            matches={
                **SHARED,
                "date": When("arrived_at", "over_at"),
                "status": Code({"finished": ENDED, "in-progress": ~ENDED}, STATUSES),
                "class": Code(
                    {"AMB": Q(mode=AttendanceMode.IN_PERSON), "VR": Q(mode=AttendanceMode.TELEHEALTH)}, el.ACT_CODE
                ),
                "type": Always((TREATMENT_DAY,), SERVICE),
                "identifier": Number({LINE: el.by_id, DAY: lambda value: el.by_id(value, "session")}),
                "location": Ref({"Location": lambda pk: Q(session__site=pk, mode=AttendanceMode.IN_PERSON)}),
                "participant": Ref({"Practitioner": _led_by}),
            },
        ),
        Source(
            rows=kept, draw=draw_meeting, gather=clinic, client_path="client_id",
            information=(Information.ATTENDANCE,), changed=_meeting_changed,
            matches={
                **SHARED,
                "date": When("starts_at", "ends_at"),
                "status": Code(
                    {"finished": Q(status=AppointmentStatus.COMPLETED), "arrived": Q(status=AppointmentStatus.ARRIVED)},
                    STATUSES,
                ),
                "class": Code({"AMB": Q(telehealth_link=""), "VR": ~Q(telehealth_link="")}, el.ACT_CODE),
                "type": Code({str(kind.value): Q(kind=kind) for kind in AppointmentKind}, SERVICE),
                "identifier": Number({MEETING: el.by_id}),
                "location": Ref({"Location": lambda pk: Q(site=pk, telehealth_link="")}),
                "participant": Ref({"Practitioner": "staff"}),
            },
        ),
    ),
)  # fmt: skip
