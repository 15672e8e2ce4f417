"""Who may stand in when a day starts and the planned lead may not lead it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from iop.clinic.models import StaffMember
from iop.core.errors import Invalid
from iop.core.words import Sentence, say
from iop.pages.presenters.days.client import as_uuid
from scheduling.choices import FacilitatorRole
from sessions_app.actions.watching import staff_with_licences, why_cannot_lead
from sessions_app.models import ProgramSession, SessionFacilitator


def parts(session: ProgramSession) -> list[dict[str, Any]]:
    """List the parts that need a licensed lead and have none today, each with the reason; four statements."""
    needing = list(
        session.components.filter(kind__needs_licensed_lead=True).select_related("kind").order_by("position")
    )
    rows = SessionFacilitator.objects.filter(component__in=needing, role=FacilitatorRole.LEAD)
    lead_of = {row.component_id: row.staff_id for row in rows}
    known = staff_with_licences(set(lead_of.values()))
    found = []
    for part in needing:
        lead = known[lead_of[part.pk]] if part.pk in lead_of else None
        why = why_cannot_lead(lead, session.on) if lead else say("Nobody is planned to lead this part.")
        if why:
            found.append(
                {
                    "id": str(part.pk),
                    "title": part.title or part.kind.name,
                    "lead": lead.name if lead else "",
                    "why": why,
                }
            )
    return found


def people(session: ProgramSession) -> list[dict[str, str]]:
    """List colleagues who may lead a group at the site that day."""
    return [
        {"id": str(one.pk), "name": one.name} for one in StaffMember.objects.who_may_lead(session.on, session.site_id)
    ]


def chosen(data: Mapping[str, Any], session: ProgramSession) -> dict[uuid.UUID, StaffMember]:
    """Read the stand-ins of a start form: ``stand_in_<part>`` names a colleague, ``stand_in`` one for all open parts."""
    wanted: dict[uuid.UUID, uuid.UUID] = {}
    for name, value in data.items():
        part, staff = as_uuid(name.removeprefix("stand_in_")), as_uuid(str(value))
        if part and staff:
            wanted[part] = staff
    known = {one.pk: one for one in StaffMember.objects.filter(pk__in=set(wanted.values()))} if wanted else {}
    if set(wanted.values()) - set(known):
        raise Invalid(NOT_KNOWN, field="stand_in")
    return {part: known[staff] for part, staff in wanted.items()}


NOT_KNOWN: Sentence = say("Choose a colleague from the list.")
