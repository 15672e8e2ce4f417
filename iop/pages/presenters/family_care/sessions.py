"""Family sessions in words: for the chart's list, and for one appointment's page."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Prefetch
from django.http import Http404
from django.utils.translation import gettext as _

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.errors import require
from iop.pages.family_care_forms import PlanForm, presence_fields
from iop.pages.presenters.family_care.people import around
from iop.pages.presenters.schedule.addresses import to
from iop.pages.presenters.schedule.calendar import APPOINTMENT_TONES
from iop.pages.presenters.schedule.when import moment_words
from scheduling import policies
from scheduling.choices import AppointmentKind, AppointmentStatus
from scheduling.family_choices import FamilyGoal, GuestAnswer, GuestPresence, UninvitedBecause
from scheduling.models import Appointment, AppointmentParticipant, FamilySession

MOST = 40
TONES = {
    GuestAnswer.INVITED: "wait", GuestAnswer.COMES: "good", GuestAnswer.DECLINES: "note",
    GuestPresence.CAME: "good", GuestPresence.EXCUSED: "note", GuestPresence.MISSED: "warn",
}  # fmt: skip
OVER = frozenset({AppointmentStatus.COMPLETED, AppointmentStatus.NO_SHOW, AppointmentStatus.CANCELLED})


def sessions_of(actor: Actor, client_id: uuid.UUID) -> list[Appointment]:
    """Read a client's family appointments with who takes part, the newest first; three statements."""
    rows = Appointment.objects.visible_to(actor).filter(client=client_id, kind=AppointmentKind.FAMILY)
    guests = AppointmentParticipant.objects.standing().select_related("person")
    return list(
        rows.select_related("site", "staff", "family_session")
        .prefetch_related(Prefetch("participants", queryset=guests, to_attr="guests"))
        .order_by("-starts_at")[:MOST]
    )


def session_row(row: Any) -> dict[str, Any]:
    """Word one family appointment for a list."""
    plan = plan_of(row)
    return {
        "url": to("appointment")(row.pk),
        "when": moment_words(row.starts_at, row.ends_at, ZoneInfo(row.site.time_zone)),
        "label": row.get_status_display(),
        "tone": APPOINTMENT_TONES[row.status],
        "form": plan.get_form_display() if plan else "",
        "goals": goal_words(plan.goals) if plan else "",
        "who": ", ".join(_short(guest) for guest in row.guests),
        "presence": presence_words(plan),
        "staff": row.staff.name,
        "reason": row.cancel_reason,
    }


def plan_of(row: Appointment) -> FamilySession | None:
    """Give what an appointment was planned as; one from before has none."""
    try:
        return row.family_session
    except FamilySession.DoesNotExist:
        return None


def goal_words(goals: Sequence[str]) -> str:
    """Name goals in the order of the list."""
    return ", ".join(str(label) for value, label in FamilyGoal.choices if value in goals)


def presence_words(plan: FamilySession | None) -> str:
    """Say whether the client was there, once it is known."""
    if plan is None or plan.client_present is None:
        return ""
    return _("with the client") if plan.client_present else _("without the client")


def _short(guest: AppointmentParticipant) -> str:
    name = guest.person.first_name
    said = guest.get_attended_display() if guest.attended else ""
    return f"{name} ({', '.join(part for part in (guest.role, str(said)) if part)})" if guest.role or said else name


def taking_part(appointment: Appointment, actor: Actor, at: dt.datetime, *, form: PlanForm | None = None) -> Any:
    """Give what the page of a family appointment shows of who takes part; a fixed number of statements.

    None for appointments of other kinds, and for whoever may not open charts: names of relatives belong to one.
    """
    if appointment.kind != AppointmentKind.FAMILY or not actor.can(Permission.CLIENT_VIEW, appointment.site_id):
        return None
    plan = plan_of(appointment)
    rows = list(appointment.participants.select_related("person"))
    standing = [row for row in rows if row.uninvited_at is None]
    may_change = policies.may_plan_family(actor, appointment.site_id) is None
    is_ahead = appointment.status not in OVER
    people = around(appointment.client_id, at) if may_change and is_ahead else []
    return {
        "form_words": plan.get_form_display() if plan else "",
        "goals": goal_words(plan.goals) if plan else "",
        "presence": presence_words(plan),
        "guests": [_guest(row, may_change and is_ahead) for row in standing],
        "left": [_left(row) for row in rows if row.uninvited_at is not None],
        "plan_form": (form or plan_form(appointment, plan, standing, people)) if may_change and is_ahead else None,
        "not_invitable": [one for one in people if not one.may_be_invited],
        "plan_url": to("appointment_family")(appointment.pk),
        "came": _came(appointment, plan, standing) if may_change and _has_begun(appointment, at) else None,
        "came_url": to("appointment_attended")(appointment.pk),
    }


def plan_form(
    appointment: Appointment, plan: FamilySession | None, guests: Sequence[Any], people: Sequence[Any], data: Any = None
) -> PlanForm:
    """Give the form in which it is planned anew."""
    initial = {
        "people": [str(guest.person_id) for guest in guests],
        "family_form": plan.form if plan else "family",
        "family_goals": plan.goals if plan else [],
        "version": appointment.version,
    }
    form = PlanForm(data, initial=initial, prefix="family")
    form.offer_people(people)
    return form


def _guest(row: AppointmentParticipant, may_answer: bool) -> dict[str, Any]:
    state = row.attended or row.answer
    label = row.get_attended_display() if row.attended else row.get_answer_display()
    answers = [(value, words) for value, words in GuestAnswer.choices if value != row.answer] if may_answer else []
    return {
        "name": f"{row.person.first_name} {row.person.last_name}".strip(),
        "role": row.role,
        "label": label,
        "tone": TONES[state],  # type: ignore[index]
        "answers": answers,
        "url": to("participant_answer")(row.pk),
    }


def _left(row: AppointmentParticipant) -> dict[str, str]:
    return {"name": row.person.first_name, "why": str(UninvitedBecause(row.uninvited_because).label)}


def _came(appointment: Appointment, plan: FamilySession | None, guests: Sequence[Any]) -> dict[str, Any]:
    present = plan.client_present if plan else None
    expected = plan.client_expected if plan else True
    return {
        "client_present": expected if present is None else present,
        "fields": presence_fields(guests),
    }


def _has_begun(appointment: Appointment, at: dt.datetime) -> bool:
    return appointment.starts_at <= at and appointment.status != AppointmentStatus.CANCELLED


def participant_of(actor: Actor, participant_id: uuid.UUID) -> AppointmentParticipant:
    """Give somebody who is invited to an appointment of a client the colleague may see; anybody else is not there."""
    rows = AppointmentParticipant.objects.visible_to(actor).standing()
    found = rows.select_related("appointment").filter(pk=participant_id).first()
    if found is None:
        raise Http404
    return found


def plannable(actor: Actor, appointment_id: uuid.UUID) -> Appointment:
    """Give a family appointment for whoever may plan it. Raises ``Http404``, or ``NotAllowed``."""
    rows = Appointment.objects.visible_to(actor).filter(pk=appointment_id, kind=AppointmentKind.FAMILY)
    found = rows.select_related("site", "client", "staff", "room", "family_session").first()
    if found is None:
        raise Http404
    require(policies.may_plan_family(actor, found.site_id))
    return found
