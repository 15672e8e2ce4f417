"""Planning ahead: which treatment days are there, why a date has none, and making them now."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from iop.access.choices import Permission
from iop.core import clock
from iop.core.errors import require
from iop.pages.presenters.schedule import making_report, nearby
from iop.pages.presenters.schedule.asking import StaffRequest, site_of, sites
from sessions_app import actions, policies


@require_GET
def show(request: StaffRequest) -> HttpResponse:
    """Show a site's planned days, track by track, and why a date has none."""
    all_sites = sites(request.actor, Permission.SESSION_MOVE)
    site = site_of(request, all_sites)
    tracks, until = making_report.ahead(site, clock.now())
    context = {
        "tracks": tracks,
        "until": until,
        "site": site,
        "sites": nearby.site_tabs(all_sites, site, "making"),
        "tabs": nearby.tabs(request.actor, "making"),
    }
    return render(request, "schedule/making.html", context)


@require_POST
def make_now(request: StaffRequest) -> HttpResponse:
    """Make the missing days of a site now; it can be pressed twice without harm."""
    site = site_of(request, sites(request.actor, Permission.SESSION_MOVE), request.POST.get("site", ""))
    require(policies.may_materialise(request.actor, site.pk))
    report = actions.materialise(by=request.actor, at=clock.now(), site_ids=[site.pk])
    messages.success(request, "\n".join(making_report.told(report)))
    return redirect(f"{reverse('making')}?site={site.pk}")
