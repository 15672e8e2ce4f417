"""The chart's part about messages, and when somebody wants to hear from us."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from django.contrib import messages as flash
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from clients import policies
from clients.models import ContactPoint
from iop.core import clock
from iop.core.errors import require
from iop.notifications import settling
from iop.notifications.models import AddressStop
from iop.pages.message_forms import SafeHoursForm
from iop.pages.presenters.clients.head import Chart, read_chart
from iop.pages.presenters.messages import chart as presenter
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.views.chart.parts import opened, page_asked, shown
from iop.pages.views.saving import tried


@require_GET
def client_messages(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Show what goes out to somebody, what went, how it fared, and what they agreed to."""
    return _page(request, opened(request, client_id))


@require_POST
def client_safe_hours(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Write down between which hours they want to hear from us."""
    at = clock.now()
    chart = read_chart(request.actor, client_id, at)
    require(policies.may_edit(request.actor, chart.client))
    form = SafeHoursForm(request.POST)
    save = lambda: settling.set_safe_hours(  # noqa: E731 - the form's words are read when it is tried
        by=request.actor, client_id=chart.client.pk, at=at, site_id=chart.episode.site_id, **form.cleaned_data
    )
    if tried(form, save):
        flash.success(request, _("Saved."))
        return redirect("client_messages", client_id)
    return _page(request, chart, form, HTTPStatus.UNPROCESSABLE_ENTITY)


@require_POST
def client_stop_lift(request: StaffRequest, client_id: uuid.UUID, stop_id: uuid.UUID) -> HttpResponse:
    """Write to one of their e-mail addresses again, because they asked for it."""
    at = clock.now()
    chart = read_chart(request.actor, client_id, at)
    require(policies.may_edit(request.actor, chart.client))
    row = AddressStop.objects.filter(pk=stop_id).first()
    if row is None or not ContactPoint.objects.filter(client=chart.client, value=row.address).exists():
        raise Http404
    settling.lift_stop(by=request.actor, stop_id=stop_id, at=at)
    flash.success(request, _("They get e-mails there again."))
    return redirect("client_messages", client_id)


def _page(
    request: StaffRequest, chart: Chart, form: SafeHoursForm | None = None, status: int = HTTPStatus.OK
) -> HttpResponse:
    form = form or SafeHoursForm(initial=presenter.safe_hours(chart))
    return shown(
        request, chart, "client_messages", "messages", status,
        told=presenter.read(chart, page_asked(request)), hours_form=form,
    )  # fmt: skip
