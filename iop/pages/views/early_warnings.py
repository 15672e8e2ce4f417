"""Early warnings: what stands open, putting one aside, and the rules."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from iop.access.actors import Place
from iop.access.choices import Permission
from iop.core import clock
from iop.core.errors import NotAllowed, require
from iop.core.words import say
from iop.pages.presenters.clients.head import read_chart
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.presenters.timeline import warnings as presenter
from iop.pages.views.chart.frame import frame_of
from iop.pages.views.chart.parts import page_asked
from iop.pages.views.form_pages import done
from iop.pages.views.saving import tried
from iop.pages.warning_forms import EndWarningForm, WarningRuleForm
from therapy.actions.warnings import end_warning, set_warning_rule
from therapy.policies.warnings import may_end_warning, may_set_warning_rules


@require_GET
def early_warnings(request: StaffRequest) -> HttpResponse:
    """List what warns early, each with its reasons; the open ones unless asked for those put aside."""
    if not request.actor.can(Permission.NOTE_VIEW):
        raise NotAllowed(say("Your role does not include early warnings: they rest on clinical facts."))
    page = presenter.read_warnings(
        request.actor, site_id=place.id if (place := _place(request)) else None, kind=request.GET.get("kind", ""),
        state=request.GET.get("state", ""), page=page_asked(request),
    )  # fmt: skip
    may_set = may_set_warning_rules(request.actor) is None
    return render(request, "warnings/list.html", {"page": page, "may_set": may_set})


@require_http_methods(["GET", "POST"])
def early_warning(request: StaffRequest, warning_id: uuid.UUID) -> HttpResponse:
    """Show why a warning stands, and put it aside with a reason."""
    at = clock.now()
    row = presenter.get(request.actor, warning_id)
    chart = read_chart(request.actor, row.episode.client_id, at)
    form = EndWarningForm(request.POST or None)
    if request.method == "POST":
        require(may_end_warning(request.actor, row))
        if tried(form, lambda: end_warning(by=request.actor, warning=row, at=at, **form.cleaned_data)):
            return done(request, _("Put aside."), reverse("early_warnings"))
    context = {
        **frame_of(request.actor, chart, "client_timeline"), "shown": presenter.told(request.actor, row), "form": form,
    }  # fmt: skip
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "warnings/one.html", context, status=status)


@require_http_methods(["GET", "POST"])
def warning_rules(request: StaffRequest) -> HttpResponse:
    """Show the rules of early warnings, and let one hold from a day on."""
    require(may_set_warning_rules(request.actor))
    at = clock.now()
    place = _place(request)
    on = clock.local_date(at, place.time_zone if place else "UTC")
    form = WarningRuleForm(request.POST or None, initial={"valid_from": on, "kind": request.GET.get("kind", "")})
    if request.method == "POST" and tried(form, lambda: set_warning_rule(by=request.actor, at=at, **form.cleaned_data)):
        return done(request, _("The rule holds from that day."), reverse("warning_rules"))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "warnings/rules.html", {"rules": presenter.read_rules(on), "form": form}, status=status)


def _place(request: StaffRequest) -> Place | None:
    """The site that the colleague has chosen to look at."""
    return getattr(request, "site", None)
