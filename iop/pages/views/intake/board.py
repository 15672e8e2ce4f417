"""The intake board, moving an inquiry on it, and how many came through."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from clients import intake_policies
from clients.choices import InquiryStatus
from iop.core import clock
from iop.core.errors import require
from iop.pages.intake_forms.inquiry import MoveForm
from iop.pages.presenters.intake.board import read_board, wish_of
from iop.pages.presenters.intake.figures import read_figures
from iop.pages.presenters.intake.inquiry import find_inquiry
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.views.intake.inquiry import inquiry_page
from iop.pages.views.saving import tried
from iop.workflows import intake as workflow


@require_GET
def intake_board(request: StaffRequest) -> HttpResponse:
    """Show every open inquiry by status, or those that are closed."""
    require(intake_policies.may_take_inquiries(request.actor))
    board = read_board(request.actor, wish_of(request.GET), clock.now())
    template = "intake/list.html" if board.wish.show else "intake/board.html"
    return render(request, template, {"board": board})


@require_GET
def intake_figures(request: StaffRequest) -> HttpResponse:
    """Show how many inquiries led to an assessment and to admission, by where they came from."""
    require(intake_policies.may_take_inquiries(request.actor))
    figures = read_figures(request.actor, request.GET, clock.now())
    return render(request, "intake/figures.html", {"figures": figures})


@require_POST
def inquiry_move(request: StaffRequest, inquiry_id: uuid.UUID) -> HttpResponse:
    """Move an inquiry to its next status, from the board or from its page."""
    inquiry = find_inquiry(request.actor, inquiry_id)
    require(intake_policies.may_judge_fit(request.actor, inquiry))
    form = MoveForm(request.POST, prefix=request.POST.get("prefix") or None)
    at = clock.now()

    def move() -> None:
        data = form.cleaned_data
        workflow.move(by=request.actor, inquiry=inquiry, at=at, **data)

    if tried(form, move):
        label = InquiryStatus(form.cleaned_data["to"]).label
        messages.success(request, _("%(name)s: %(status)s.") % {"name": inquiry.name, "status": label})
        return redirect(_back(request, inquiry_id))
    return inquiry_page(request, inquiry, move_form=form)


def _back(request: StaffRequest, inquiry_id: uuid.UUID) -> str:
    # Only a path of ours is gone back to.
    wanted = request.POST.get("back", "")
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return reverse("inquiry", args=[inquiry_id])
