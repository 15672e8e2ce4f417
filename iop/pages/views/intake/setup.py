"""Setting intake up: the checklist, referral sources, and each site's program page."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clients import intake_policies
from clients.actions import intake_checks
from clients.models import IntakeCheck, ReferralSource
from iop.access.choices import Permission
from iop.clinic import actions as clinic_actions
from iop.clinic.models import SiteProfile
from iop.clinic.policies import may_edit_profile
from iop.core import clock
from iop.core.errors import require
from iop.pages.intake_forms.setup import CheckForm, ProfileForm, SourceForm
from iop.pages.presenters.intake.setup import moved_order, read_setup, read_sources
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.views.form_pages import Crumbs, ask, done, values
from iop.pages.views.ground import sites_with
from iop.pages.views.saving import tried


@require_GET
def intake_setup(request: StaffRequest) -> HttpResponse:
    """Show the checklist, what payers need, and each site's program page."""
    require(intake_policies.may_set_up_intake(request.actor))
    return render(request, "intake/setup.html", read_setup(sites_with(request, Permission.INTAKE_SETUP)))


@require_http_methods(["GET", "POST"])
def check_add(request: StaffRequest) -> HttpResponse:
    """Add a question."""
    require(intake_policies.may_set_up_intake(request.actor))
    form = CheckForm(request.POST or None, initial={"kind": request.GET.get("kind", "fit")})
    save = partial(intake_checks.save_check, by=request.actor, at=clock.now())
    if request.method == "POST" and tried(form, lambda: save(**_without(form.fields_of_check, "version")), "text"):
        return done(request, _("The question is asked from now on."), reverse("intake_setup"))
    return ask(request, form, title=_("Add a question"), crumbs=_crumbs(), do=_("Add"))


@require_http_methods(["GET", "POST"])
def check(request: StaffRequest, check_id: uuid.UUID) -> HttpResponse:
    """Change a question, or take it out of use; answers that were given stay."""
    require(intake_policies.may_set_up_intake(request.actor))
    row = get_object_or_404(IntakeCheck, pk=check_id)
    form = CheckForm(request.POST or None, initial=values(row, CheckForm))
    del form.fields["kind"]
    save = partial(intake_checks.save_check, by=request.actor, check=row, kind=row.kind, at=clock.now())
    if request.method == "POST" and tried(form, lambda: save(**{**form.fields_of_check, "key": row.key}), "text"):
        return done(request, _("Saved."), reverse("intake_setup"))
    return ask(request, form, title=_("Change a question"), crumbs=_crumbs(), do=_("Save"))


@require_POST
def check_move(request: StaffRequest, check_id: uuid.UUID) -> HttpResponse:
    """Ask a question one place earlier or later."""
    require(intake_policies.may_set_up_intake(request.actor))
    row = get_object_or_404(IntakeCheck, pk=check_id)
    ordered = moved_order(row, -1 if request.POST.get("to") == "up" else 1)
    intake_checks.order_checks(by=request.actor, kind=row.kind, checks=ordered, at=clock.now())
    return redirect("intake_setup")


@require_GET
def referral_sources(request: StaffRequest) -> HttpResponse:
    """List the organisations from which people come."""
    require(intake_policies.may_keep_sources(request.actor))
    return render(request, "intake/sources.html", {"rows": read_sources()})


@require_http_methods(["GET", "POST"])
def referral_source_add(request: StaffRequest) -> HttpResponse:
    """Add an organisation."""
    require(intake_policies.may_keep_sources(request.actor))
    form = SourceForm(request.POST or None)
    save = partial(intake_checks.save_source, by=request.actor, at=clock.now())
    if request.method == "POST" and tried(form, lambda: save(**_without(form.cleaned_data, "version")), "organization"):
        return done(request, _("Added."), reverse("referral_sources"))
    return ask(request, form, title=_("Add a referral source"), crumbs=_source_crumbs(), do=_("Add"))


@require_http_methods(["GET", "POST"])
def referral_source(request: StaffRequest, source_id: uuid.UUID) -> HttpResponse:
    """Change an organisation, or take it out of use."""
    require(intake_policies.may_keep_sources(request.actor))
    row = get_object_or_404(ReferralSource, pk=source_id)
    form = SourceForm(request.POST or None, initial=values(row, SourceForm))
    save = partial(intake_checks.save_source, by=request.actor, source=row, at=clock.now())
    if request.method == "POST" and tried(form, lambda: save(**form.cleaned_data), "organization"):
        return done(request, _("Saved."), reverse("referral_sources"))
    return ask(request, form, title=row.organization, crumbs=_source_crumbs(), do=_("Save"))


@require_http_methods(["GET", "POST"])
def site_profile(request: StaffRequest, site_id: uuid.UUID) -> HttpResponse:
    """Change what a site's program page says, and whether everybody may read it."""
    site = get_object_or_404(sites_with(request, Permission.INTAKE_SETUP), pk=site_id)
    require(may_edit_profile(request.actor, site.pk))
    profile = SiteProfile.objects.filter(site=site).first()
    form = ProfileForm.about(profile, request.POST or None)
    save = partial(clinic_actions.save_profile, by=request.actor, site_id=site.pk)
    if request.method == "POST" and tried(form, lambda: save(**form.cleaned_data)):
        return done(request, _("The page is saved."), reverse("site_profile", args=[site.pk]))
    intro = _("What prospective clients and referrers read. It names no people and no numbers of seats.")
    title = _("Program page of %(site)s") % {"site": site.name}
    return ask(request, form, title=title, crumbs=_crumbs(), do=_("Save"), intro=intro)


def _crumbs() -> Crumbs:
    return [(reverse("intake_setup"), _("Intake setup"))]


def _source_crumbs() -> Crumbs:
    return [(reverse("referral_sources"), _("Referral sources"))]


def _without(data: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key != name}
