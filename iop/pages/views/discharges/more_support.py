"""Somebody asks for more support: taken down in a minute, and answered."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clients.actions import open_chart
from clients.policies import may_ask_more_support
from iop.core import clock
from iop.core.errors import require
from iop.pages.discharge_forms import AnswerForm, AskForm
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.discharges.asking import after_chart, ask_of
from iop.pages.presenters.discharges.support import read_ask, what_follows
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.views.discharges.framing import WRONG, framed
from iop.pages.views.form_pages import done
from iop.pages.views.saving import tried
from iop.workflows import more_support
from therapy.models import MoreSupportAsk
from therapy.policies.follow_ups import may_answer_ask

both = require_http_methods(["GET", "POST"])


@both
def client_more_support(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Take down that somebody asks for more support, and say where it goes on."""
    chart = after_chart(request.actor, client_id, clock.now())
    require(may_ask_more_support(request.actor, chart.episode.site_id))
    form = AskForm(request.POST if request.method == "POST" else None)
    made: list[MoreSupportAsk] = []
    if request.method == "POST" and tried(form, lambda: made.append(_ask(request, chart, form))):
        return done(request, _("Taken down; a colleague is asked."), reverse("more_support_ask", args=[made[0].pk]))
    status = WRONG if form.errors else 200
    return framed(request, chart, "ask", status, form=form, follows=what_follows(chart))


@both
def more_support_ask(request: StaffRequest, ask_id: uuid.UUID) -> HttpResponse:
    """Show one wish for more support with where it goes on; a POST says what came of it."""
    row, chart = ask_of(request.actor, ask_id, clock.now())
    may_answer = row.answered_at is None and may_answer_ask(request.actor, row.episode.site_id) is None
    form = AnswerForm(request.POST if request.method == "POST" else None, initial={"version": row.version})
    if request.method == "POST":
        require(may_answer_ask(request.actor, row.episode.site_id))
        if tried(form, lambda: _answer(request, chart, row, form)):
            return done(request, _("Saved."), reverse("more_support_ask", args=[row.pk]))
        row.refresh_from_db()
    else:
        open_chart(by=request.actor, client=chart.client, at=chart.at)
    status = WRONG if form.errors else 200
    return framed(request, chart, "asked", status, form=form, page=read_ask(chart, row), may_answer=may_answer)


def _ask(request: StaffRequest, chart: Chart, form: AskForm) -> MoreSupportAsk:
    return more_support.ask(by=request.actor, client=chart.client, at=chart.at, **form.cleaned_data)


def _answer(request: StaffRequest, chart: Chart, row: MoreSupportAsk, form: AnswerForm) -> None:
    said = form.cleaned_data
    more_support.answer(
        by=request.actor,
        ask=row,
        version=said["version"] or -1,
        answer=said["answer"],
        words=said["words"],
        at=chart.at,
    )
