"""One-to-one care in the chart: what is due, how often it was agreed, and when the client cannot come."""

from __future__ import annotations

import uuid
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from iop.access.choices import Permission
from iop.core import clock
from iop.core.errors import Refusal, require
from iop.pages.one_to_one_forms import CommitmentForm, EndForm, RhythmForm
from iop.pages.presenters.clients.head import Chart, read_chart
from iop.pages.presenters.clients.parts import one_to_one as parts
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.views.chart.parts import opened, shown
from iop.pages.views.saving import tried
from scheduling import actions, policies

WRONG = HTTPStatus.UNPROCESSABLE_ENTITY


@require_GET
def client_one_to_one(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Show what is due one-to-one, how often it was agreed, and when the client cannot come."""
    return _page(request, opened(request, client_id))


@require_POST
def client_rhythm(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Agree on another rhythm of appointments."""
    chart = read_chart(request.actor, client_id, clock.now())
    require(policies.may_expect(request.actor, chart.episode.site_id))
    form = RhythmForm(request.POST, prefix="rhythm")
    if tried(
        form,
        lambda: actions.set_expectation(by=request.actor, episode=chart.episode, at=chart.at, **form.cleaned_data),
    ):
        messages.success(request, _("Agreed. What is due follows it from that day on."))
        return redirect("client_one_to_one", client_id)
    return _page(request, chart, WRONG, rhythm_form=form)


@require_POST
def client_commitment(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Keep a time of the week at which the client cannot come."""
    chart = read_chart(request.actor, client_id, clock.now())
    require(policies.may_keep_commitments(request.actor, chart.episode.site_id))
    form = CommitmentForm(request.POST, prefix="bound")
    if tried(
        form, lambda: actions.add_commitments(by=request.actor, client=chart.client, at=chart.at, **form.cleaned_data)
    ):
        messages.success(request, _("Kept. Nothing is proposed at that time any more."))
        return redirect("client_one_to_one", client_id)
    return _page(request, chart, WRONG, commitment_form=form)


@require_POST
def commitment_end(request: StaffRequest, commitment_id: uuid.UUID) -> HttpResponse:
    """End a commitment with a day, or take back one that was entered by mistake."""
    row = parts.commitment_of(request.actor, commitment_id)
    require(policies.may_keep_commitments(request.actor))
    form = _ended(request)
    if form.cleaned_data["never"]:
        actions.withdraw_commitment(
            by=request.actor, commitment=row, version=form.cleaned_data["version"], at=clock.now()
        )
    else:
        actions.end_commitment(
            by=request.actor, commitment=row, version=form.cleaned_data["version"],
            ends_on=form.cleaned_data["ends_on"], at=clock.now(),
        )  # fmt: skip
    messages.success(request, _("Changed."))
    return redirect("client_one_to_one", row.client_id)


@require_POST
def expectation_end(request: StaffRequest, expectation_id: uuid.UUID) -> HttpResponse:
    """End a rhythm with a day; from then on the usual one holds again."""
    row = parts.expectation_of(request.actor, expectation_id)
    require(policies.may_expect(request.actor, row.episode.site_id))
    form = _ended(request)
    actions.end_expectation(
        by=request.actor, expectation=row, version=form.cleaned_data["version"],
        ends_on=form.cleaned_data["ends_on"], at=clock.now(),
    )  # fmt: skip
    messages.success(request, _("Changed."))
    return redirect("client_one_to_one", row.episode.client_id)


def _ended(request: StaffRequest) -> EndForm:
    form = EndForm(request.POST)
    if not form.is_valid():
        raise Refusal(_("Give the last day as a date."), field="ends_on")
    return form


def _page(request: StaffRequest, chart: Chart, status: int = HTTPStatus.OK, **wrong: Any) -> HttpResponse:
    actor, site_id = request.actor, chart.episode.site_id
    may_expect = policies.may_expect(actor, site_id) is None
    may_keep = policies.may_keep_commitments(actor, site_id) is None
    begins = {"starts_on": chart.today}
    context = {
        "care": parts.read_one_to_one(chart),
        "rhythm_form": RhythmForm(prefix="rhythm", initial=begins) if may_expect else None,
        "commitment_form": CommitmentForm(prefix="bound", initial=begins) if may_keep else None,
        "book_url": parts.book_url(chart.client.pk, "individual") if chart.can(Permission.APPOINTMENT_BOOK) else "",
        **wrong,
    }
    return shown(request, chart, "client_one_to_one", "one_to_one", status, **context)
