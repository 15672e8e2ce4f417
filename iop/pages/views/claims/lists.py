"""The worklist of claims, and making claims of days that are on none."""

from __future__ import annotations

import datetime as dt
import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from billing.actions import claims as act
from billing.policies.claims import may_work
from iop.core import clock
from iop.core.errors import Refusal, require
from iop.pages.claim_forms import SiteForm, WeekForm
from iop.pages.presenters.claims import worklist as presenter
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.views.chart.parts import page_asked
from iop.pages.views.saving import tried


@require_GET
def claims(request: StaffRequest) -> HttpResponse:
    """List claims, those to mend first."""
    require(may_work(request.actor))
    place = getattr(request, "site", None)
    page = presenter.read_list(
        request.actor, place.id if place else None, show=request.GET.get("show", "mend"), payer=request.GET.get("payer", ""),
        page=page_asked(request),
    )  # fmt: skip
    form = SiteForm(sites=presenter.sites_of(request.actor))
    return render(request, "claims/list.html", page | {"form": form})


@require_http_methods(["GET", "POST"])
def claims_make(request: StaffRequest) -> HttpResponse:
    """Show which claims would be made of some days, last week unless said, and what stays out and why; a POST makes them."""
    require(may_work(request.actor))
    at = clock.now()
    sites = presenter.sites_of(request.actor)
    monday = at.date() - dt.timedelta(days=at.date().weekday() + 7)
    asked = {
        "site": sites[0][0] if sites else "",
        "first": monday.isoformat(),
        "last": (monday + dt.timedelta(days=6)).isoformat(),
    }
    given = (
        request.POST
        if request.method == "POST"
        else {**asked, **{key: request.GET[key] for key in asked if key in request.GET}}
    )
    form = WeekForm(given, sites=sites)
    made: list[int] = []

    def make() -> None:
        said = form.cleaned_data
        rows = act.make(
            by=request.actor, site_id=uuid.UUID(said["site"]), first=said["first"], last=said["last"], at=at
        )
        made.append(len(rows))

    if request.method == "POST" and tried(form, make):
        words = ngettext("%(count)s claim was made and checked.", "%(count)s claims were made and checked.", made[0])
        messages.success(request, words % {"count": made[0]})
        return redirect(reverse("claims") + "?show=" + ("ready" if made[0] else "mend"))
    found = None
    if form.is_valid():
        said = form.cleaned_data
        preview = act.preview(
            by=request.actor, site_ids=[uuid.UUID(said["site"])], first=said["first"], last=said["last"]
        )
        found = presenter.preview_words(preview, presenter.names_of_payers())
    return render(request, "claims/make.html", {"form": form, "found": found})


@require_POST
def claims_batch(request: StaffRequest) -> HttpResponse:
    """Put all ready claims of a site into batches, one for each payer and form."""
    require(may_work(request.actor))
    form = SiteForm(request.POST, sites=presenter.sites_of(request.actor))
    made: list[int] = []

    def batch() -> None:
        rows = act.make_batches(by=request.actor, site_id=uuid.UUID(form.cleaned_data["site"]), at=clock.now())
        made.append(len(rows))

    if not tried(form, batch):
        messages.warning(request, _("Choose a site."))
    elif not made[0]:
        messages.warning(request, _("No claim is ready."))
        return redirect("claims")
    else:
        messages.success(request, _("Batches made. Download each file and send it."))
    return redirect("claim_batches")


def said(request: StaffRequest, refusal: Refusal) -> None:
    """Tell a refusal on the next page."""
    messages.warning(request, str(refusal))
