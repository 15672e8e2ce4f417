"""Discharge summaries: begun, written, signed, co-signed, added to, printed, sent; and those that are owed."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clients import gate
from clients.actions import open_list, print_from_chart
from clients.models import Episode
from clients.policies_privacy import may_disclose
from iop.access.choices import Permission
from iop.audit.recorder import record
from iop.core import clock
from iop.core.basis import own_use
from iop.core.errors import Conflict, Invalid, NotAllowed, Refusal, Stale, require
from iop.pages import pdf
from iop.pages.own_plan_forms import AddendumForm, SendForm
from iop.pages.presenters.assessments.asking import number_in
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.days.asking import StaffRequest
from iop.pages.presenters.own_plans import summaries as presenter
from iop.pages.presenters.own_plans.asking import NOT_YOURS, episode_of
from iop.pages.views.own_plans.framing import WRONG, framed
from iop.pages.views.receiving import recipient_of
from iop.pages.views.saving import tried
from iop.pages.views.session.answering import Now, Saved, saves
from iop.workflows import own_papers
from therapy.actions import summaries as actions
from therapy.choices.own_plans import SummaryPart
from therapy.models import DischargeSummary
from therapy.policies import own_plans as rights
from therapy.summary_contents import SUMMARY_KIND


@require_GET
def discharge_summary(request: StaffRequest, episode_id: uuid.UUID) -> HttpResponse:
    """Show a stay's summary: not begun, a draft with what the chart says beside it, or signed as it was signed."""
    episode, chart = episode_of(request.actor, episode_id, clock.now())
    row = presenter.summary_of(chart, episode)
    if row is not None:
        record(
            by=request.actor,
            verb="therapy.summary_read",
            subject=row,
            clients=[chart.client.pk],
            site_id=episode.site_id,
        )
    return _page(request, chart, episode, row)


@require_POST
def discharge_summary_begin(request: StaffRequest, episode_id: uuid.UUID) -> HttpResponse:
    """Begin the summary with what the chart knows."""
    episode, chart = episode_of(request.actor, episode_id, clock.now())
    actions.open_summary(by=request.actor, episode=episode, at=chart.at)
    return redirect("discharge_summary", episode.pk)


@require_POST
def discharge_summary_save(request: StaffRequest, episode_id: uuid.UUID) -> HttpResponse:
    """Save what is being written."""
    episode, chart = episode_of(request.actor, episode_id, clock.now())
    row = _there(chart, episode)
    require(rights.may_change_summary(request.actor, row))

    def now() -> Now:
        row.refresh_from_db()
        return Now(row.version, presenter.text_of(row))

    back = reverse("discharge_summary", args=[episode.pk])
    if "X-Autosave" in request.headers:
        return saves(request, chart.zone, back, work=lambda: Saved(_save(request, row).version), now=now)
    try:
        _save(request, row)
    except Stale as told:
        typed = _typed(request)
        row.refresh_from_db()
        theirs = [
            (SummaryPart(part).label, row.contents.get(part, ""))
            for part in typed
            if row.contents.get(part) != typed[part]
        ]
        row.contents = row.contents | typed
        return _page(request, chart, episode, row, told.status, refusal=told.sentence, theirs=theirs)
    return redirect(back)


@require_POST
def discharge_summary_sign(request: StaffRequest, episode_id: uuid.UUID) -> HttpResponse:
    """Sign a whole draft as it was read."""
    episode, chart = episode_of(request.actor, episode_id, clock.now())
    row = _there(chart, episode)
    require(rights.may_change_summary(request.actor, row))
    try:
        actions.sign_summary(by=request.actor, summary=row, at=chart.at, read=request.POST.get("read", ""))
    except (Conflict, Stale) as told:
        return _page(request, chart, episode, _there(chart, episode), told.status, refusal=told.sentence)
    messages.success(request, _("Signed and locked. Anything more is an addendum."))
    return redirect("discharge_summary", episode.pk)


@require_POST
def discharge_summary_cosign(request: StaffRequest, episode_id: uuid.UUID) -> HttpResponse:
    """Co-sign a waiting summary, or return it with a comment."""
    episode, chart = episode_of(request.actor, episode_id, clock.now())
    row = _there(chart, episode)
    if reason := rights.may_cosign_summary(request.actor, row):
        # Whoever co-signs here is told what stands in the way of this one; whoever does not, is refused.
        may = request.actor.can(Permission.NOTE_COSIGN, episode.site_id)
        raise Conflict(reason) if may else NotAllowed(reason)
    act = actions.return_summary if request.POST.get("do") == "return" else actions.cosign_summary
    try:
        act(by=request.actor, summary=row, comment=request.POST.get("comment", ""), at=chart.at)
    except Invalid as told:
        return _page(request, chart, episode, row, told.status, refusal=told.sentence)
    messages.success(request, _("Answered."))
    return redirect("discharge_summary", episode.pk)


