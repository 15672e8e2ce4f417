"""Denials: the worklist, one denial, and what is done about it."""

from __future__ import annotations

import uuid
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from billing.actions.denials import working
from billing.choices.remittances import LetterKind
from billing.models import DenialLetter
from billing.policies.remittances import may_look, may_work
from iop.clinic.models import StaffMember
from iop.core import clock
from iop.core.basis import own_use
from iop.core.errors import Refusal, require
from iop.pages import pdf
from iop.pages.presenters.remittances import denials as presenter
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.remittance_forms import GiveUpForm, LetterForm, StepForm
from iop.pages.views.chart.parts import page_asked
from iop.pages.views.saving import tried
from iop.workflows import denial_letters

WRONG = HTTPStatus.UNPROCESSABLE_ENTITY
PAPER = "denial-letter"


@require_GET
def denials(request: StaffRequest) -> HttpResponse:
    """List denials by deadline."""
    require(may_look(request.actor))
    place = getattr(request, "site", None)
    asked = request.GET.get("show", "open")
    show = asked if asked in presenter.SHOWN else "open"
    cause, number = request.GET.get("cause", ""), page_asked(request)
    page = presenter.read_list(
        request.actor, place.id if place else None, show=show, cause=cause, page=number, at=clock.now()
    )
    labels = {"open": _("Under way"), "mine": _("Mine"), "ended": _("Ended")}
    shelves = [
        {"url": f"{reverse('denials')}?show={key}", "label": labels[key], "current": key == show}
        for key in presenter.SHOWN
    ]
    return render(
        request, "remittances/denials.html", page | {"shelves": shelves, "show": show, "cause": cause, "number": number}
    )


@require_GET
def denial(request: StaffRequest, denial_id: uuid.UUID) -> HttpResponse:
    """Show one denial."""
    require(may_look(request.actor))
    return _shown(request, denial_id)


@require_POST
def denial_take(request: StaffRequest, denial_id: uuid.UUID) -> HttpResponse:
    """Make a denial one's own."""
    require(may_work(request.actor))
    row = presenter.denial_of(request.actor, denial_id)
    owner = get_object_or_404(StaffMember, pk=request.actor.staff_id)
    try:
        working.take(by=request.actor, denial=row, owner=owner, at=clock.now())
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("It is yours now."))
    return redirect("denial", denial_id)


@require_POST
def denial_step(request: StaffRequest, denial_id: uuid.UUID) -> HttpResponse:
    """Say what was done about it, or how it ended."""
    require(may_work(request.actor))
    row = presenter.denial_of(request.actor, denial_id)
    form = StepForm(request.POST, moves=presenter.DENIAL_MOVES[row.status])

    def step() -> None:
        said = form.cleaned_data
        working.change(
            by=request.actor, denial=row, status=said["status"], words=said["words"], version=said["version"],
            at=clock.now(),
        )  # fmt: skip

    if tried(form, step):
        messages.success(request, _("Kept."))
        return redirect("denial", denial_id)
    return _shown(request, denial_id, WRONG, step_form=form)


@require_POST
def denial_give_up(request: StaffRequest, denial_id: uuid.UUID) -> HttpResponse:
    """Stop trying, and write off what the payer still owes."""
    require(may_look(request.actor))
    row = presenter.denial_of(request.actor, denial_id)
    form = GiveUpForm(request.POST, auto_id="give_up_%s")

    def give_up() -> None:
        said = form.cleaned_data
        working.give_up(by=request.actor, denial=row, reason=said["reason"], version=said["version"], at=clock.now())

    if tried(form, give_up):
        messages.success(request, _("Given up and written off."))
        return redirect("denial", denial_id)
    return _shown(request, denial_id, WRONG, give_up_form=form)


@require_http_methods(["GET", "POST"])
def denial_letter(request: StaffRequest, denial_id: uuid.UUID) -> HttpResponse:
    """Write a letter to the payer; a POST lets it leave through the gate and gives its paper."""
    require(may_work(request.actor))
    row = presenter.denial_of(request.actor, denial_id)
    asked = request.POST.get("kind") or request.GET.get("kind") or LetterKind.NECESSITY
    if asked not in LetterKind.values:
        raise Http404
    kind = LetterKind(asked)
    form = LetterForm(
        request.POST or None,
        initial={"version": row.version, "kind": kind.value, "words": denial_letters.words_for(row, kind)},
    )
    papers: list[bytes] = []

    def send() -> None:
        said = form.cleaned_data
        papers.append(
            denial_letters.send(
                by=request.actor, denial=row, kind=said["kind"], words=said["words"], version=said["version"],
                at=clock.now(),
            )[1]
        )  # fmt: skip

    if request.method == "POST" and tried(form, send):
        return pdf.answer(papers[0], PAPER)
    context = {"page": presenter.read_denial(row, clock.now()), "form": form, "kind": kind.label}
    return render(request, "remittances/letter.html", context, status=WRONG if form.errors else HTTPStatus.OK)


@require_GET
def denial_letter_paper(request: StaffRequest, denial_id: uuid.UUID, denial_letter_id: uuid.UUID) -> HttpResponse:
    """Show a letter as it left."""
    require(may_look(request.actor))
    row = presenter.denial_of(request.actor, denial_id)
    letter = get_object_or_404(
        DenialLetter.objects.select_related("paper", "denial__claim"), pk=denial_letter_id, denial=row
    )
    basis = own_use("payment", "billing")
    content = denial_letters.look_again(by=request.actor, letter=letter, basis=basis, at=clock.now())
    return pdf.answer(content, PAPER, inline=True)


def _shown(request: StaffRequest, denial_id: uuid.UUID, status: int = HTTPStatus.OK, **wrong: Any) -> HttpResponse:
    row = presenter.denial_of(request.actor, denial_id)
    first = {"version": row.version}
    context = {
        "page": presenter.read_denial(row, clock.now()),
        "step_form": StepForm(initial=first, moves=presenter.DENIAL_MOVES[row.status]),
        "give_up_form": GiveUpForm(initial=first, auto_id="give_up_%s"),
        "may_work": may_work(request.actor, row.claim.site_id) is None,
        "is_mine": row.owner_id is not None and row.owner_id == request.actor.staff_id,
        **wrong,
    }
    return render(request, "remittances/denial.html", context, status=status)
