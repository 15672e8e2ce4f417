"""A rule or a price was changed with a past date: first the list of what it alters, then the doing."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from billing.actions.repricing import reprice, what_would_change
from billing.models import Payer
from billing.policies.charges import may_reprice
from iop.core import clock
from iop.core.errors import require
from iop.pages.charge_forms import RepriceForm
from iop.pages.presenters.charges.repricing import read_changes
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.presenters.schedule.calendar_ask import as_uuid


@require_http_methods(["GET", "POST"])
def charges_reprice(request: StaffRequest) -> HttpResponse:
    """Show which charges today's rules and prices would alter, and alter those that were confirmed."""
    require(may_reprice(request.actor))
    if request.method == "POST":
        chosen = [key for text in request.POST.getlist("day") if (key := as_uuid(text))]
        done = reprice(by=request.actor, day_ids=chosen, at=clock.now())
        told = ngettext("%(n)d charge posted anew.", "%(n)d charges posted anew.", done.charged) % {"n": done.charged}
        asked = ngettext(
            "%(n)d day is on a claim: it is on the list of changed days.",
            "%(n)d days are on claims: they are on the list of changed days.",
            done.asked,
        ) % {"n": done.asked}
        messages.success(request, f"{told} {asked}" if done.asked else told)
        return redirect("charges_reprice")
    form = _form(request)
    page = None
    if form.is_bound and form.is_valid():
        page = read_changes(_found(request, form.cleaned_data), request.actor)
    return render(request, "charges/reprice.html", {"form": form, "page": page})


def _form(request: StaffRequest) -> RepriceForm:
    form = RepriceForm(request.GET if "first" in request.GET else None)
    payers = [(str(key), name) for key, name in Payer.objects.values_list("pk", "name")]
    form.fields["payer"].choices = [("", _("Paid by clients themselves")), *payers]  # type: ignore[attr-defined]
    return form


def _found(request: StaffRequest, data: dict[str, Any]) -> Any:
    payer: uuid.UUID | None = as_uuid(data["payer"])
    return what_would_change(by=request.actor, payer_id=payer, first=data["first"], last=data["last"], at=clock.now())
