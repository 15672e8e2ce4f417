"""One change of level: what it did, and undoing it until it begins."""

from __future__ import annotations

import uuid
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from iop.core import clock
from iop.core.errors import require
from iop.pages.client_forms.transitions import UndoForm
from iop.pages.presenters.clients.head import Chart, read_chart
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.presenters.transitions.one import find_transition, read_one
from iop.pages.views.chart.frame import frame_of
from iop.pages.views.chart.parts import opened
from iop.pages.views.saving import tried
from iop.workflows import transitions
from therapy.models import Transition
from therapy.policies.transitions import may_carry_out


@require_GET
def transition(request: StaffRequest, transition_id: uuid.UUID) -> HttpResponse:
    """Show what was decided and everything that was done with it."""
    row = find_transition(request.actor, transition_id)
    return _page(request, opened(request, row.episode.client_id), row)


@require_POST
def transition_undo(request: StaffRequest, transition_id: uuid.UUID) -> HttpResponse:
    """Undo a change that has not begun."""
    row = find_transition(request.actor, transition_id)
    require(may_carry_out(request.actor, row.episode.site_id, row.kind))
    chart = read_chart(request.actor, row.episode.client_id, clock.now())
    form = UndoForm(request.POST)
    if tried(
        form, lambda: transitions.undo(by=request.actor, transition=row, at=chart.at, **form.cleaned_data), "reason"
    ):
        messages.success(request, _("Undone. Everything stands as it stood before."))
        return redirect("transition", transition_id)
    return _page(request, chart, row, HTTPStatus.UNPROCESSABLE_ENTITY, undo_form=form)


def _page(
    request: StaffRequest, chart: Chart, row: Transition, status: int = HTTPStatus.OK, **context: Any
) -> HttpResponse:
    shown = read_one(chart, row)
    context.setdefault("undo_form", shown.undo_form())
    frame = frame_of(request.actor, chart, "client_care")
    return render(request, "transitions/transition.html", {**frame, "shown": shown, **context}, status=status)
