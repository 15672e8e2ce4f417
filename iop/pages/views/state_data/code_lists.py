"""Codes of the state's data sets: compared with the state's manual, and changed where it says otherwise."""

from __future__ import annotations

import datetime as dt
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from iop.clinic.models import Site
from iop.core import clock
from iop.core.errors import require
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.presenters.state_data import code_lists as presenter
from iop.pages.presenters.state_data.asking import kept_sites
from iop.pages.presenters.state_data.files import site_of
from iop.pages.state_data_forms import CodesForm
from iop.pages.views.saving import tried
from iop.reports.state_data.actions import keep_codes
from iop.reports.state_data.policies import may_keep


@require_GET
def state_data_codes(request: StaffRequest) -> HttpResponse:
    """Show the lists of a family of codes, and which were compared with the state's manual."""
    site, on = _asked(request)
    offered = presenter.families(on)
    wanted = request.GET.get("family", "") or next((key for key, _name in offered), "")
    return render(request, "state_data/codes.html", presenter.read_lists(site, wanted, on) | _sites(request))


@require_http_methods(["GET", "POST"])
def state_data_code_list(request: StaffRequest, state_family: str, state_list: str) -> HttpResponse:
    """Show the codes of one list, and keep what somebody says of them."""
    site, on = _asked(request)
    form = presenter.form_of(site, state_family, state_list, on, request.POST or None)

    def keep() -> None:
        _keep(request, form, site, state_family, state_list, on)

    if request.method == "POST" and tried(form, keep):
        messages.success(request, _("Kept. The next file is written with these codes."))
        return redirect(presenter.lists_address(site, state_family))
    page = presenter.read_list(site, state_family, state_list, on)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    return render(request, "state_data/code_list.html", page | {"form": form}, status=status)


def _keep(request: StaffRequest, form: CodesForm, site: Site, family: str, name: str, on: dt.date) -> None:
    said = form.cleaned_data
    keep_codes(
        by=request.actor, site=site, family=family, name=name, given=form.given, is_compared=said["is_compared"],
        source=said["source"], seen=said["seen"], on=on, at=clock.now(),
    )  # fmt: skip


def _asked(request: StaffRequest) -> tuple[Site, dt.date]:
    require(may_keep(request.actor))
    sites = {str(site.pk): site for site in kept_sites(request.actor)}
    site = site_of(request.actor, sites, request.GET.get("site", ""))
    if site is None:
        raise Http404
    return site, clock.today(str(site.time_zone))


def _sites(request: StaffRequest) -> dict[str, object]:
    return {"sites": [(str(site.pk), site.name) for site in kept_sites(request.actor)]}
