"""Who leads a part of a day that is about to begin or under way."""

from __future__ import annotations

import datetime as dt

from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic.models import StaffMember
from iop.core.errors import Conflict
from iop.core.words import say, sentence
from scheduling.choices import FacilitatorRole
from sessions_app import taking
from sessions_app.actions.watching import staff_with_licences, why_cannot_lead
from sessions_app.models import ProgramSession, SessionComponent, SessionFacilitator


def stand_in(
    *, by: Actor, session: ProgramSession, component: SessionComponent, staff: StaffMember, at: dt.datetime
) -> SessionFacilitator:
    """Let a licensed colleague lead a part of a locked day in the place of whoever was planned, who is named beside them.

    The day comes first: a colleague who is booked elsewhere leads all the same, and the clash becomes work.
    """
    refuse_unlicensed(staff, session, needs_licence=component.kind.needs_licensed_lead)
    planned = SessionFacilitator.objects.filter(component=component, role=FacilitatorRole.LEAD).first()
    if planned and planned.staff_id == staff.pk:
        return planned
    SessionFacilitator.objects.filter(component=component, staff=staff).delete()
    instead_of = None
    if planned:
        instead_of = planned.stands_in_for_id or planned.staff_id
        planned.delete()
    row = SessionFacilitator.objects.create(
        component=component,
        staff=staff,
        role=FacilitatorRole.LEAD,
        stands_in_for_id=None if instead_of == staff.pk else instead_of,
    )
    taking.release_parts([component.pk], "staff")
    taking.ensure_calendars([session.pk])
    taking.fill([session.pk])
    record(
        by=by, verb="sessions.stand_in", subject=session, site_id=session.site_id,
        detail={"component": component.pk, "staff": staff.pk, "instead_of": instead_of},
    )  # fmt: skip
    return row


def refuse_unlicensed(staff: StaffMember, session: ProgramSession, *, needs_licence: bool) -> None:
    """Refuse a colleague who has left, is blocked or, where the part needs it, is not licensed on the day."""
    known = staff_with_licences([staff.pk])[staff.pk]
    if not needs_licence:
        gone = known.left_on is not None and known.left_on <= session.on
        if not gone and known.user.is_active:
            return
    if refusal := why_cannot_lead(known, session.on):
        words = say("{name} cannot be assigned. {why}")
        raise Conflict(
            sentence(words, name=known.name, why=refusal),
            code="cannot_be_assigned",
            field="staff",
            detail={"staff": str(staff.pk)},
        )
