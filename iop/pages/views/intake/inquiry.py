"""One inquiry: everything that is known, and each next thing to do with it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any, TypeVar

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clients import intake, intake_policies
from clients.actions import inquiries
from clients.models import Client, Inquiry, IntakeCheck
from iop.core import clock
from iop.core.errors import Invalid, NotAllowed, require
from iop.core.words import say
from iop.pages.intake_forms import inquiry as forms
from iop.pages.presenters.intake.calling import read_call
from iop.pages.presenters.intake.inquiry import InquiryPage, find_inquiry, read_inquiry
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.presenters.schedule.calendar_ask import as_uuid
from iop.pages.views.saving import tried
from iop.workflows import intake as workflow
from scheduling import policies as seat_policies
from scheduling.actions import extend_hold, release_hold
from scheduling.models import SeatHold

M = TypeVar("M", bound=Model)
WRONG = HTTPStatus.UNPROCESSABLE_ENTITY


@require_GET
def inquiry(request: StaffRequest, inquiry_id: uuid.UUID) -> HttpResponse:
    """Show one inquiry. Opening it is an event on record."""
    row = _opened(request, inquiry_id)
    inquiries.open_inquiry(by=request.actor, inquiry=row, at=clock.now())
    return inquiry_page(request, row)


@require_http_methods(["GET", "POST"])
def inquiry_edit(request: StaffRequest, inquiry_id: uuid.UUID) -> HttpResponse:
    """Change what was told, unless somebody else did meanwhile."""
    row = _worked(request, inquiry_id)
    call = read_call(request, clock.now())
    form = forms.InquiryForm(request.POST or None, initial=forms.initial_of(row))
    form.offer(places=call.places, sources=call.sources, tracks=call.tracks, zone=row.site.time_zone)
    form.keep_to(row)
    if request.method == "POST" and tried(form, partial(_change, request, row, form)):
        messages.success(request, _("Saved."))
        return redirect("inquiry", row.pk)
    status = WRONG if request.method == "POST" else HTTPStatus.OK
    return render(request, "intake/inquiry_edit.html", {"form": form, "inquiry": row}, status=status)


def _change(request: StaffRequest, row: Inquiry, form: forms.InquiryForm) -> None:
    inquiries.change_inquiry(
        by=request.actor, inquiry=row, version=form.cleaned_data["version"] or row.version,
        changes=form.fields_of_inquiry, at=clock.now(),
    )  # fmt: skip


@require_POST
def inquiry_check(request: StaffRequest, inquiry_id: uuid.UUID) -> HttpResponse:
    """Answer one line of the checklist with one press."""
    row = _opened(request, inquiry_id)
    require(intake_policies.may_judge_fit(request.actor, row))
    check = _chosen(IntakeCheck, request.POST.get("check_id"))
    form = forms.AnswerForm(request.POST)
    act = partial(inquiries.answer_check, by=request.actor, inquiry=row, check=check, at=clock.now())
    return _done(
        request, row, form, lambda: act(answer=form.values[0], reason=form.values[1]), "", "check_form", "#checks"
    )


@require_POST
def inquiry_assign(request: StaffRequest, inquiry_id: uuid.UUID) -> HttpResponse:
    """Say who looks after it."""
    row = _worked(request, inquiry_id)
    form = read_inquiry(request.actor, row, clock.now()).assign_form(request.POST)
    act = partial(inquiries.assign, by=request.actor, inquiry=row, at=clock.now())
    return _done(request, row, form, lambda: act(owner=form.cleaned_data["owner"]), _("Saved."), "assign_form")


@require_POST
def inquiry_next_step(request: StaffRequest, inquiry_id: uuid.UUID) -> HttpResponse:
    """Say what comes next, and when."""
    row = _worked(request, inquiry_id)
    form = forms.NextStepForm(request.POST)
    act = partial(inquiries.set_next_step, by=request.actor, inquiry=row, at=clock.now())
    return _done(request, row, form, lambda: act(**form.step(row.site.time_zone)), _("Saved."), "next_form")


@require_POST
def inquiry_link(request: StaffRequest, inquiry_id: uuid.UUID) -> HttpResponse:
    """Say that they have a chart already: it is kept, and the course of care will be new."""
    row = _worked(request, inquiry_id)
    client = _chosen(Client, request.POST.get("client"))
    inquiries.link_client(by=request.actor, inquiry=row, client=client, at=clock.now())
    messages.success(request, _("Linked: their chart goes on, with a new stay."))
    return redirect("inquiry", row.pk)


@require_POST
def inquiry_unlink(request: StaffRequest, inquiry_id: uuid.UUID) -> HttpResponse:
    """Take the link to a chart back."""
    row = _worked(request, inquiry_id)
    inquiries.unlink_client(by=request.actor, inquiry=row, at=clock.now())
    messages.success(request, _("The link is taken back."))
    return redirect("inquiry", row.pk)


@require_POST
def inquiry_accept(request: StaffRequest, inquiry_id: uuid.UUID) -> HttpResponse:
    """Accept somebody and hold a seat, in one step and under one lock."""
    row = _worked(request, inquiry_id)
    require(seat_policies.may_hold_seats(request.actor, row.site_id))
    at = clock.now()
    form = read_inquiry(request.actor, row, at).accept_form(request.POST)
    act = partial(workflow.accept, by=request.actor, inquiry=row, at=at)
    done = _("Accepted. The seat is held.")
    return _done(request, row, form, lambda: act(**form.seat(row.version)), done, "accept_form", "#seat")


@require_POST
def inquiry_assessment(request: StaffRequest, inquiry_id: uuid.UUID) -> HttpResponse:
    """Book the assessment by pressing a free time; without one, look for other times."""
    row = _worked(request, inquiry_id)
    at = clock.now()
    form = read_inquiry(request.actor, row, at).assessment_form(request.POST)
    if request.POST.get("do") == "times":
        return inquiry_page(request, row, form)
    who = {str(one.pk): one for one in workflow.assessors(row.site_id, clock.local_date(at, row.site.time_zone))}
    act = partial(workflow.book_assessment, by=request.actor, inquiry=row, at=at)
    done = _("The assessment is booked.")
    return _done(request, row, form, lambda: act(**form.times(who)), done, "assessment_form", "#assessment")


@require_POST
def hold_extend(request: StaffRequest, hold_id: uuid.UUID) -> HttpResponse:
    """Hold a seat longer."""
    hold, row = _hold(request, hold_id)
    form = forms.ExtendForm(request.POST, prefix="extend")
    act = partial(extend_hold, by=request.actor, hold=hold, at=clock.now())
    done = _("The seat is held longer.")
    return _done(request, row, form, lambda: act(hours=form.cleaned_data["hours"]), done, "extend_form", "#seat")


@require_POST
def hold_release(request: StaffRequest, hold_id: uuid.UUID) -> HttpResponse:
    """Give a held seat back."""
    hold, row = _hold(request, hold_id)
    form = forms.ReleaseForm(request.POST, prefix="release")
    act = partial(release_hold, by=request.actor, hold=hold, at=clock.now())
    done = _("The seat is free again.")
    return _done(request, row, form, lambda: act(reason=form.cleaned_data["reason"]), done, "release_form", "#seat")


def inquiry_page(request: StaffRequest, row: Inquiry, looking: Any = None, **wrong: Any) -> HttpResponse:
    """Show an inquiry with its forms; one that was refused stands there as it was typed."""
    page = read_inquiry(request.actor, row, clock.now())
    context = {"page": page, "inquiry": row, **_forms(request, page, wrong.get("assessment_form") or looking), **wrong}
    return render(request, "intake/inquiry.html", context, status=WRONG if wrong else HTTPStatus.OK)


def _forms(request: StaffRequest, page: InquiryPage, looking: Any) -> dict[str, Any]:
    if not (page.is_open and page.may_work):
        return {}
    asked = request.GET.get("to", "")
    assessment = looking or page.assessment_form()
    return {
        "next_form": page.next_form,
        "assign_form": page.assign_form(),
        "accept_form": page.accept_form(),
        "assessment_form": assessment,
        "free_times": page.free_times(assessment),
        "is_looking": looking is not None,
        "extend_form": forms.ExtendForm(prefix="extend"),
        "release_form": forms.ReleaseForm(prefix="release"),
        "move_form": forms.leaving_form(page.inquiry, asked) if page.may_leave else None,
        "asked_to": asked,
    }


def _done(
    request: StaffRequest, row: Inquiry, form: Any, act: Callable[[], Any], done: str, name: str, place: str = ""
) -> HttpResponse:
    if not tried(form, act):
        return inquiry_page(request, row, **{name: form})
    if done:
        messages.success(request, done)
    answer = redirect("inquiry", row.pk)
    answer["Location"] += place
    return answer


def _chosen(model: type[M], posted: str | None) -> M:
    found = model._default_manager.filter(pk=as_uuid(posted)).first()
    if found is None:
        raise Invalid(say("Choose from the list."))
    return found


def _opened(request: StaffRequest, inquiry_id: uuid.UUID) -> Any:
    row = find_inquiry(request.actor, inquiry_id)
    require(intake_policies.may_open_inquiry(request.actor, row))
    if not intake.name_for(request.actor, row):
        raise NotAllowed(say("This chart is kept apart. Ask the privacy officer."))
    return row


def _worked(request: StaffRequest, inquiry_id: uuid.UUID) -> Any:
    row = _opened(request, inquiry_id)
    require(intake_policies.may_take_inquiries(request.actor, row.site_id))
    return row


def _hold(request: StaffRequest, hold_id: uuid.UUID) -> tuple[SeatHold, Any]:
    hold = SeatHold.objects.filter(pk=hold_id).first()
    if hold is None:
        raise Http404
    row = _worked(request, hold.inquiry_id)
    require(seat_policies.may_hold_seats(request.actor, row.site_id))
    return hold, row


@require_GET
def hold_place(request: StaffRequest, hold_id: uuid.UUID) -> HttpResponse:
    """Lead from a held seat to the inquiry it is held for."""
    hold = get_object_or_404(SeatHold, pk=hold_id)
    row = _opened(request, hold.inquiry_id)
    answer = redirect("inquiry", row.pk)
    answer["Location"] += "#seat"
    return answer
