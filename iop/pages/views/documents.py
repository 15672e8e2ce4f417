"""The chart's papers: list, add, open, mark. Opening one is an event on that client's record."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from clients import policies_papers as policies
from clients.actions import documents as actions
from iop.core import clock
from iop.core.errors import require
from iop.pages.client_forms.papers import DocumentForm, ErrorForm
from iop.pages.presenters.clients.head import Chart, read_chart
from iop.pages.presenters.clients.parts.documents import file_name, find_document, read_documents
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.views.chart.parts import opened, page_asked, shown
from iop.pages.views.saving import tried

NOTHING_RUNS = "default-src 'none'; sandbox"
NOTHING_RUNS_IN_A_PDF = "default-src 'none'; object-src 'self'"
"""Browsers refuse to show a PDF in a sandbox at all; scripts and other addresses stay shut out."""


@require_GET
def client_documents(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Show the papers of a chart."""
    return _page(request, opened(request, client_id))


@require_POST
def client_document_add(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Keep one more paper."""
    at = clock.now()
    chart = read_chart(request.actor, client_id, at)
    require(policies.may_add_document(request.actor, chart.client))
    form = _form(chart, request)
    if tried(form, lambda: _add(request, chart, form)):
        messages.success(request, _("The paper is kept."))
        return redirect("client_documents", client_id)
    return _page(request, chart, HTTPStatus.UNPROCESSABLE_ENTITY, form)


@never_cache
@require_safe
def client_document(request: StaffRequest, client_id: uuid.UUID, document_id: uuid.UUID) -> FileResponse:
    """Hand out one paper to be looked at, or (``?save``) to be saved. Nothing in it may run, nothing is guessed from it."""
    at = clock.now()
    chart = read_chart(request.actor, client_id, at)
    document = find_document(chart, document_id)
    actions.open_document(by=request.actor, document=document, at=at)
    answer = FileResponse(
        document.file.file.open("rb"),
        as_attachment="save" in request.GET,
        filename=file_name(document),
        content_type=document.file.content_type,
    )
    is_pdf = document.file.content_type == "application/pdf"
    answer["Content-Security-Policy"] = NOTHING_RUNS_IN_A_PDF if is_pdf else NOTHING_RUNS
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store, private"
    return answer


@require_POST
def client_document_error(request: StaffRequest, client_id: uuid.UUID, document_id: uuid.UUID) -> HttpResponse:
    """Mark one paper as entered in error."""
    at = clock.now()
    chart = read_chart(request.actor, client_id, at)
    document = find_document(chart, document_id)
    require(policies.may_mark_document(request.actor, document))
    form = ErrorForm(request.POST)
    if tried(form, lambda: actions.mark_document_in_error(
        by=request.actor, document=document, reason=form.cleaned_data["reason"], at=at
    )):  # fmt: skip
        messages.success(request, _("Marked as entered in error. It stays on file and is closed."))
        return redirect("client_documents", client_id)
    return _page(request, chart, HTTPStatus.UNPROCESSABLE_ENTITY, wrong_reason=form, marking=str(document_id))


@require_POST
def client_document_share(request: StaffRequest, client_id: uuid.UUID, document_id: uuid.UUID) -> HttpResponse:
    """Put one paper among those that the client opens by themselves, or take it away again."""
    at = clock.now()
    document = find_document(read_chart(request.actor, client_id, at), document_id)
    shared = request.POST.get("shared") == "yes"
    actions.share_document(by=request.actor, document=document, shared=shared, at=at)
    said = _("The client can open it now, signed in from outside.") if shared else _("The client no longer sees it.")
    messages.success(request, said)
    return redirect("client_documents", client_id)


def _add(request: StaffRequest, chart: Chart, form: DocumentForm) -> None:
    data = form.cleaned_data
    actions.add_document(
        by=request.actor, client=chart.client, kind=data["kind"], upload=data["file"], title=data["title"],
        dated_on=data["dated_on"], at=chart.at,
    )  # fmt: skip


def _form(chart: Chart, request: StaffRequest | None = None) -> DocumentForm:
    form = DocumentForm(request.POST, request.FILES) if request else DocumentForm()
    form.offer(policies.readable_kinds(chart.actor, chart.client))
    return form


def _page(
    request: StaffRequest, chart: Chart, status: int = HTTPStatus.OK, form: DocumentForm | None = None, **more: object
) -> HttpResponse:
    context = {
        "list": read_documents(chart, page_asked(request)),
        "may_add": policies.may_add_document(request.actor, chart.client) is None,
        "form": form or _form(chart),
        **more,
    }
    return shown(request, chart, "client_documents", "documents", status, **context)
