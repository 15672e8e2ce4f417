"""Appointment: a meeting one-to-one, or a client's own place on a treatment day. Nobody else on that day is in it."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from clients.choices import Information
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.words import say
from iop.fhir import elements as el
from iop.fhir.changed import by_history, by_the_record, latest
from iop.fhir.matching import Always, Code, Match, Number, Ref, When
from iop.fhir.resources.encounter import DAY, LINE, MEETING, SERVICE, TREATMENT_DAY, line_changed
from iop.fhir.specs import Drawn, Parameter, Source, Spec
from scheduling.choices import AppointmentKind, AppointmentStatus
from scheduling.models import Appointment, AppointmentStatusChange
from scheduling.models.family import FamilySession
from sessions_app.choices import ATTENDED, AttendanceMode, AttendanceStatus, SessionStatus
from sessions_app.models import Attendance

STATUSES = "http://hl7.org/fhir/appointmentstatus"
STATUS = {
    AppointmentStatus.BOOKED: "booked", AppointmentStatus.ARRIVED: "arrived", AppointmentStatus.COMPLETED: "fulfilled",
    AppointmentStatus.NO_SHOW: "noshow", AppointmentStatus.CANCELLED: "cancelled",
}  # fmt: skip
CALLED_OFF = Q(session__status=SessionStatus.CANCELLED) | Q(status=AttendanceStatus.ABSENT_EXCUSED)
LINE_STATUS = {
    "fulfilled": Q(status__in=ATTENDED),
    "cancelled": CALLED_OFF,
    "noshow": Q(status=AttendanceStatus.ABSENT) & ~CALLED_OFF,
    "booked": Q(status=AttendanceStatus.EXPECTED) & ~CALLED_OFF,
}


def meetings(actor: Actor) -> QuerySet[Appointment]:
    """Meetings, scoped to the actor's sites. Family sessions for relatives alone are no appointment of the client."""
    alone = FamilySession.objects.filter(appointment=OuterRef("pk"), client_expected=False)
    rows = Appointment.objects.visible_to(actor, Permission.SESSION_VIEW).exclude(Exists(alone))
    return rows.select_related("site", "staff")


def places(actor: Actor) -> QuerySet[Attendance]:
    """Places on treatment days, scoped to the actor's sites."""
    return Attendance.objects.visible_to(actor, Permission.SESSION_VIEW).on_roster().select_related("session__site")


def draw_meeting(row: Appointment, beside: None) -> Drawn:
    """Draw a meeting one-to-one."""
    kind = AppointmentKind(row.kind)
    where = None if row.telehealth_link else _taking_part("Location", row.site_id, row.site.name)
    return {
        "identifier": [el.identifier(MEETING, str(row.pk))],
        "status": STATUS[AppointmentStatus(row.status)],
        "serviceType": [el.concept(el.coding(SERVICE, kind, kind.label), text=kind.label)],
        "start": el.moment(row.starts_at),
        "end": el.moment(row.ends_at),
        "minutesDuration": _length(row),
        "created": el.moment(row.created_at),
        "participant": el.present(
            [
                _taking_part("Patient", row.client_id),
                _taking_part("Practitioner", row.staff_id, row.staff.name),
                where,
            ]
        ),
    }


def draw_place(row: Attendance, beside: None) -> Drawn:
    """Draw a client's own place on a treatment day."""
    day = row.session
    in_person = row.mode == AttendanceMode.IN_PERSON
    where = _taking_part("Location", day.site_id, day.site.name) if in_person else None
    return {
        # The day's number is the same for everybody on it; nobody else is named.
        "identifier": [el.identifier(LINE, str(row.pk)), el.identifier(DAY, str(row.session_id), use="secondary")],
        "status": _line_status(row),
        "serviceType": [el.concept(el.coding(SERVICE, TREATMENT_DAY, say("Treatment day")), text=say("Treatment day"))],
        "start": el.moment(day.starts_at),
        "end": el.moment(day.ends_at),
        "minutesDuration": _length(day),
        "created": el.moment(row.created_at),
        "participant": el.present([_taking_part("Patient", row.client_id), where]),
    }


def _line_status(row: Attendance) -> str:
    if row.status in ATTENDED:
        return "fulfilled"
    if row.session.status == SessionStatus.CANCELLED or row.status == AttendanceStatus.ABSENT_EXCUSED:
        return "cancelled"
    return "noshow" if row.status == AttendanceStatus.ABSENT else "booked"


def _length(row: Any) -> int:
    return int((row.ends_at - row.starts_at).total_seconds() // 60)


def _taking_part(kind: str, pk: Any, name: str = "") -> el.Part:
    return {"actor": el.reference(kind, pk, name), "required": "required", "status": "accepted"}


def _meeting_changed() -> Any:
    return latest(by_the_record(), by_history(AppointmentStatusChange.objects.all(), "appointment"))


OWN: dict[str, Match] = {"patient": Ref({"Patient": "client"})}
ACTORS = ("Patient", "Practitioner", "Location")
SPEC = Spec(
    kind="Appointment",
    about="A meeting one-to-one, or a client's own place on a treatment day.",
    parameters=(
        Parameter("patient", "reference", "Whose.", element="participant.actor", targets=("Patient",)),
        Parameter("actor", "reference", "Who or where.", element="participant.actor", targets=ACTORS),
        Parameter("practitioner", "reference", "With whom.", element="participant.actor", targets=("Practitioner",)),
        Parameter("location", "reference", "At which site.", element="participant.actor", targets=("Location",)),
        Parameter("date", "date", "When it begins."),
        Parameter("status", "token", "booked, arrived, fulfilled, noshow or cancelled."),
        Parameter("service-type", "token", "treatment-day, or the kind of meeting."),
        Parameter("identifier", "token", "The meeting's, the line's or the treatment day's number."),
    ),
    sources=(
        Source(
            rows=meetings, draw=draw_meeting, client_path="client_id", information=(Information.SCHEDULE,),
            changed=_meeting_changed,
            matches={
                **OWN,
                "actor": Ref({
                    "Patient": "client", "Practitioner": "staff",
                    "Location": lambda pk: Q(site=pk, telehealth_link=""),
                }),
                "practitioner": Ref({"Practitioner": "staff"}),
                "location": Ref({"Location": lambda pk: Q(site=pk, telehealth_link="")}),
                "date": When("starts_at"),
                "status": Code({code: Q(status=status) for status, code in STATUS.items()}, STATUSES),
                "service-type": Code({str(kind.value): Q(kind=kind) for kind in AppointmentKind}, SERVICE),
                "identifier": Number({MEETING: el.by_id}),
            },
        ),
        Source(
            rows=places, draw=draw_place, client_path="client_id", changed=line_changed,
            information=(Information.SCHEDULE, Information.ATTENDANCE),
            matches={
                **OWN,
                "actor": Ref({
                    "Patient": "client",
                    "Location": lambda pk: Q(session__site=pk, mode=AttendanceMode.IN_PERSON),
                }),
                "location": Ref({"Location": lambda pk: Q(session__site=pk, mode=AttendanceMode.IN_PERSON)}),
                "date": When("session__starts_at"),
                "status": Code(LINE_STATUS, STATUSES),
                "service-type": Always((TREATMENT_DAY,), SERVICE),
                "identifier": Number({LINE: el.by_id, DAY: lambda value: el.by_id(value, "session")}),
            },
        ),
    ),
)  # fmt: skip
