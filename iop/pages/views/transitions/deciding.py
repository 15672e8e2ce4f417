"""Changing somebody's level of care: choose, look at everything that would change, and decide."""

from __future__ import annotations

import uuid
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from iop.access.choices import Permission
from iop.core import clock
from iop.core.errors import NotAllowed, Refusal, require
from iop.pages.client_forms.transitions import TransitionForm
from iop.pages.presenters.clients.head import read_chart
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.presenters.transitions.deciding import Deciding, read_deciding
from iop.pages.presenters.transitions.words import groups
from iop.pages.views.chart.frame import frame_of
from iop.pages.views.chart.parts import opened
from iop.workflows import transitions
from iop.workflows.transitions import Preview, Wish
from therapy.policies.transitions import may_transition

WRONG = HTTPStatus.UNPROCESSABLE_ENTITY


@require_http_methods(["GET", "POST"])
def client_transition(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Choose level, day, track and weekdays; look at what would change; decide. Nothing is saved before that."""
    if request.method == "GET":
        chart = opened(request, client_id)
        require(may_transition(request.actor, chart.episode.site_id))
        return _page(request, read_deciding(chart, request.GET.dict()))
    chart = read_chart(request.actor, client_id, clock.now())
    require(may_transition(request.actor, chart.episode.site_id))
    page = read_deciding(chart, request.GET.dict())
    if page.level is None:
        return _page(request, page, WRONG)
    form = page.form(request.POST)
    if not form.is_valid():
        return _page(request, page, WRONG, form=form)
    return _decide(request, page, form, page.wish(form, request.POST.getlist("keep")))


def _decide(request: StaffRequest, page: Deciding, form: TransitionForm, wish: Wish) -> HttpResponse:
    refusal = None
    if request.POST.get("do") == "save":
        try:
            done = transitions.carry_out(
                by=request.actor, episode=page.chart.episode, wish=wish, seen=request.POST.get("seen", ""), at=page.chart.at
            )  # fmt: skip
        except NotAllowed:
            raise
        except Refusal as refused:
            refusal = refused
        else:
            messages.success(request, _("Decided. Everything changes on that day; it can be undone until then."))
            return redirect("transition", done.pk)
    shown = transitions.preview(by=request.actor, episode=page.chart.episode, wish=wish, at=page.chart.at)
    general = [str(refusal)] if refusal is not None else []
    for each in shown.refusals:
        if isinstance(each, NotAllowed):
            raise each
        if each.field in form.fields:
            form.refuse(each)
        elif str(each) not in general:
            general.append(str(each))
    status = WRONG if general or form.errors else HTTPStatus.OK
    return _page(request, page, status, form=form, problems=general, **_previewed(page, shown, wish))


def _previewed(page: Deciding, shown: Preview, wish: Wish) -> dict[str, Any]:
    lines = ((str(each.area), str(each.before), str(each.after), str(each.says), "") for each in shown.changes)
    return {
        "preview": shown,
        "groups": groups(page.chart, lines),
        "wish": wish,
        "may_wait": shown.full_track_id is not None and page.chart.can(Permission.ENROL),
    }


def _page(request: StaffRequest, page: Deciding, status: int = HTTPStatus.OK, **context: Any) -> HttpResponse:
    if page.level is not None:
        context.setdefault("form", page.form())
    frame = frame_of(request.actor, page.chart, "client_care")
    return render(request, "transitions/decide.html", {**frame, "page": page, **context}, status=status)
