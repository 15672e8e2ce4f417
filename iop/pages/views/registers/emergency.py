"""Opening a chart in an emergency: exact search, a reason, a banner with the time left, and the review afterwards."""

from __future__ import annotations

import uuid
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clients import policies_charts as policies
from clients.actions import access as actions
from clients.models import Client
from iop.core import clock
from iop.core.errors import Invalid, require
from iop.core.words import say
from iop.pages.presenters.registers import charts
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.register_forms import EmergencySearchForm, ReasonForm, ReviewForm
from iop.pages.views.saving import tried

WRONG = HTTPStatus.UNPROCESSABLE_ENTITY
NOBODY = say("No one chart answers to this. Check the number, or the spelling and the date of birth.")


@require_http_methods(["GET", "POST"])
def search(request: StaffRequest) -> HttpResponse:
    """Find exactly one chart, anywhere in the clinic; nothing is told that would not tell people apart."""
    require(policies.may_break_glass(request.actor))
    form = EmergencySearchForm(request.POST or None)
    found: list[Client | None] = []
    if request.method == "POST" and tried(form, lambda: found.append(_find(request, form))):
        client = found[0]
        if client is not None:
            shown = {
                "form": form,
                "found": client,
                "told": charts.told_in_emergency(client),
                "reason_form": ReasonForm(),
            }
            return render(request, "registers/emergency.html", shown)
        form.add_error(None, str(NOBODY))
    status = WRONG if form.is_bound else HTTPStatus.OK
    return render(request, "registers/emergency.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
def open_chart(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Ask for the reason and open the chart; before that nothing says whether there is one."""
    require(policies.may_break_glass(request.actor))
    form = ReasonForm(request.POST or None)
    opened: list[Any] = []
    if request.method == "POST" and tried(form, lambda: opened.append(_open(request, client_id, form))):
        return redirect("client", opened[0].client_id)
    status = WRONG if form.is_bound else HTTPStatus.OK
    return render(request, "registers/emergency_open.html", {"form": form, "client_id": client_id}, status=status)


@require_POST
def give_back(request: StaffRequest, access_id: uuid.UUID) -> HttpResponse:
    """End one's own access before its time."""
    access = charts.access_of(request.actor, access_id)
    actions.give_back(by=request.actor, access=access, at=clock.now())
    messages.success(request, _("Given back. The chart is closed to you again."))
    return redirect("today")


@require_GET
def accesses(request: StaffRequest) -> HttpResponse:
    """List emergency accesses for whoever reviews them."""
    require(policies.may_see_access_reviews(request.actor))
    asked = request.GET.get("page", "")
    number = max(1, int(asked)) if asked.isdecimal() and len(asked) < 5 else 1
    page = charts.accesses(request.actor, clock.now(), reviewed=request.GET.get("reviewed") == "1", number=number)
    return render(request, "registers/accesses.html", {"page": page})


@require_http_methods(["GET", "POST"])
def access(request: StaffRequest, access_id: uuid.UUID) -> HttpResponse:
    """Show one emergency access and review it."""
    row = charts.access_of(request.actor, access_id)
    form = ReviewForm(request.POST or None)
    if request.method == "POST":
        require(policies.may_review_access(request.actor, row))
    if request.method == "POST" and tried(
        form, lambda: actions.review_access(by=request.actor, access=row, at=clock.now(), **form.cleaned_data)
    ):
        messages.success(request, _("Reviewed."))
        return redirect("emergency_accesses")
    context = charts.access_page(row, request.actor, clock.now()) | {"form": form}
    return render(request, "registers/access.html", context, status=WRONG if form.is_bound else HTTPStatus.OK)


def _find(request: StaffRequest, form: EmergencySearchForm) -> Client | None:
    return actions.find_in_emergency(by=request.actor, at=clock.now(), **form.cleaned_data)


def _open(request: StaffRequest, client_id: uuid.UUID, form: ReasonForm) -> Any:
    client = Client.objects.filter(pk=client_id).first()
    if client is None:
        raise Invalid(NOBODY, field="reason")
    return actions.break_glass(by=request.actor, client=client, reason=form.cleaned_data["reason"], at=clock.now())
