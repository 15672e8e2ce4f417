"""A whole assessment: read, signed, co-signed, added to, printed, or thrown away while it is a draft."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from clients.actions import print_from_chart
from iop.access.choices import Permission
from iop.audit.recorder import record
from iop.core import clock
from iop.core.basis import own_use
from iop.core.errors import Conflict, Invalid, NotAllowed, Refusal, Stale, require
from iop.documents.pdf import render as pdf
from iop.pages.assessment_forms import AddendumForm
from iop.pages.pdf import answer as pdf_answer
from iop.pages.presenters.assessments.asking import assessment_of, number_in
from iop.pages.presenters.assessments.reading import paper, whole_page
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.days.asking import StaffRequest
from iop.pages.views.assessments.framing import WRONG, framed
from iop.pages.views.saving import tried
from iop.pages.views.session.answering import Now, Saved, saves
from therapy.actions import assessments as actions
from therapy.assessment_contents import ASSESSMENT_KIND
from therapy.models import BiopsychosocialAssessment
from therapy.policies import may_add_to_assessment, may_change_assessment, may_cosign_assessment


@require_GET
def assessment(request: StaffRequest, assessment_id: uuid.UUID) -> HttpResponse:
    """Show an assessment: a draft with how far it is and what it needs to be signed, a signed one as it was signed."""
    row, chart = assessment_of(request.actor, assessment_id, clock.now())
    record(
        by=request.actor, verb="therapy.assessment_read", subject=row, clients=[chart.client.pk],
        site_id=row.episode.site_id,
    )  # fmt: skip
    return _page(request, row, chart)


@require_POST
def assessment_sign(request: StaffRequest, assessment_id: uuid.UUID) -> HttpResponse:
    """Sign a whole draft as it was read."""
    row, chart = assessment_of(request.actor, assessment_id, clock.now())
    require(may_change_assessment(request.actor, row))
    try:
        actions.sign_assessment(by=request.actor, assessment=row, at=chart.at, read=request.POST.get("read", ""))
    except (Conflict, Stale, Invalid) as told:
        return _refused(request, row, chart, told)
    messages.success(request, _("Signed and locked. Anything more is an addendum."))
    return redirect("assessment", row.pk)


@require_POST
def assessment_review(request: StaffRequest, assessment_id: uuid.UUID) -> HttpResponse:
    """Save what was reviewed in an adopted assessment."""
    row, chart = assessment_of(request.actor, assessment_id, clock.now())
    require(may_change_assessment(request.actor, row))

    def work() -> Saved:
        text = request.POST.get("review_note", "")
        saved = actions.save_review(
            by=request.actor, assessment=row, version=number_in(request.POST), review_note=text, at=chart.at
        )
        return Saved(saved.version)

    def now() -> Now:
        row.refresh_from_db(fields=["version", "review_note"])
        return Now(row.version, {"review_note": row.review_note})

    return saves(request, chart.zone, request.path.removesuffix("review/"), work=work, now=now)


@require_POST
def assessment_discard(request: StaffRequest, assessment_id: uuid.UUID) -> HttpResponse:
    """Throw a draft away."""
    row, chart = assessment_of(request.actor, assessment_id, clock.now())
    actions.discard_assessment(by=request.actor, assessment=row, at=chart.at)
    messages.info(request, _("The draft is gone."))
    return redirect("client_assessments", chart.client.pk)


@require_POST
def assessment_addendum(request: StaffRequest, assessment_id: uuid.UUID) -> HttpResponse:
    """Add to a signed assessment."""
    row, chart = assessment_of(request.actor, assessment_id, clock.now())
    require(may_add_to_assessment(request.actor, row))
    form = AddendumForm(request.POST)
    if tried(form, lambda: actions.add_addendum(by=request.actor, assessment=row, at=chart.at, **form.cleaned_data)):
        messages.success(request, _("Added and signed."))
        return redirect("assessment", row.pk)
    return _page(request, row, chart, WRONG, addendum_form=form)


@require_POST
def assessment_cosign(request: StaffRequest, assessment_id: uuid.UUID) -> HttpResponse:
    """Co-sign a waiting assessment, or return it with a comment."""
    row, chart = assessment_of(request.actor, assessment_id, clock.now())
    if reason := may_cosign_assessment(request.actor, row):
        # Whoever co-signs here is told what stands in the way of this one; whoever does not, is refused.
        may = request.actor.can(Permission.NOTE_COSIGN, row.episode.site_id)
        raise Conflict(reason) if may else NotAllowed(reason)
    comment = request.POST.get("comment", "")
    try:
        if request.POST.get("do") == "return":
            actions.return_assessment(by=request.actor, assessment=row, comment=comment, at=chart.at)
        else:
            actions.cosign_assessment(by=request.actor, assessment=row, comment=comment, at=chart.at)
    except Invalid as told:
        return _refused(request, row, chart, told)
    messages.success(request, _("Answered."))
    return redirect("assessment", row.pk)


@require_GET
def assessment_pdf(request: StaffRequest, assessment_id: uuid.UUID) -> HttpResponse:
    """Give the assessment as a paper for use within the program. Printing is an event on record."""
    row, chart = assessment_of(request.actor, assessment_id, clock.now())
    print_from_chart(
        by=request.actor, client=chart.client, subject=(ASSESSMENT_KIND, row.pk),
        basis=own_use("treatment", "assessment"), at=chart.at,
    )  # fmt: skip
    site = row.episode.site
    clinic = {
        "clinic": request.actor.organization or site.name,
        "clinic_lines": [line for line in (site.name, *site.address.splitlines()) if line],
    }
    language = (get_language() or "en").split("-")[0]
    return pdf_answer(pdf("assessment", paper(row, chart, clinic, chart.at), language=language), "assessment")


def _page(
    request: StaffRequest, row: BiopsychosocialAssessment, chart: Chart, status: int = HTTPStatus.OK, **more: object
) -> HttpResponse:
    context = {"addendum_form": AddendumForm(), **whole_page(row, request.actor, chart.at), **more}
    return framed(request, chart, "whole", status, **context)


def _refused(request: StaffRequest, row: BiopsychosocialAssessment, chart: Chart, told: Refusal) -> HttpResponse:
    row.refresh_from_db()
    return _page(request, row, chart, told.status, refusal=told.sentence)
