"""Files for the state: looking at what one would hold, handing in, and taking it."""

from __future__ import annotations

import uuid
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from iop.clinic.models import Site
from iop.core import clock
from iop.core.basis import own_use
from iop.core.errors import Refusal, require
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.presenters.state_data import files as presenter
from iop.pages.presenters.state_data.asking import kept_sites, sites_of, wish_of
from iop.pages.state_data_forms import FileForm, StateSiteForm
from iop.pages.views.saving import tried
from iop.reports.state_data.actions import hand_in, keep_site, preview, take_file
from iop.reports.state_data.actions.handing_in import Preview
from iop.reports.state_data.models import StateExtract
from iop.reports.state_data.policies import may_keep

WRONG = HTTPStatus.UNPROCESSABLE_ENTITY


@require_http_methods(["GET", "POST"])
def state_data_files(request: StaffRequest) -> HttpResponse:
    """Show what a file would hold; a POST makes it, through the gate."""
    require(may_keep(request.actor))
    sites = {str(site.pk): site for site in kept_sites(request.actor)}
    form = _form(request, sites)
    done: list[StateExtract] = []
    if request.method == "POST" and tried(form, lambda: done.append(_hand_in(request, form, sites)), "layout"):
        messages.success(request, _("The file is made, and written down about everybody in it. Take it, and send it."))
        return redirect("state_data_file", done[0].pk)
    found = _preview(request, form, sites)
    site = found.site if found else presenter.site_of(request.actor, sites, form["site"].value() or "")
    page = presenter.read_page(request.actor, site, found)
    status = WRONG if request.method == "POST" else HTTPStatus.OK
    return render(request, "state_data/files.html", page | {"form": form}, status=status)


def _form(request: StaffRequest, sites: dict[str, Site]) -> FileForm:
    # The day of the sites: in the evening it is tomorrow elsewhere already.
    today = clock.today(str(next(iter(sites.values())).time_zone) if sites else "UTC")
    offered = [(key, site.name) for key, site in sites.items()]
    if request.method == "POST" or {"layout", "site"} <= set(request.GET):
        return FileForm(request.POST or request.GET, sites=offered, on=today)
    wish = wish_of(request, today)
    chosen = next(iter(sites_of(request)), None)
    state = presenter.state_of(chosen) if chosen else None
    start: dict[str, Any] = {
        "first": wish.first, "last": wish.last, "site": str(chosen.pk) if chosen else "",
        "layout": state.layout if state else "",
    }  # fmt: skip
    return FileForm(initial=start, sites=offered, on=today)


def _asked(form: FileForm, sites: dict[str, Site]) -> dict[str, Any]:
    given = form.cleaned_data
    return {
        "site": sites[given["site"]], "first": given["first"], "last": given["last"], "layout": given["layout"],
        "again": given["again"],
    }  # fmt: skip


def _preview(request: StaffRequest, form: FileForm, sites: dict[str, Site]) -> Preview | None:
    """Say what a file would hold, once it is asked; a refusal is said in the form."""
    if not form.is_bound or not form.is_valid():
        return None
    asked = _asked(form, sites)
    try:
        return preview(by=request.actor, on=clock.today(str(asked["site"].time_zone)), **asked)
    except Refusal as refusal:
        form.refuse(refusal)
        return None


def _hand_in(request: StaffRequest, form: FileForm, sites: dict[str, Site]) -> StateExtract:
    return hand_in(by=request.actor, at=clock.now(), **_asked(form, sites))


@require_http_methods(["GET", "POST"])
def state_data_site(request: StaffRequest) -> HttpResponse:
    """Say to which authority a site hands in, by which law and under which number."""
    require(may_keep(request.actor))
    sites = {str(site.pk): site for site in kept_sites(request.actor)}
    site = presenter.site_of(request.actor, sites, request.GET.get("site", ""))
    require(may_keep(request.actor, site.pk if site else None))
    state = presenter.state_of(site) if site else None
    start = {
        "party": str(state.party_id) if state else "", "authority": state.authority if state else "",
        "provider_number": state.provider_number if state else "",
    }  # fmt: skip
    form = StateSiteForm(request.POST or None, parties=presenter.parties(), initial=start)
    if site and request.method == "POST" and tried(form, lambda: _keep_site(request, site, form)):
        messages.success(request, _("Kept."))
        return redirect(f"{reverse('state_data_files')}")
    status = WRONG if request.method == "POST" else HTTPStatus.OK
    return render(request, "state_data/site.html", {"form": form, "chosen": site}, status=status)


def _keep_site(request: StaffRequest, site: Site, form: StateSiteForm) -> None:
    keep_site(by=request.actor, site_id=site.pk, **form.cleaned_data)


@require_GET
def state_data_file(request: StaffRequest, state_extract_id: uuid.UUID) -> HttpResponse:
    """Show one file that was made."""
    require(may_keep(request.actor))
    row = presenter.extract_of(request.actor, state_extract_id)
    return render(request, "state_data/file.html", presenter.read_extract(row))


@require_POST
def state_data_file_take(request: StaffRequest, state_extract_id: uuid.UUID) -> HttpResponse:
    """Give the file, to be sent to the authority: what it tells was written down when it was made."""
    row = presenter.extract_of(request.actor, state_extract_id)
    content = take_file(by=request.actor, extract=row, basis=own_use("state_data"))
    answer = HttpResponse(content, content_type=row.file.content_type)
    answer["Content-Disposition"] = f'attachment; filename="{row.file.original_name}"'
    answer["Cache-Control"] = "no-store, private"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
