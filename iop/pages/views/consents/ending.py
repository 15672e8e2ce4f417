"""Taking a consent back, the writing that follows, and events that a consent names."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from clients import consent_policies
from clients.actions import consents
from clients.gate.findings import find_false, may_find_false
from iop.core import clock
from iop.core.errors import require
from iop.pages.consent_forms import FalseForm, RevokeForm, WritingForm
from iop.pages.presenters.clients.head import read_chart
from iop.pages.presenters.consents.common import chart_of, get
from iop.pages.presenters.consents.page import read_consent
from iop.pages.presenters.schedule.asking import StaffRequest


@require_http_methods(["GET", "POST"])
def consent_revoke(request: StaffRequest, consent_id: uuid.UUID) -> HttpResponse:
    """Show what taking it back would do, then do it."""
    at = clock.now()
    row = get(request.actor, consent_id)
    require(consent_policies.may_keep(request.actor, row.site_id))
    form = RevokeForm(request.POST or None, request.FILES or None, prefix="revoke")
    if request.method == "POST" and form.attempt(
        lambda: consents.revoke(by=request.actor, consent=row, at=at, **form.cleaned_data)
    ):
        messages.success(request, _("Stopped. From now on nothing leaves on it."))
        return redirect("consent", row.pk)
    return _page(request, row.pk, "consents/revoke.html", form, revoke_form=form)


@require_http_methods(["GET", "POST"])
def consent_in_writing(request: StaffRequest, consent_id: uuid.UUID) -> HttpResponse:
    """Record that the wish is there in writing."""
    row = get(request.actor, consent_id)
    require(consent_policies.may_keep(request.actor, row.site_id))
    form = WritingForm(request.POST or None, request.FILES or None, prefix="writing")
    if request.method == "POST" and form.attempt(
        lambda: consents.confirm_in_writing(by=request.actor, consent=row, at=clock.now(), **form.cleaned_data)
    ):
        messages.success(request, _("Recorded. The revocation is in writing."))
        return redirect("consent", row.pk)
    return _page(request, row.pk, "consents/in_writing.html", form, writing_form=form)


@require_http_methods(["GET", "POST"])
def consent_found_false(request: StaffRequest, consent_id: uuid.UUID) -> HttpResponse:
    """Record that a signed consent is false: forged, or signed by somebody else. Nothing leaves on it any more."""
    row = get(request.actor, consent_id)
    require(may_find_false(request.actor, row))
    form = FalseForm(request.POST or None, prefix="false")
    if request.method == "POST" and form.attempt(
        lambda: find_false(by=request.actor, consent=row, at=clock.now(), **form.cleaned_data)
    ):
        messages.success(request, _("Recorded. From now on nothing leaves on it."))
        return redirect("consent", row.pk)
    return _page(request, row.pk, "consents/found_false.html", form, false_form=form)


@require_POST
def consent_event(request: StaffRequest, consent_id: uuid.UUID) -> HttpResponse:
    """Record that an event which the consent names has happened."""
    row = get(request.actor, consent_id)
    consents.record_event(by=request.actor, consent=row, event=request.POST.get("event", ""), at=clock.now())
    messages.success(request, _("Recorded."))
    return redirect("consent", row.pk)


def _page(request: StaffRequest, consent_id: uuid.UUID, template: str, form: object, **forms: object) -> HttpResponse:
    at = clock.now()
    row = get(request.actor, consent_id)
    chart = read_chart(request.actor, chart_of(row), at)
    shown = read_consent(request.actor, row, at)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if getattr(form, "is_bound", False) else HTTPStatus.OK
    context = {"chart": chart, "tabs": chart.tabs("client_consents"), "consent": row, "shown": shown, **forms}
    return render(request, template, context, status=status)
