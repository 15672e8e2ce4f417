"""One claim: look at it, check it, correct it, print it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from billing import remittances
from billing.actions import claims as act
from billing.claim_papers import pdf_data
from billing.models import Claim
from billing.policies.claims import may_see, may_work
from iop.audit.recorder import record
from iop.core import clock
from iop.core.basis import own_use
from iop.core.errors import Conflict, Refusal, require
from iop.core.words import say
from iop.documents.pdf import render as typeset
from iop.pages import pdf
from iop.pages.claim_forms import DaysForm, ReasonForm
from iop.pages.presenters.claims import one as presenter
from iop.pages.presenters.clients.head import read_chart
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.views.claims.lists import said
from iop.pages.views.saving import tried
from iop.workflows import superbills

STEPS: dict[str, tuple[Any, Any]] = {
    "replace": (
        gettext_lazy("Replace this claim"),
        gettext_lazy("A new claim goes to the payer in its place, with what stands of its charges now. This one ends here."),
    ),
    "void": (
        gettext_lazy("Void this claim"),
        gettext_lazy("The payer is asked to treat it as never sent, and takes back what it paid. This one ends here."),
    ),
    "pass_on": (
        gettext_lazy("Make the claim to the next payer"),
        gettext_lazy("It carries what this payer decided, line by line, to whoever pays next."),
    ),
    "leave": (
        gettext_lazy("Leave this claim"),
        gettext_lazy("It is not sent. Its charges can go on another claim."),
    ),
    "take_out": (
        gettext_lazy("Take it out of the batch"),
        gettext_lazy("It goes back to be mended; the batch’s file is made anew without it."),
    ),
}  # fmt: skip
ASKS_WHY = ("leave", "take_out")


@require_GET
def claim(request: StaffRequest, claim_id: uuid.UUID) -> HttpResponse:
    """Show one claim."""
    require(may_see(request.actor))
    row = presenter.claim_of(request.actor, claim_id)
    return render(request, "claims/one.html", presenter.read_claim(request.actor, row, clock.now()))


@require_POST
def claim_check(request: StaffRequest, claim_id: uuid.UUID) -> HttpResponse:
    """Check a claim again; one that was rejected comes back to be sent anew."""
    row = presenter.claim_of(request.actor, claim_id)
    faults = act.mend(by=request.actor, claim=row, at=clock.now())
    if faults:
        messages.warning(request, _("Something is still missing."))
    else:
        messages.success(request, _("Nothing is missing: it is ready to go out."))
    return redirect("claim", claim_id)


@require_http_methods(["GET", "POST"])
def claim_step(request: StaffRequest, claim_id: uuid.UUID, step: str) -> HttpResponse:
    """Ask once more before a claim is replaced, voided, passed on, left or taken out; a POST does it."""
    if step not in STEPS:
        raise Http404
    row = presenter.claim_of(request.actor, claim_id)
    require(may_work(request.actor, row.site_id))
    form = ReasonForm(request.POST or None) if step in ASKS_WHY else None
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            made = _do(request, row, step, form.cleaned_data["because"] if form else "")
        except Refusal as refusal:
            said(request, refusal)
            return redirect("claim", claim_id)
        messages.success(request, _("Done."))
        return redirect("claim", made.pk)
    title, words = STEPS[step]
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    return render(
        request, "claims/step.html", {"claim": row, "title": title, "words": words, "form": form}, status=status
    )


def _do(request: StaffRequest, row: Claim, step: str, because: str) -> Claim:
    by, at = request.actor, clock.now()
    steps: dict[str, Callable[[], Claim]] = {
        "replace": lambda: act.replace(by=by, claim=row, at=at),
        "void": lambda: act.void(by=by, claim=row, at=at),
        "pass_on": lambda: _pass_on(request, row),
        "leave": lambda: act.leave(by=by, claim=row, because=because, at=at),
        "take_out": lambda: act.drop_from_batch(by=by, claim=row, because=because, at=at),
    }
    return steps[step]()


def _pass_on(request: StaffRequest, row: Claim) -> Claim:
    answer = remittances.adjudication_of(row.pk)
    if answer is None:
        raise Conflict(say("The payer’s answer is not on record yet."), code="no_answer")
    return act.secondary_of(by=request.actor, claim=row, adjudication=answer, at=clock.now())


@require_GET
def claim_paper(request: StaffRequest, claim_id: uuid.UUID) -> HttpResponse:
    """Show a claim as data by box number."""
    require(may_see(request.actor))
    row = presenter.claim_of(request.actor, claim_id)
    return render(request, "claims/paper.html", {"claim": row, "paper": presenter.paper(row)})


@require_POST
def claim_pdf(request: StaffRequest, claim_id: uuid.UUID) -> HttpResponse:
    """Give a claim as data by box number on paper, for use within the clinic; written down."""
    require(may_see(request.actor))
    row = presenter.claim_of(request.actor, claim_id)
    basis = own_use("payment", "billing")
    data = pdf_data(
        presenter.paper(row), f"{row.get_form_display()} {row.control_number}", _("For use within the clinic.")
    )
    record(
        by=request.actor, verb="billing.claim_printed", subject=row, clients=[row.client_id], site_id=row.site_id,
        detail={"ground": basis.ground},
    )  # fmt: skip
    return pdf.answer(typeset("claim", data), "claim")


@require_http_methods(["GET", "POST"])
def client_superbill(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Hand a client their superbill for some days; handing it out is on record."""
    require(may_see(request.actor))
    at = clock.now()
    chart = read_chart(request.actor, client_id, at)
    first = chart.today.replace(day=1)
    form = DaysForm(request.POST or None, initial={"first": first, "last": chart.today})
    papers: list[bytes] = []

    def hand() -> None:
        days = form.cleaned_data
        papers.append(
            superbills.hand_out(by=request.actor, client=chart.client, first=days["first"], last=days["last"], at=at)
        )

    if request.method == "POST" and tried(form, hand):
        return pdf.answer(papers[0], "superbill")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    return render(request, "claims/superbill.html", {"form": form, "client": chart.client}, status=status)
