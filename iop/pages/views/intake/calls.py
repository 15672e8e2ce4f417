"""Taking a call: one screen, and the answer beside it while people talk."""

from __future__ import annotations

import datetime as dt
import uuid
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from clients import intake_policies
from clients.actions import inquiries
from clients.models import Client, Inquiry
from iop.core import clock
from iop.core.errors import require
from iop.pages.intake_forms.inquiry import CallForm
from iop.pages.presenters.intake.answer import Answer
from iop.pages.presenters.intake.calling import CallPage, read_call
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.views.saving import tried

WRONG = HTTPStatus.UNPROCESSABLE_ENTITY


@never_cache
@require_http_methods(["GET", "POST"])
def inquiry_new(request: StaffRequest) -> HttpResponse:
    """Take a call. While it is typed the answer comes beside it; nothing is kept before somebody saves."""
    require(intake_policies.may_take_inquiries(request.actor))
    at = clock.now()
    page = read_call(request, at)
    if request.method == "GET":
        return _page(request, page, page.form(), page.answer({}))
    form = page.form(request.POST)
    if request.POST.get("do") == "answer":
        return _only_answer(request, page, form)
    made: list[Inquiry] = []
    if tried(form, lambda: made.append(_take(request, page, form, at))):
        messages.success(request, _("The call is saved."))
        return _go_on(request, made[0])
    return _page(request, page, form, page.answer_to(form, request.POST), WRONG)


def _only_answer(request: StaffRequest, page: CallPage, form: CallForm) -> HttpResponse:
    answer = page.answer_to(form, request.POST)
    if request.htmx:
        return render(request, "intake/answer.html", {"answer": answer})
    # Asked by a button: the page comes back with the answer, and without complaints about what was not typed yet.
    form.errors.clear()
    return _page(request, page, form, answer)


@transaction.atomic
def _take(request: StaffRequest, page: CallPage, form: CallForm, at: dt.datetime) -> Inquiry:
    by = request.actor
    data = form.cleaned_data
    inquiry = inquiries.take_inquiry(
        by=by, site_id=uuid.UUID(data["site"]), at=at, channel=data["channel"], **form.fields_of_inquiry
    )
    for check, answer, reason in form.answers:
        inquiries.answer_check(by=by, inquiry=inquiry, check=check, answer=answer, reason=reason, at=at)
    if data["next_step"] or form.next_step_at:
        inquiries.set_next_step(
            by=by, inquiry=inquiry, next_step=data["next_step"], next_step_at=form.next_step_at, at=at
        )
    same = page.same_client(request.POST)
    if same:
        inquiries.link_client(by=by, inquiry=inquiry, client=get_object_or_404(Client, pk=same), at=at)
    return inquiry


def _go_on(request: StaffRequest, inquiry: Inquiry) -> HttpResponse:
    wants_seat = request.POST.get("do") == "hold"
    return redirect(reverse("inquiry", args=[inquiry.pk]) + ("#seat" if wants_seat else ""))


def _page(
    request: StaffRequest, page: CallPage, form: CallForm, answer: Answer, status: int = HTTPStatus.OK
) -> HttpResponse:
    context: dict[str, Any] = {"page": page, "form": form, "answer": answer}
    return render(request, "intake/call.html", context, status=status)
