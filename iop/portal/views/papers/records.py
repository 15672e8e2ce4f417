"""A client takes their record away, and asks for copies, corrections and restrictions."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clients.actions import own_wishes
from clients.register_choices import ExportForm
from iop.core import clock
from iop.pages import pdf
from iop.portal.access import OutsiderRequest, client_of, for_clients
from iop.portal.forms.papers import DisagreeForm, ExportFormPage, WishForm
from iop.portal.presenters.papers import hub, records
from iop.workflows import record_export


@for_clients
@require_http_methods(["GET", "POST"])
def my_record(request: OutsiderRequest) -> HttpResponse:
    """Choose parts of the record and make a copy to take away."""
    client, at = client_of(request), clock.now()
    form = ExportFormPage(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.attempt(
        lambda: record_export.ask(
            by=request.outsider.actor,
            client=client,
            at=clock.now(),
            language=get_language() or "en",
            **form.cleaned_data,
        )
    ):
        messages.success(request, _("Your copy is below."))
        return redirect("my_record")
    page = records.read_exports(request.outsider.actor, client, hub.place_of(client)[0], at)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "portal/papers/record.html", {**page, "form": form}, status=status)


@for_clients
@require_GET
def my_record_copies(request: OutsiderRequest) -> HttpResponse:
    """Show the list of copies alone: asked again while one is being made."""
    client = client_of(request)
    page = records.read_exports(request.outsider.actor, client, hub.place_of(client)[0], clock.now())
    return render(request, "portal/papers/copies.html", page)


@for_clients
@require_POST
def my_record_copy(request: OutsiderRequest, export_id: uuid.UUID) -> HttpResponse:
    """Hand over a copy of the record; it goes through the gate and is written down."""
    row = records.find_export(client_of(request), export_id)
    content = record_export.take(by=request.outsider.actor, export=row, at=clock.now())
    if row.form == ExportForm.PAPER:
        return pdf.answer(content, "record-copy")
    answer = HttpResponse(content, content_type="application/zip")
    answer["Content-Disposition"] = 'attachment; filename="record-copy.zip"'
    answer["Cache-Control"] = "no-store, private"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@for_clients
@require_GET
def my_record_wishes(request: OutsiderRequest) -> HttpResponse:
    """Show what the client asked, and where each stands."""
    return render(request, "portal/papers/wishes.html", records.read_wishes(client_of(request)))


@for_clients
@require_http_methods(["GET", "POST"])
def my_record_ask(request: OutsiderRequest, kind: str) -> HttpResponse:
    """Ask for a copy, a correction or a restriction, in one's own words."""
    register = records.register_of(kind)
    form = WishForm(request.POST if request.method == "POST" else None, register=register)
    if request.method == "POST" and form.attempt(
        lambda: own_wishes.ask(
            by=request.outsider.actor, client=client_of(request), register=register, at=clock.now(), **form.asked()
        )
    ):
        messages.success(request, _("We have your request. Below is the day by which we answer."))
        return redirect("my_record_wishes")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    context = {"form": form, "kind": kind, "called": records.CALLED[register]}
    return render(request, "portal/papers/ask.html", context, status=status)


@for_clients
@require_http_methods(["GET", "POST"])
def my_record_disagree(request: OutsiderRequest, wish_id: uuid.UUID) -> HttpResponse:
    """Add a statement after a correction was refused; it goes along with the record."""
    row = records.find_wish(client_of(request), wish_id)
    form = DisagreeForm(request.POST if request.method == "POST" else None, initial={"version": row.version})
    if request.method == "POST" and form.attempt(
        lambda: own_wishes.disagree(by=request.outsider.actor, entry=row, at=clock.now(), **form.cleaned_data)
    ):
        messages.success(request, _("Your statement goes along with your record from now on."))
        return redirect("my_record_wishes")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "portal/papers/disagree.html", {"form": form, "text": row.text}, status=status)
