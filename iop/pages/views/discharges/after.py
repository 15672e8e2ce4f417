"""What came after treatment, on the chart: destination, first appointment, check-ins, wishes for more support."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clients.models import DischargeDetail
from iop.core import clock
from iop.pages.discharge_forms import ChangeLeavingForm, KeptForm
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.discharges.after import read_after
from iop.pages.presenters.discharges.asking import after_chart, stay_of
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.views.chart.parts import opened
from iop.pages.views.discharges.framing import WRONG, framed
from iop.pages.views.form_pages import done
from iop.pages.views.saving import tried
from iop.workflows.discharge import answer_first_appointment, keep_destination


@require_GET
def client_after(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Show each stay that ended with what came of it, and who asked for more support."""
    after_chart(request.actor, client_id, clock.now())
    chart = opened(request, client_id)
    return framed(request, chart, "after", **read_after(chart))


@require_http_methods(["GET", "POST"])
def stay_after(request: StaffRequest, episode_id: uuid.UUID) -> HttpResponse:
    """Lead to one stay on its client's page; a POST keeps where they went."""
    stay, chart = stay_of(request.actor, episode_id, clock.now())
    if request.method == "GET":
        return redirect(_place(chart, stay.pk))
    form = ChangeLeavingForm(request.POST, auto_id=f"leaving-{stay.pk}-%s")
    if tried(
        form,
        lambda: keep_destination(
            by=request.actor, episode=stay, leaving=form.leaving(chart.zone), at=chart.at,
            version=form.cleaned_data["version"],
        ),
    ):  # fmt: skip
        return done(request, _("Saved."), _place(chart, stay.pk))
    return framed(request, chart, "after", WRONG, **read_after(chart, about=stay.pk, change_form=form))


@require_POST
def first_appointment(request: StaffRequest, episode_id: uuid.UUID) -> HttpResponse:
    """Say whether the first appointment was kept."""
    stay, chart = stay_of(request.actor, episode_id, clock.now())
    detail = DischargeDetail.objects.filter(episode=stay).first()
    if detail is None:
        raise Http404
    form = KeptForm(request.POST, auto_id=f"kept-{stay.pk}-%s")
    if tried(
        form,
        lambda: answer_first_appointment(by=request.actor, detail=detail, at=chart.at, **form.cleaned_data),
    ):
        return done(request, _("Saved."), _place(chart, stay.pk))
    return framed(request, chart, "after", WRONG, **read_after(chart, about=stay.pk, kept_form=form))


def _place(chart: Chart, episode_id: uuid.UUID) -> str:
    return reverse("client_after", args=[chart.client.pk]) + f"#stay-{episode_id}"
