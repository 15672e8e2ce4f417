"""One appointment: its facts, its history, and what can become of it now."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.clinic.models import StaffMember
from iop.core.words import Sentence
from iop.pages.presenters.schedule import when
from iop.pages.presenters.schedule.calendar import APPOINTMENT_TONES
from scheduling.choices import APPOINTMENT_MOVES, AppointmentStatus
from scheduling.models import Appointment, AppointmentStatusChange

MARKS = {
    AppointmentStatus.ARRIVED: later("Arrived"),
    AppointmentStatus.COMPLETED: later("Completed"),
    AppointmentStatus.NO_SHOW: later("Did not come"),
    AppointmentStatus.BOOKED: later("Set back to booked"),
}


@dataclass(frozen=True)
class Step:
    """One entry of the history, in the shape the timeline draws."""

    title: str
    body: str
    when: str
    who: str
    icon: str
    tone: str
    day: str = ""
    url: str = ""


ICONS = {
    AppointmentStatus.BOOKED: ("calendar-week", "accent"),
    AppointmentStatus.ARRIVED: ("door-open", "info"),
    AppointmentStatus.COMPLETED: ("check-circle", "good"),
    AppointmentStatus.NO_SHOW: ("person-dash", "note"),
    AppointmentStatus.CANCELLED: ("x-circle", "bad"),
}


def get(actor: Actor, appointment_id: uuid.UUID) -> Appointment:
    """Give an appointment the colleague may see. Raises ``Http404`` for any other: it looks as if it were not there."""
    found = (
        Appointment.objects.visible_to(actor, Permission.SESSION_VIEW)
        .select_related("site", "client", "staff", "room")
        .filter(pk=appointment_id)
        .first()
    )
    if found is None:
        raise Http404
    return found


def facts(appointment: Appointment, actor: Actor, zone: ZoneInfo) -> list[tuple[str, str]]:
    """Word what, who, when and where."""
    named = actor.can(Permission.CLIENT_VIEW, appointment.site_id)
    rows = [
        (_("When"), _long_words(appointment, zone)),
        (_("Client"), appointment.client.name if named else _("Only those who may open charts see the name.")),
        (_("Clinician"), appointment.staff.name),
        (_("Room"), appointment.room.name if appointment.room else _("No room")),
        (_("Site"), appointment.site.name),
    ]  # fmt: skip
    if appointment.cancel_reason:
        rows.append((_("Why it was cancelled"), appointment.cancel_reason))
    return rows


def _long_words(appointment: Appointment, zone: ZoneInfo) -> str:
    day = appointment.starts_at.astimezone(zone).date()
    return f"{when.day_words_long(day)}, {when.span_words(appointment.starts_at, appointment.ends_at, zone)}"


def tone(appointment: Appointment) -> str:
    """Name the colour of its status."""
    return APPOINTMENT_TONES[appointment.status]


def marks(appointment: Appointment) -> list[tuple[str, Sentence]]:
    """List the states it may be marked with now; cancelling asks for a reason and has its own form."""
    allowed = APPOINTMENT_MOVES[appointment.status] - {AppointmentStatus.CANCELLED}
    return [(key.value, label) for key, label in MARKS.items() if key in allowed]


def history(appointment: Appointment, zone: ZoneInfo) -> list[Step]:
    """Tell how it came to its status, the newest first (two statements)."""
    changes = list(appointment.status_changes.order_by("-at", "-pk"))
    names = people(change.by_id for change in changes)
    return [
        _step(change.status, change.at, names.get(change.by_id, _("The system")), _why(change), zone)
        for change in changes
    ]


def _why(change: AppointmentStatusChange) -> str:
    """Give the reason as the code's words and what was typed beside it."""
    label = change.get_because_display() if change.because else ""
    return " · ".join(dict.fromkeys(part for part in (str(label), change.reason) if part))


def _step(status: str, at: dt.datetime, who: str, reason: str, zone: ZoneInfo) -> Step:
    icon, shade = ICONS[AppointmentStatus(status)]
    return Step(str(AppointmentStatus(status).label), reason, when.instant_words(at, zone), who, icon, shade)


def people(ids: Iterable[uuid.UUID | None]) -> dict[uuid.UUID | None, str]:
    """Name colleagues by the id that histories keep (one statement)."""
    wanted = {one for one in ids if one}
    return {staff.pk: staff.name for staff in StaffMember.objects.filter(pk__in=wanted)} if wanted else {}
