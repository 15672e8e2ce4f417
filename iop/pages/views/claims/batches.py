"""Batches: their files, sending, and what was answered."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from billing.actions import claims as act
from billing.actions.claims.batches import dropped_words, hand_out
from billing.models import Acknowledgement
from billing.policies.claims import may_work
from iop.core import clock
from iop.core.errors import Refusal, require
from iop.pages.claim_forms import AnswerForm
from iop.pages.presenters.claims import batches as presenter
from iop.pages.presenters.claims.worklist import sites_of
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.views.chart.parts import page_asked
from iop.pages.views.claims.lists import said
from iop.pages.views.saving import tried


@require_http_methods(["GET", "POST"])
def claim_batches(request: StaffRequest) -> HttpResponse:
    """List batches; a POST takes in an answer to one."""
    require(may_work(request.actor))
    sites = sites_of(request.actor)
    form = AnswerForm(request.POST or None, request.FILES or None, sites=sites)
    read: list[Acknowledgement] = []

    def take_in() -> None:
        given = form.cleaned_data
        read.append(act.take_in(by=request.actor, file=given["file"], site_id=uuid.UUID(given["site"]), at=clock.now()))

    if request.method == "POST" and tried(form, take_in, "file"):
        _tell(request, read[0])
        return redirect("claim_batch", read[0].batch_id) if read[0].batch_id else redirect("claim_batches")
    place = getattr(request, "site", None)
    page = presenter.read_batches(request.actor, place.id if place else None, page_asked(request))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    return render(request, "claims/batches.html", page | {"form": form}, status=status)


def _tell(request: StaffRequest, row: Acknowledgement) -> None:
    messages.success(
        request, _("Read: %(taken)s taken in, %(refused)s rejected.") % {"taken": row.taken, "refused": row.refused}
    )
    if row.unknown:
        messages.warning(request, _("Not ours: %(numbers)s") % {"numbers": ", ".join(map(str, row.unknown[:20]))})


@require_GET
def claim_batch(request: StaffRequest, batch_id: uuid.UUID) -> HttpResponse:
    """Show one batch with its claims and answers."""
    require(may_work(request.actor))
    row = presenter.batch_of(request.actor, batch_id)
    return render(request, "claims/batch.html", presenter.read_batch(request.actor, row))


@require_POST
def claim_batch_file(request: StaffRequest, batch_id: uuid.UUID) -> HttpResponse:
    """Hand out the file: it leaves through the gate and is written down for each client in it."""
    row = presenter.batch_of(request.actor, batch_id)
    require(may_work(request.actor, row.site_id))
    try:
        found = hand_out(by=request.actor, batch=row, at=clock.now())
    except Refusal as refusal:
        said(request, refusal)
        return redirect("claim_batch", batch_id)
    if found.dropped:
        messages.warning(request, str(dropped_words(found.dropped)))
    if not found.content:
        return redirect("claim_batch", batch_id)
    answer = HttpResponse(found.content, content_type="application/edi-x12")
    answer["Content-Disposition"] = f'attachment; filename="claims-{found.batch.number:09d}.edi"'
    answer["Cache-Control"] = "no-store, private"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_POST
def claim_batch_sent(request: StaffRequest, batch_id: uuid.UUID) -> HttpResponse:
    """Keep that the file was sent."""
    row = presenter.batch_of(request.actor, batch_id)
    require(may_work(request.actor, row.site_id))
    try:
        act.mark_sent(by=request.actor, batch=row, at=clock.now())
    except Refusal as refusal:
        said(request, refusal)
    else:
        messages.success(request, _("Kept as sent. The payer’s answer comes as a 999, then a 277CA."))
    return redirect("claim_batch", batch_id)
