"""One client's missed days: reading, doing a step, settling, and writing down that they called ahead."""

from __future__ import annotations

import uuid
from http import HTTPStatus
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clients.models import Relationship
from iop.core import clock
from iop.core.errors import require
from iop.pages.absence_forms import NoticeForm, StepForm, WordsForm
from iop.pages.presenters.absence import client as presenter
from iop.pages.presenters.clients.head import Chart, read_chart
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.views.chart.frame import frame_of
from iop.pages.views.chart.parts import opened
from iop.pages.views.form_pages import done
from iop.pages.views.saving import tried
from sessions_app.actions.absence.noticing import take_notice
from sessions_app.actions.absence.stepping import do_step, leave_out_step, settle_case, settle_limit
from sessions_app.models import AbsenceCaseStep
from sessions_app.policies import may_follow_up, may_see_absences, may_settle_limit

WRONG = HTTPStatus.UNPROCESSABLE_ENTITY
HERE = "client_attendance"


@require_GET
def client_absence(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Show how a client stands about missed days, what was tried and what comes next."""
    chart = opened(request, client_id)
    return _page(request, chart)


@require_http_methods(["GET", "POST"])
def client_will_miss(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Write down that a client called before days they will miss."""
    chart = read_chart(request.actor, client_id, clock.now())
    require(may_follow_up(request.actor, chart.episode.site_id))
    zone = ZoneInfo(chart.zone)
    days = presenter.days_ahead(chart)
    form = NoticeForm(request.POST or None, initial={"called_at": chart.at.astimezone(zone).replace(tzinfo=None)})
    form.offer(days)
    if request.method == "POST" and tried(form, lambda: _notice(chart, form.cleaned_data), "lines"):
        return done(request, _("Written down. Offer another day where you can."), _url(chart.client.pk))
    context = {"form": form, "has_days": bool(days), "notice_hours": presenter.read_notice_policy(chart)}
    return _shown(request, chart, "notice", WRONG if form.errors else HTTPStatus.OK, **context)


@require_GET
def absence_case(request: StaffRequest, absence_case_id: uuid.UUID) -> HttpResponse:
    """Lead to the client whose missed days are followed up."""
    return _to(presenter.case_of(request.actor, absence_case_id).episode.client_id, "case")


@require_http_methods(["GET", "POST"])
def absence_step(request: StaffRequest, absence_step_id: uuid.UUID) -> HttpResponse:
    """Lead to a step, and note what came of it."""
    step = presenter.step_of(request.actor, absence_step_id)
    client_id = step.case.episode.client_id
    if request.method == "GET":
        return _to(client_id, f"step-{step.pk}")
    require(may_follow_up(request.actor, step.case.episode.site_id))
    chart = read_chart(request.actor, client_id, clock.now())
    form = StepForm(request.POST)
    contacts = Relationship.objects.filter(client=client_id, is_emergency_contact=True)
    form.offer(list(contacts.select_related("person")))
    if tried(form, lambda: do_step(by=request.actor, step=step, at=chart.at, **form.cleaned_data)):
        return done(request, _("Written down."), _url(client_id))
    return _page(request, chart, WRONG, wrong_step=str(step.pk), step_form=form)


@require_POST
def absence_step_leave_out(request: StaffRequest, absence_step_id: uuid.UUID) -> HttpResponse:
    """Leave a step out, with the reason."""
    step = presenter.step_of(request.actor, absence_step_id)
    require(may_follow_up(request.actor, step.case.episode.site_id))
    chart = read_chart(request.actor, step.case.episode.client_id, clock.now())
    form = WordsForm(request.POST)
    if tried(form, lambda: _leave_out(chart, step, form.cleaned_data["words"])):
        return done(request, _("Left out, with the reason."), _url(chart.client.pk))
    return _page(request, chart, WRONG, wrong_step=str(step.pk), step_form=form)


@require_POST
def absence_case_settle(request: StaffRequest, absence_case_id: uuid.UUID) -> HttpResponse:
    """End following somebody up before they are back, with what was agreed."""
    case = presenter.case_of(request.actor, absence_case_id)
    require(may_follow_up(request.actor, case.episode.site_id))
    chart = read_chart(request.actor, case.episode.client_id, clock.now())
    form = WordsForm(request.POST)
    if tried(form, lambda: settle_case(by=request.actor, case=case, note=form.cleaned_data["words"], at=chart.at)):
        return done(request, _("Settled. A new missed day is followed up again."), _url(chart.client.pk))
    return _page(request, chart, WRONG, case_form=form)


@require_http_methods(["GET", "POST"])
def absence_limit(request: StaffRequest, absence_limit_id: uuid.UUID) -> HttpResponse:
    """Lead to a limit that was reached, and write down what was decided."""
    row = presenter.limit_of(request.actor, absence_limit_id)
    if request.method == "GET":
        return _to(row.episode.client_id, f"limit-{row.pk}")
    require(may_settle_limit(request.actor, row.episode.site_id))
    chart = read_chart(request.actor, row.episode.client_id, clock.now())
    form = WordsForm(request.POST)
    if tried(form, lambda: settle_limit(by=request.actor, reached=row, note=form.cleaned_data["words"], at=chart.at)):
        return done(request, _("Written down."), _url(chart.client.pk))
    return _page(request, chart, WRONG, wrong_limit=str(row.pk), limit_form=form)


def _page(request: StaffRequest, chart: Chart, status: int = HTTPStatus.OK, **forms: Any) -> HttpResponse:
    require(may_see_absences(request.actor, chart.episode.site_id))
    return _shown(request, chart, "client", status, page=presenter.read_client(chart), **forms)


def _shown(request: StaffRequest, chart: Chart, part: str, status: int = HTTPStatus.OK, **context: Any) -> HttpResponse:
    return render(request, f"absence/{part}.html", {**frame_of(request.actor, chart, HERE), **context}, status=status)


def _notice(chart: Chart, data: dict[str, Any]) -> None:
    # The browser's own field has no zone: what was typed is the clinic's wall clock.
    wall = data["called_at"]
    called_at = clock.at_local(wall.date(), wall.time(), chart.zone)
    take_notice(
        by=chart.actor,
        lines=data["lines"],
        called_at=called_at,
        reason=data["reason"],
        excused=data["excused"],
        at=chart.at,
    )


def _leave_out(chart: Chart, step: AbsenceCaseStep, words: str) -> None:
    leave_out_step(by=chart.actor, step=step, reason=words, at=chart.at)


def _url(client_id: uuid.UUID) -> str:
    return reverse("client_absence", args=[client_id])


def _to(client_id: uuid.UUID, anchor: str) -> HttpResponse:
    return redirect(f"{_url(client_id)}#{anchor}")
