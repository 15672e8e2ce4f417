"""Who takes part in one family appointment, what they answered, and who came."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from iop.core import clock
from iop.core.errors import Refusal, require
from iop.pages.family_care_forms import presence_in
from iop.pages.presenters.family_care.people import around
from iop.pages.presenters.family_care.sessions import participant_of, plan_form, plan_of, plannable
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.views.appointments import show_planning
from scheduling import actions, policies


@require_POST
def appointment_family(request: StaffRequest, family_appointment_id: uuid.UUID) -> HttpResponse:
    """Plan a family appointment anew: who sits together, what for, who is invited."""
    row = plannable(request.actor, family_appointment_id)
    form = plan_form(row, plan_of(row), [], around(row.client_id, clock.now()), request.POST)
    if form.attempt(
        lambda: actions.plan_family(
            by=request.actor, appointment=row, version=form.cleaned_data["version"] or 0, plan=form.plan,
            because=form.cleaned_data["because"] or "changed", at=clock.now(),
        )
    ):  # fmt: skip
        messages.success(request, _("Planned. Everybody's time is held."))
        return redirect("appointment", row.pk)
    return show_planning(request, row, form)


@require_POST
def appointment_attended(request: StaffRequest, family_appointment_id: uuid.UUID) -> HttpResponse:
    """Write down who came."""
    row = plannable(request.actor, family_appointment_id)
    present = request.POST.get("client_present", "")
    if present not in ("yes", "no"):
        raise Refusal(_("Say whether the client was there."), field="client_present")
    actions.note_who_came(
        by=request.actor, appointment=row, client_present=present == "yes", presence=presence_in(request.POST),
        at=clock.now(),
    )  # fmt: skip
    messages.success(request, _("Kept who was there."))
    return redirect("appointment", row.pk)


@require_POST
def participant_answer(request: StaffRequest, participant_id: uuid.UUID) -> HttpResponse:
    """Keep what somebody who is invited said."""
    row = participant_of(request.actor, participant_id)
    require(policies.may_plan_family(request.actor, row.appointment.site_id))
    actions.keep_answer(by=request.actor, participant=row, answer=request.POST.get("answer", ""), at=clock.now())
    messages.success(request, _("Kept."))
    return redirect("appointment", row.appointment_id)
