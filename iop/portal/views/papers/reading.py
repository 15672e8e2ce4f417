"""A client reads: where their papers begin, what was told to others, who looked, and documents for them."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from clients.own_papers import last_stay
from iop.audit.recorder import record
from iop.core import clock
from iop.core.errors import Conflict
from iop.core.words import say
from iop.documents.choices import ALLOWED_FILES
from iop.pages import pdf
from iop.portal.access import OutsiderRequest, client_of, for_clients
from iop.portal.presenters.papers import hub, left, records
from iop.workflows import own_documents
from iop.workflows.accounting import hand_out

NOWHERE = say("Please call us about this: we cannot tell which of our places you mean.")


@for_clients
@require_GET
def my_papers(request: OutsiderRequest) -> HttpResponse:
    """Show a way to each kind of papers, and what waits."""
    return render(request, "portal/papers/papers.html", hub.read_hub(client_of(request)))


@for_clients
@require_GET
def my_papers_told(request: OutsiderRequest) -> HttpResponse:
    """Show what was told to others about the client (42 CFR 2.25; 45 CFR 164.528)."""
    client, at = client_of(request), clock.now()
    zone, _site = hub.place_of(client)
    record(by=request.outsider.actor, verb="portal.accounting_read", subject=client, clients=[client.pk])
    return render(request, "portal/papers/told.html", left.read_told(client, zone, request.GET, at))


@for_clients
@require_POST
def my_papers_told_copy(request: OutsiderRequest) -> HttpResponse:
    """Hand the client their accounting as a PDF; handing it out is itself written down."""
    client, at = client_of(request), clock.now()
    stay = last_stay(client)
    if stay is None:
        raise Conflict(NOWHERE, code="no_stay")
    wanted = left.wanted(request.POST.get("years", ""), clock.local_date(at, stay.site.time_zone))
    content = hand_out(by=request.outsider.actor, client=client, episode=stay, wanted=wanted, at=at)
    return pdf.answer(content, "accounting-of-disclosures")


@for_clients
@require_GET
def my_papers_opened(request: OutsiderRequest) -> HttpResponse:
    """Show who opened the chart and when."""
    client, at = client_of(request), clock.now()
    zone, site_id = hub.place_of(client)
    return render(request, "portal/papers/opened.html", left.read_opened(client, zone, site_id, request.GET, at))


@for_clients
@require_GET
def my_papers_documents(request: OutsiderRequest) -> HttpResponse:
    """Show the papers that are there for the client, and the letters sent about them."""
    client = client_of(request)
    return render(request, "portal/papers/documents.html", records.read_documents(client, hub.place_of(client)[0]))


@for_clients
@require_POST
def my_papers_document(request: OutsiderRequest, document_id: uuid.UUID) -> HttpResponse:
    """Hand over one paper; it goes through the gate and is written down."""
    row = records.find_document(client_of(request), document_id)
    content = own_documents.take_document(by=request.outsider.actor, document=row, at=clock.now())
    name = f"{row.kind.replace('_', '-')}{ALLOWED_FILES.get(row.file.content_type, '')}"
    answer = HttpResponse(content, content_type=row.file.content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store, private"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@for_clients
@require_POST
def my_papers_letter(request: OutsiderRequest, letter_id: uuid.UUID) -> HttpResponse:
    """Hand over a letter as it was sent; it goes through the gate and is written down."""
    row = records.find_letter(client_of(request), letter_id)
    return pdf.answer(own_documents.take_letter(by=request.outsider.actor, letter=row, at=clock.now()), "letter")