@require_POST
def discharge_summary_addendum(request: StaffRequest, episode_id: uuid.UUID) -> HttpResponse:
    """Add to a signed summary."""
    episode, chart = episode_of(request.actor, episode_id, clock.now())
    row = _there(chart, episode)
    require(rights.may_add_to_summary(request.actor, row))
    form = AddendumForm(request.POST)
    if tried(form, lambda: actions.add_addendum(by=request.actor, summary=row, at=chart.at, **form.cleaned_data)):
        messages.success(request, _("Added and signed."))
        return redirect("discharge_summary", episode.pk)
    return _page(request, chart, episode, row, WRONG, addendum_form=form)


@require_GET
def discharge_summary_print(request: StaffRequest, episode_id: uuid.UUID) -> HttpResponse:
    """Give the summary as a paper for use within the program. Printing is an event on record."""
    episode, chart = episode_of(request.actor, episode_id, clock.now())
    row = _there(chart, episode)
    basis = own_use("treatment", "discharge")
    print_from_chart(by=request.actor, client=chart.client, subject=(SUMMARY_KIND, row.pk), basis=basis, at=chart.at)
    return pdf.answer(
        own_papers.summary_for_own_use(by=request.actor, summary=row, basis=basis, at=chart.at), "summary"
    )


@require_http_methods(["GET", "POST"])
def discharge_summary_send(request: StaffRequest, episode_id: uuid.UUID) -> HttpResponse:
    """Choose to whom a signed summary goes and which parts, and let it leave through the gate."""
    episode, chart = episode_of(request.actor, episode_id, clock.now())
    require(may_disclose(request.actor, chart.client))
    row = _there(chart, episode)
    if row.signed_at is None:
        raise Conflict(rights.may_add_to_summary(request.actor, row) or NOT_YOURS, code="not_signed")
    if request.method == "GET":
        return framed(request, chart, "send", episode=episode, **presenter.read_sending(chart, row, request.GET))
    form = SendForm(request.POST)
    papers: list[bytes] = []
    if tried(form, lambda: papers.append(_send(request, chart, row, form))):
        return pdf.answer(papers[0], "discharge-summary")
    trouble = next(line for lines in form.errors.values() for line in lines)
    page = presenter.read_sending(chart, row, request.POST)
    return framed(request, chart, "send", WRONG, episode=episode, **page, trouble=trouble)


@require_GET
def summaries_due(request: StaffRequest) -> HttpResponse:
    """List stays that have ended without a signed summary."""
    if not request.actor.can(Permission.NOTE_VIEW):
        raise NotAllowed(NOT_YOURS)
    rows = presenter.read_due(request.actor, clock.now())
    open_list(by=request.actor, what="summaries_due", rows=len(rows))
    return render(request, "own_plans/due.html", {"rows": rows, "late": sum(row["is_late"] for row in rows)})


def _page(
    request: StaffRequest,
    chart: Chart,
    episode: Episode,
    row: DischargeSummary | None,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    context = {"addendum_form": AddendumForm(), **presenter.read_summary(chart, episode, row), **more}
    return framed(request, chart, "summary", status, **context)


def _there(chart: Chart, episode: Episode) -> DischargeSummary:
    row = presenter.summary_of(chart, episode)
    if row is None:
        raise Http404
    return row


def _typed(request: StaffRequest) -> dict[str, str]:
    return {part: request.POST[f"p-{part}"] for part in SummaryPart.values if f"p-{part}" in request.POST}


def _save(request: StaffRequest, row: DischargeSummary) -> DischargeSummary:
    return actions.save_summary(
        by=request.actor, summary=row, version=number_in(request.POST), contents=_typed(request), at=clock.now()
    )


def _send(request: StaffRequest, chart: Chart, row: DischargeSummary, form: SendForm) -> bytes:
    data = form.cleaned_data
    try:
        return own_papers.send_summary(
            by=request.actor,
            summary=row,
            to=recipient_of(data["to"]),
            purpose=data["purpose"],
            parts=data["parts"],
            at=chart.at,
        )
    except gate.NotDisclosable as told:
        # Beside the form, with what would mend it: nothing has left.
        raise Refusal(told.sentence, field="to") from told
