"""What is owed for plans, and the rhythm by which it is."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from iop.access.choices import Permission
from iop.clinic.policies import may_edit_clinic
from iop.core import clock
from iop.core.errors import NotAllowed, require
from iop.core.words import say
from iop.pages.plan_forms import RhythmForm, levels_here
from iop.pages.presenters.clients.listing import date_words
from iop.pages.presenters.days.asking import StaffRequest
from iop.pages.presenters.plans.overdue import read_overdue
from therapy.actions.plans import set_rhythm
from therapy.models import PlanRhythm


@require_GET
def plans_overdue(request: StaffRequest) -> HttpResponse:
    """List plans to write, to review and to be signed, and objectives that no note has touched."""
    if not request.actor.can(Permission.NOTE_VIEW):
        raise NotAllowed(say("Your role does not include reading treatment plans."))
    mine = request.GET.get("whose") == "mine"
    page = read_overdue(request.actor, request.GET.get("kind", ""), mine, clock.now())
    may_set = may_edit_clinic(request.actor) is None
    return render(request, "plans/overdue.html", {**page, "may_set_rhythm": may_set})


@require_http_methods(["GET", "POST"])
def plan_rhythm(request: StaffRequest) -> HttpResponse:
    """Show and set by when a level's plan is signed and how often it is reviewed."""
    require(may_edit_clinic(request.actor))
    form = RhythmForm(request.POST or None, levels=levels_here())
    if request.method == "POST" and form.attempt(lambda: _set(request, form)):
        messages.success(request, _("The rhythm is set."))
        return redirect("plan_rhythm")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    rows = PlanRhythm.objects.select_related("level").order_by("-level__intensity", "-valid_from")
    shown = [
        {
            "level": row.level.short_name,
            "from": date_words(row.valid_from),
            "first": row.first_days,
            "review": row.review_days,
        }
        for row in rows
    ]
    return render(request, "plans/rhythm.html", {"form": form, "rows": shown}, status=status)


def _set(request: StaffRequest, form: Any) -> PlanRhythm:
    return set_rhythm(by=request.actor, at=clock.now(), **form.cleaned_data)
