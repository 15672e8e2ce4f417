"""Who owes us what, and the sliding scale."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from billing.actions.client_money.sliding_fees import bands_on, save_guideline, save_scale
from billing.models import PovertyGuideline
from billing.policies.client_money import may_set_scale
from iop.access.choices import Permission
from iop.core import clock
from iop.core.errors import NotAllowed, require
from iop.core.money import money
from iop.core.words import say
from iop.pages.forms.client_money import AGES, PLAN_STATES, GuidelineForm, ScaleForm
from iop.pages.presenters.client_money.balances import asked_of, read_balances
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.views.form_pages import done
from iop.pages.views.saving import tried


@require_GET
def client_balances(request: StaffRequest) -> HttpResponse:
    """Show who owes, since when, and whose plan is behind."""
    if not request.actor.can(Permission.PAYMENT_TAKE):
        raise NotAllowed(say("Your role does not include taking payments."))
    site: Any = request.site
    today = clock.today(site.time_zone if site else "UTC")
    page = read_balances(request.actor, site.id if site else None, asked_of(request.GET), today)
    return render(request, "client_money/balances.html", {**page, "ages": AGES, "plans": PLAN_STATES})


@require_http_methods(["GET", "POST"])
def sliding_scale(request: StaffRequest) -> HttpResponse:
    """Show and change the poverty guideline and the scale; each is dated, and what held before stays."""
    require(may_set_scale(request.actor))
    site: Any = request.site
    today = clock.today(site.time_zone if site else "UTC")
    which = request.POST.get("which", "")
    guideline = GuidelineForm(
        request.POST if which == "guideline" else None, initial={"valid_from": today}, prefix=None
    )
    scale = ScaleForm(request.POST if which == "scale" else None, initial={"valid_from": today}, auto_id="scale-%s")
    here = reverse("sliding_scale")
    if which == "guideline" and tried(guideline, lambda: save_guideline(by=request.actor, **guideline.cleaned_data)):
        return done(request, _("The guideline is entered."), here)
    if which == "scale" and tried(
        scale, lambda: save_scale(by=request.actor, valid_from=scale.cleaned_data["valid_from"], bands=scale.bands(), note=scale.cleaned_data["note"])
    ):  # fmt: skip
        return done(request, _("The scale is entered."), here)
    page = {
        "guideline": guideline, "scale": scale, "guidelines": [
            {"area": row.get_area_display(), "from": row.valid_from, "first": money(row.first_cents), "more": money(row.more_cents),
             "source": row.source}
            for row in PovertyGuideline.objects.all()[:12]
        ],
        "bands": [
            {"up_to": band.up_to, "percent": band.percent, "most": money(band.most) if band.most is not None else ""}
            for band in bands_on(today)
        ],
    }  # fmt: skip
    status = 422 if guideline.errors or scale.errors else 200
    return render(request, "client_money/scale.html", page, status=status)
