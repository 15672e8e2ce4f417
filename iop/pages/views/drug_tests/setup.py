"""Draws with their history, and panels."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from iop.access.choices import Permission
from iop.core import clock
from iop.core.errors import require
from iop.core.words import say
from iop.pages.drug_test_forms import PanelForm
from iop.pages.presenters.drug_tests import draws
from iop.pages.presenters.drug_tests.asking import draw_of, panel_of, sites_where
from iop.pages.presenters.schedule import nearby
from iop.pages.presenters.schedule.asking import StaffRequest, site_of
from iop.pages.views.form_pages import ask
from iop.pages.views.saving import tried
from therapy.actions import drug_tests
from therapy.models.drug_tests import TestPanel
from therapy.policies.drug_tests import may_set_up_tests
from therapy.rules.drug_tests.panels import Target, typed_targets

NOT_FOR_YOU = say("Your role does not include setting up drug tests.")


@require_GET
def test_draws(request: StaffRequest) -> HttpResponse:
    """List a site's draws."""
    found = sites_where(request.actor, Permission.TESTS_SETUP, NOT_FOR_YOU)
    site = site_of(request, found)
    context = {
        "site": site,
        "sites": nearby.site_tabs(found, site, "test_draws"),
        **draws.read_draws(site, clock.now()),
    }
    return render(request, "drug_tests/draws.html", context)


@require_POST
def test_draw_now(request: StaffRequest) -> HttpResponse:
    """Draw for today, where the clinic's own clock has not yet."""
    found = sites_where(request.actor, Permission.TESTS_SETUP, NOT_FOR_YOU)
    site = site_of(request, found, request.POST.get("site", ""))
    row, _new = drug_tests.draw_today(by=request.actor, site=site, at=clock.now())
    messages.success(request, _("Drawn. Everybody who was picked is on today's list."))
    return redirect("test_draw", row.pk)


@require_GET
def test_draw(request: StaffRequest, draw_id: uuid.UUID) -> HttpResponse:
    """Show one draw, and draw again with what was kept."""
    row = draw_of(request.actor, draw_id)
    context = draws.read_draw(row, request.actor, again="again" in request.GET)
    return render(request, "drug_tests/draw.html", context)


@require_GET
def test_panels(request: StaffRequest) -> HttpResponse:
    """List the panels."""
    require(may_set_up_tests(request.actor))
    return render(request, "drug_tests/panels.html", draws.read_panels())


@require_POST
def test_panels_install(request: StaffRequest) -> HttpResponse:
    """Make the panels a clinic begins with."""
    drug_tests.install_panels(by=request.actor, at=clock.now())
    messages.success(request, _("The starting panels are there. Compare their cutoffs with your devices."))
    return redirect("test_panels")


@require_http_methods(["GET", "POST"])
def test_panel_new(request: StaffRequest) -> HttpResponse:
    """Make a panel."""
    require(may_set_up_tests(request.actor))
    return _panel_page(request, PanelForm(request.POST or None), None)


@require_http_methods(["GET", "POST"])
def test_panel(request: StaffRequest, panel_id: uuid.UUID) -> HttpResponse:
    """Show a panel, and change it by making a new version."""
    panel = panel_of(request.actor, panel_id)
    initial = {
        "name": panel.name, "matrix": panel.matrix, "stage": panel.stage, "device": panel.device,
        "targets": draws.targets_text(panel),
    }  # fmt: skip
    return _panel_page(request, PanelForm(request.POST or None, initial=initial), panel)


@require_POST
def test_panel_retire(request: StaffRequest, panel_id: uuid.UUID) -> HttpResponse:
    """Take a panel out of use."""
    drug_tests.retire_panel(by=request.actor, panel=panel_of(request.actor, panel_id), at=clock.now())
    messages.success(request, _("Out of use. What was read by it stays."))
    return redirect("test_panels")


def _panel_page(request: StaffRequest, form: PanelForm, panel: TestPanel | None) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        targets, wrong = typed_targets(form.cleaned_data["targets"])
        if wrong:
            form.add_error("targets", str(wrong))
        elif tried(form, lambda: _save(request, form, targets, panel), "name"):
            messages.success(
                request, _("Kept as a version of its own. Results read by the one before stay as they were.")
            )
            return redirect("test_panels")
    title = panel.name if panel else _("A new panel")
    if panel and not panel.is_active:
        intro = _("This version is out of use and cannot be changed.")
    else:
        intro = _("A change makes a new version. Compare the cutoffs with the device's own paper.")
    page = ask(
        request, form, title=title, crumbs=[(reverse("test_panels"), _("Panels"))], do=_("Keep it"), intro=intro,
    )  # fmt: skip
    if form.errors:
        page.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    return page


def _save(request: StaffRequest, form: PanelForm, targets: list[Target], panel: TestPanel | None) -> None:
    data = form.cleaned_data
    drug_tests.save_panel(
        by=request.actor, name=data["name"], matrix=data["matrix"], stage=data["stage"], device=data["device"],
        targets=targets, panel=panel, at=clock.now(),
    )  # fmt: skip
