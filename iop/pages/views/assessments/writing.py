"""Writing an assessment section by section; each saves itself."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from iop.core import clock
from iop.core.errors import Stale, require
from iop.pages.assessment_forms import answers_in, names_of
from iop.pages.presenters.assessments.asking import assessment_of, number_in
from iop.pages.presenters.assessments.form import section_page, sections_of
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.days.asking import StaffRequest
from iop.pages.views.assessments.framing import WRONG, framed
from iop.pages.views.session.answering import Now, Saved, saves
from therapy.actions.assessments import save_section
from therapy.actions.assessments.sections import Unfit
from therapy.assessment_form import Section, form_of
from therapy.models import AssessmentSection, BiopsychosocialAssessment
from therapy.policies import may_change_assessment


@require_http_methods(["GET", "POST"])
def assessment_section(request: StaffRequest, assessment_id: uuid.UUID, section: str) -> HttpResponse:
    """Show one section of a draft, and save it while it is written."""
    row, chart = assessment_of(request.actor, assessment_id, clock.now())
    asked = form_of(row.definition).section(section)
    if asked is None:
        raise Http404
    if row.signed_at is not None and request.method == "GET":
        return redirect("assessment", row.pk)
    require(may_change_assessment(request.actor, row))
    if request.method == "GET":
        return framed(request, chart, "section", **section_page(row, asked, sections_of(row), chart.at))
    if "X-Autosave" in request.headers:
        return _autosaved(request, row, chart, asked)
    return _saved(request, row, chart, asked)


def _autosaved(request: StaffRequest, row: BiopsychosocialAssessment, chart: Chart, asked: Section) -> HttpResponse:
    def now() -> Now:
        kept = sections_of(row).get(asked.key)
        names = names_of(asked, kept.answers, kept.left) if kept else {}
        return Now(kept.version if kept else 0, names)

    return saves(
        request, chart.zone, reverse("assessment", args=[row.pk]),
        work=lambda: Saved(_save(request, row, chart, asked).version), now=now,
    )  # fmt: skip


def _saved(request: StaffRequest, row: BiopsychosocialAssessment, chart: Chart, asked: Section) -> HttpResponse:
    try:
        _save(request, row, chart, asked)
    except (Unfit, Stale) as told:
        page = section_page(
            row, asked, sections_of(row), chart.at, typed=answers_in(asked, request.POST),
            errors={problem.field: problem.sentence for problem in getattr(told, "problems", [])},
        )  # fmt: skip
        stale = isinstance(told, Stale)
        refusal = {"refusal": told.sentence if stale else ""}
        return framed(request, chart, "section", HTTPStatus.CONFLICT if stale else WRONG, **page | refusal)
    keys = [each.key for each in form_of(row.definition).sections]
    place = keys.index(asked.key) + 1
    if request.POST.get("then") == "whole" or place == len(keys):
        return redirect("assessment", row.pk)
    if request.POST.get("then") == "stay":
        return redirect("assessment_section", row.pk, asked.key)
    return redirect("assessment_section", row.pk, keys[place])


def _save(request: StaffRequest, row: BiopsychosocialAssessment, chart: Chart, asked: Section) -> AssessmentSection:
    answers, left = answers_in(asked, request.POST)
    return save_section(
        by=request.actor, assessment=row, version=number_in(request.POST), section=asked.key, answers=answers, left=left,
        at=chart.at,
    )  # fmt: skip
