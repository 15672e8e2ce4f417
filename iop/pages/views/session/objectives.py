"""What a client's line of the group note says of their objectives."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from iop.core import clock
from iop.pages.presenters.days.asking import StaffRequest, component_of, person_of, to_write
from iop.pages.presenters.days.client import as_uuid
from iop.pages.views.session.answering import Now, Saved, saves
from therapy.actions.group_notes import open_group_note
from therapy.actions.objectives import address, give_reason, line_for


@require_POST
def line_objectives(request: StaffRequest, session_id: uuid.UUID, attendance_id: uuid.UUID) -> HttpResponse:
    """Save which objectives a line addresses and how they go, or why it addresses none."""
    attendance = person_of(request.actor, session_id, attendance_id)
    session = attendance.session
    to_write(request.actor, session)
    asked = as_uuid(request.POST.get("component", ""))
    component = component_of(request.actor, session.pk, asked) if asked else None

    @transaction.atomic
    def work() -> Saved:
        at = clock.now()
        note = open_group_note(by=request.actor, session=session, at=at, component=component)
        line = line_for(by=request.actor, note=note, attendance=attendance)
        marks = marks_in(request)
        address(by=request.actor, line=line, marks=marks, at=at)
        if not marks:
            reason, words = request.POST.get("no_objective", ""), request.POST.get("no_objective_words", "")
            give_reason(by=request.actor, line=line, reason=reason, words=words, at=at)
        return Saved(0)

    back = reverse("session", args=[session.pk])
    return saves(request, session.site.time_zone, back, work=work, now=lambda: Now(0, {}))


def marks_in(request: StaffRequest) -> dict[uuid.UUID, str]:
    """Read the progress chosen for each objective; those left open are not addressed."""
    return {
        thread: str(value)
        for name, value in request.POST.items()
        if name.startswith("progress-") and value and (thread := as_uuid(name.removeprefix("progress-")))
    }
