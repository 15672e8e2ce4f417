"""Admission: one page that says what is missing, and one button."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clients import intake_policies
from iop.core import clock
from iop.core.errors import require
from iop.pages.presenters.clients.head import read_chart
from iop.pages.presenters.intake.admission import read_admission
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.presenters.schedule.when import day_words
from iop.pages.views.chart.parts import opened
from iop.pages.views.saving import tried
from iop.workflows import admission as workflow


@require_http_methods(["GET", "POST"])
def client_admission(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Show what an admission asks for; once nothing comes first, admit with seat and team in one step."""
    chart = opened(request, client_id) if request.method == "GET" else read_chart(request.actor, client_id, clock.now())
    require(intake_policies.may_complete_admission(request.actor, chart.episode.site_id))
    page = read_admission(chart)
    if page.is_admitted:
        return render(request, "intake/admission.html", {"page": page, "chart": chart})
    form = page.form(request.POST or None)
    made: list[workflow.Admitted] = []
    if request.method == "POST" and tried(
        form,
        lambda: made.append(workflow.admit(by=request.actor, episode=chart.episode, at=chart.at, **form.admission)),
    ):
        first = day_words(made[0].first_session_on)
        messages.success(
            request, _("%(name)s is admitted. The first session is %(day)s.") % {"name": chart.name, "day": first}
        )
        return redirect(page.after(made[0]))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    return render(request, "intake/admission.html", {"page": page, "chart": chart, "form": form}, status=status)
