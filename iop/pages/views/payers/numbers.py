"""Under which names and numbers we bill: each site's, and each colleague's own."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from billing.actions import payers as actions
from billing.policies.payers import may_see_payers, may_set_up
from iop.access.choices import Permission
from iop.core import clock
from iop.core.errors import require
from iop.pages.payer_forms import IdentityForm, NumberForm
from iop.pages.presenters.payers import reading
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.views.form_pages import ask, done, values
from iop.pages.views.ground import sites_with, today
from iop.pages.views.saving import tried
from iop.pages.views.support.sheets import sent

both = require_http_methods(["GET", "POST"])


@require_GET
def billing_identities(request: StaffRequest) -> HttpResponse:
    """Show under which name and numbers each site bills."""
    require(may_see_payers(request.actor))
    return render(request, "payers/identities.html", {"sites": reading.identities_of(request.actor, today(request))})


@both
def billing_identity(request: StaffRequest, site_id: uuid.UUID) -> HttpResponse:
    """Say under which name and numbers a site bills from a day on."""
    require(may_set_up(request.actor))
    site = get_object_or_404(sites_with(request, Permission.BILLING_SETUP), pk=site_id)
    before = reading.newest_identity(site)
    initial = {**values(before, IdentityForm), "starts_on": ""} if before else {}
    form = IdentityForm(sent(request), initial=initial)
    if request.method == "POST" and tried(
        form, lambda: actions.set_identity(by=request.actor, site=site, at=clock.now(), **form.cleaned_data)
    ):
        return done(request, _("The site bills under it from that day on."), reverse("billing_identities"))
    crumbs = [(reverse("billing_identities"), _("Names and numbers"))]
    return ask(request, form, title=site.name, crumbs=crumbs, do=_("Set it"))


@require_GET
def clinician_numbers(request: StaffRequest) -> HttpResponse:
    """List colleagues with their provider numbers."""
    require(may_see_payers(request.actor))
    may = may_set_up(request.actor) is None
    return render(request, "payers/numbers.html", {"rows": reading.read_numbers(request.actor), "may_set_up": may})


@both
def clinician_number(request: StaffRequest, staff_id: uuid.UUID) -> HttpResponse:
    """Keep a colleague's provider number."""
    require(may_set_up(request.actor))
    one = get_object_or_404(reading.clinicians(request.actor.sites_where(Permission.BILLING_SETUP)), pk=staff_id)
    before = reading.number_of(one)
    form = NumberForm(sent(request), initial=values(before, NumberForm) if before else {"version": 0})
    if request.method == "POST" and tried(
        form,
        lambda: actions.set_number(
            by=request.actor,
            staff=one,
            at=clock.now(),
            **{**form.cleaned_data, "version": form.cleaned_data["version"] or 0},
        ),
    ):
        return done(request, _("Saved."), reverse("clinician_numbers"))
    crumbs = [(reverse("clinician_numbers"), _("Clinicians' numbers"))]
    return ask(request, form, title=one.name, crumbs=crumbs, do=_("Save"))
