"""Payers' files and payments: taken in, looked at, matched by hand, posted."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from billing.actions import remittances as actions
from billing.choices.remittances import FileStatus, RemittanceStatus
from billing.models import RemittanceFile
from billing.policies.remittances import may_work
from iop.access.choices import Permission
from iop.clinic.models import Site
from iop.core import clock
from iop.core.errors import Invalid, Refusal, require
from iop.core.words import say
from iop.pages.presenters.remittances import payments
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.remittance_forms import MatchForm, UploadForm
from iop.pages.views.chart.parts import page_asked
from iop.pages.views.saving import tried


@require_http_methods(["GET", "POST"])
def remittances(request: StaffRequest) -> HttpResponse:
    """List payers' payments; a POST takes a file in."""
    require(may_work(request.actor))
    form = _upload_form(request)
    taken: list[RemittanceFile] = []
    if request.method == "POST" and tried(form, lambda: taken.append(_receive(request, form)), "file"):
        return _taken(request, taken[0])
    place = getattr(request, "site", None)
    posted, number = request.GET.get("show") == "posted", page_asked(request)
    page = payments.read_list(request.actor, place.id if place else None, posted=posted, page=number)
    shelves = [
        {"url": reverse("remittances"), "label": _("To post"), "current": not posted},
        {"url": f"{reverse('remittances')}?show=posted", "label": _("Posted"), "current": posted},
    ]
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = page | {"form": form, "posted": posted, "number": number, "shelves": shelves}
    return render(request, "remittances/list.html", context, status=status)


@require_GET
def remittance_files(request: StaffRequest) -> HttpResponse:
    """Say how far the files have come that are being read."""
    require(may_work(request.actor))
    return render(request, "remittances/files.html", payments.files(request.actor))


@require_GET
def remittance(request: StaffRequest, remittance_id: uuid.UUID) -> HttpResponse:
    """Show one payment with its answers."""
    return _shown(request, remittance_id, MatchForm())


@require_POST
def remittance_match(request: StaffRequest, remittance_id: uuid.UUID, answer_id: uuid.UUID) -> HttpResponse:
    """Say which claim an answer is about."""
    require(may_work(request.actor))
    row = payments.payment_of(request.actor, remittance_id)
    answer = payments.answer_of(row, answer_id)
    form = MatchForm(request.POST)

    def match() -> None:
        claim = payments.claim_numbered(request.actor, form.cleaned_data["number"])
        if claim is None:
            raise Invalid(say("There is no claim with this number that you may open."), field="number")
        actions.match_by_hand(by=request.actor, answer=answer, claim=claim, at=clock.now())

    if tried(form, match, "number"):
        messages.success(request, _("Matched."))
        return redirect("remittance", remittance_id)
    return _shown(request, remittance_id, form, answer_id)


@require_POST
def remittance_post(request: StaffRequest, remittance_id: uuid.UUID) -> HttpResponse:
    """Post a payment."""
    require(may_work(request.actor))
    row = payments.payment_of(request.actor, remittance_id)
    try:
        done = actions.post(by=request.actor, remittance=row, at=clock.now())
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect("remittance", remittance_id)
    if done.status == RemittanceStatus.POSTED:
        messages.success(request, _("Posted. What was denied is on the denials list."))
    else:
        messages.info(request, _("It is long, so it is posted by itself. This page shows how far it has come."))
    return redirect("remittance", remittance_id)


def _shown(
    request: StaffRequest, remittance_id: uuid.UUID, form: MatchForm, wrong: uuid.UUID | None = None
) -> HttpResponse:
    require(may_work(request.actor))
    row = payments.payment_of(request.actor, remittance_id)
    number = page_asked(request)
    page = payments.read_payment(request.actor, row, number)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"page": page, "form": form, "wrong": wrong, "number": number}
    return render(request, "remittances/payment.html", context, status=status)


def _upload_form(request: StaffRequest) -> UploadForm:
    sites = list(Site.objects.filter(pk__in=request.actor.sites_where(Permission.BILLING_WORK)).order_by("name"))
    place = getattr(request, "site", None)
    first = place.id if place else (sites[0].pk if sites else None)
    bound = request.method == "POST"
    return UploadForm(
        request.POST if bound else None, request.FILES if bound else None, sites=sites, initial={"site": str(first)}
    )


def _receive(request: StaffRequest, form: UploadForm) -> RemittanceFile:
    return actions.receive(
        by=request.actor, file=form.cleaned_data["file"], site=form.cleaned_data["site"], at=clock.now()
    )


def _taken(request: StaffRequest, row: RemittanceFile) -> HttpResponse:
    if row.status != FileStatus.READ:
        messages.info(request, _("The file is long, so it is read by itself. This page shows how far it has come."))
        return redirect("remittances")
    messages.success(request, _("Read, and it adds up. Look through it, then post it."))
    found = list(row.remittances.all()[:2])
    return redirect("remittance", found[0].pk) if len(found) == 1 else redirect("remittances")
