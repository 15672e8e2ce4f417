"""The registers: overview, lists, reporting, working on an entry, the file."""

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

from clients import policies_charts as policies
from clients.actions import registers as actions
from iop.core import clock
from iop.core.basis import own_use
from iop.core.errors import Invalid, NotAllowed, require
from iop.core.words import say
from iop.pages.presenters.registers import entries
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.register_forms import ASKS, REPORT_FORMS, ExtendForm, ReportForm, VersionedForm
from iop.pages.views.saving import tried

WRONG = HTTPStatus.UNPROCESSABLE_ENTITY


@require_GET
def overview(request: StaffRequest) -> HttpResponse:
    """Show each register with what runs and what is overdue."""
    require(policies.may_see_registers(request.actor))
    cards = entries.overview(request.actor, clock.now())
    return render(request, "registers/overview.html", {"cards": cards})


@require_GET
def show_list(request: StaffRequest, register: str) -> HttpResponse:
    """Show one register, filtered by codes in the address."""
    require(policies.may_see_registers(request.actor))
    code = entries.register_of(register)
    page = entries.read_list(request.actor, code, entries.wish_of(request.GET), clock.now())
    return render(request, "registers/list.html", {"page": page, "register": code, "about": entries.ABOUT[code]})


@require_GET
def download(request: StaffRequest, register: str) -> HttpResponse:
    """Give a register as a file to whoever answers for it; taking it is an event on record, with its ground."""
    code = entries.register_of(register)
    require(policies.may_download_register(request.actor))
    text, rows = entries.read_file(request.actor, code, entries.wish_of(request.GET), clock.now())
    actions.note_download(by=request.actor, register=code, rows=rows, basis=own_use("compliance", f"register_{code}"))
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="register-{code}.csv"'
    return answer


@require_http_methods(["GET", "POST"])
def new(request: StaffRequest, register: str) -> HttpResponse:
    """Report something."""
    code = entries.register_of(register)
    sites = entries.sites_to_report(request.actor)
    if not sites:
        raise NotAllowed(say("Your role does not include reporting at this site."))
    form = _report_form(request, code, sites)
    made: list[Any] = []
    if request.method == "POST" and tried(form, lambda: made.append(_report(request, code, form))):
        messages.success(request, _("Reported. Whoever keeps this register sees it now."))
        return redirect("register_entry", code, made[0].pk)
    crumbs = [
        {"url": reverse("registers"), "label": _("Registers")},
        {"url": reverse("register_list", args=[code]), "label": code.label},
    ]
    context = {"form": form, "register": code, "about": entries.ABOUT[code], "crumbs": crumbs}
    return render(request, "registers/new.html", context, status=WRONG if form.errors else HTTPStatus.OK)


@require_GET
def entry(request: StaffRequest, register: str, entry_id: uuid.UUID) -> HttpResponse:
    """Show one entry with its clocks, its history and what may be done."""
    require(policies.may_see_registers(request.actor))
    row = entries.get(request.actor, entries.register_of(register), entry_id)
    actions.note_reading(by=request.actor, entry=row)
    return _page(request, row)


@require_POST
def amend(request: StaffRequest, register: str, entry_id: uuid.UUID) -> HttpResponse:
    """Write what has become known."""
    row = _to_keep(request, register, entry_id)
    form = entries.facts_form(row, request.POST)
    if tried(form, lambda: actions.amend(by=request.actor, entry=row, at=clock.now(), **_facts(form))):
        messages.success(request, _("Saved."))
        return redirect("register_entry", register, entry_id)
    return _page(request, row, facts_form=form)


@require_POST
def move(request: StaffRequest, register: str, entry_id: uuid.UUID) -> HttpResponse:
    """Take an entry on."""
    row = _to_keep(request, register, entry_id)
    form = entries.move_form(row, request.POST)
    if tried(form, lambda: actions.move(by=request.actor, entry=row, at=clock.now(), **form.cleaned_data)):
        messages.success(request, _("Saved."))
        return redirect("register_entry", register, entry_id)
    return _page(request, row, move_form=form)


@require_POST
def extend(request: StaffRequest, register: str, entry_id: uuid.UUID) -> HttpResponse:
    """Take thirty days more."""
    row = _to_keep(request, register, entry_id)
    form = ExtendForm(request.POST, prefix="extend")
    if tried(form, lambda: actions.extend(by=request.actor, entry=row, at=clock.now(), **form.cleaned_data)):
        messages.success(request, _("Extended. Write to the client with the reason."))
        return redirect("register_entry", register, entry_id)
    return _page(request, row, extend_form=form)


def _report_form(request: StaffRequest, code: str, sites: list[tuple[str, str]]) -> ReportForm:
    posted = request.POST if request.method == "POST" else None
    site = getattr(request, "site", None)
    zone = site.time_zone if site else request.actor.places[0].time_zone
    form = REPORT_FORMS[code](posted, initial={"received_on": clock.local_date(clock.now(), zone)})
    form.offer_sites(sites)
    form.fields["text"].label = str(ASKS.get(code, form.fields["text"].label))
    return form


def _report(request: StaffRequest, code: str, form: ReportForm) -> Any:
    typed = dict(form.cleaned_data)
    number, site = typed.pop("record_number"), typed.pop("site")
    client = entries.client_of(request.actor, number)
    if number.strip() and client is None:
        raise Invalid(say("There is no chart with this number that you may open."), field="record_number")
    return actions.report(
        by=request.actor, register=code, site_id=uuid.UUID(site), client=client, at=clock.now(), **typed
    )


def _facts(form: VersionedForm) -> dict[str, Any]:
    typed = dict(form.cleaned_data)
    return {"version": typed.pop("version"), "changes": typed}


def _to_keep(request: StaffRequest, register: str, entry_id: uuid.UUID) -> Any:
    row = entries.get(request.actor, entries.register_of(register), entry_id)
    require(policies.may_keep(request.actor, row))
    return row


def _page(request: StaffRequest, row: Any, **wrong: Any) -> HttpResponse:
    status = WRONG if wrong else HTTPStatus.OK
    row.refresh_from_db() if wrong else None
    return render(
        request, "registers/entry.html", entries.page(row, request.actor, clock.now(), **wrong), status=status
    )
