"""A test's own page, what a screen and a laboratory found, and what came of it."""

from __future__ import annotations

import datetime as dt
import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from clients.actions import open_chart
from iop.core import clock
from iop.core.errors import Conflict, require
from iop.core.words import say
from iop.pages.drug_test_forms import CorrectForm, ReportForm, ResultForm, ReviewForm
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.drug_tests.asking import collectable, laboratory_panels, result_of, test_of
from iop.pages.presenters.drug_tests.test import read_test
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.presenters.schedule.calendar_ask import as_uuid
from iop.pages.views.drug_tests.framing import asked, framed
from iop.pages.views.saving import tried
from therapy.actions import drug_tests
from therapy.models.drug_tests import DrugTest, TestPanel
from therapy.policies.drug_tests import may_review

END_OF_DAY = dt.time(23, 59)


@require_GET
def drug_test(request: StaffRequest, test_id: uuid.UUID) -> HttpResponse:
    """Show one test. Opening it is an event on record."""
    row, chart = test_of(request.actor, test_id, clock.now())
    open_chart(by=request.actor, client=chart.client, at=chart.at)
    return framed(request, chart, "test", **read_test(row, chart, request.actor))


@require_http_methods(["GET", "POST"])
def drug_test_screen(request: StaffRequest, test_id: uuid.UUID) -> HttpResponse:
    """Read a screen, line by line."""
    row, chart = collectable(request.actor, test_id, clock.now())
    form = ResultForm(request.POST or None, panel=row.panel, initial={"version": row.version})

    def enter() -> None:
        drug_tests.enter_screen(
            by=request.actor, test=row, version=form.cleaned_data["version"] or 0, readings=form.readings(),
            checks=form.checks(), note=form.cleaned_data["note"], at=chart.at,
        )  # fmt: skip

    if request.method == "POST" and tried(form, enter):
        return _entered(request, row)
    return asked(
        request, chart, form, title=_("Read the screen"), do=_("Keep the result"), back=reverse("drug_test", args=[row.pk]),
        template="result", test=row, told=row.told_use,
        intro=_("A screen is a first look. What is unexpected waits for the laboratory; it proves nothing."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def drug_test_report(request: StaffRequest, test_id: uuid.UUID) -> HttpResponse:
    """Enter a laboratory's report beside the screen that it answers."""
    row, chart = collectable(request.actor, test_id, clock.now())
    panels = laboratory_panels(row.panel.matrix)
    panel = _chosen(request, panels)
    form = ReportForm(
        request.POST or None, panel=panel,
        initial={"version": row.version, "resulted_on": chart.today, "accession": row.accession},
    )  # fmt: skip
    done = request.method == "POST" and tried(form, lambda: _report(request, row, panel, chart, form), "accession")
    if done:
        return _entered(request, row)
    choices = [
        {"url": f"?panel={each.pk}", "label": each.name, "current": each.pk == panel.pk} for each in panels
    ]  # fmt: skip
    return asked(
        request, chart, form, title=_("Laboratory report"), do=_("Keep the report"), back=reverse("drug_test", args=[row.pk]),
        template="result", test=row, choices=choices if len(choices) > 1 else [],
        intro=_("Values in another unit are converted, or refused with a reason. Lines that were not asked for stay out."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def drug_test_correct(request: StaffRequest, test_id: uuid.UUID, result_id: uuid.UUID) -> HttpResponse:
    """Put a result right: the wrong one stays, and points to this."""
    row, chart = collectable(request.actor, test_id, clock.now())
    wrong = result_of(row, result_id)
    form = CorrectForm(request.POST or None, panel=wrong.panel, initial=ResultForm.initial_of(wrong))

    def correct() -> None:
        drug_tests.correct_result(
            by=request.actor, result=wrong, readings=form.readings(), checks=form.checks(), note=form.cleaned_data["note"],
            reason=form.cleaned_data["reason"], at=chart.at,
        )  # fmt: skip

    if request.method == "POST" and tried(form, correct, "reason"):
        return _entered(request, row)
    return asked(
        request, chart, form, title=_("Correct a result"), do=_("Keep the correction"),
        back=reverse("drug_test", args=[row.pk]), template="result", test=row,
        intro=_("The wrong result stays in the record, with this one beside it and why."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def drug_test_review(request: StaffRequest, test_id: uuid.UUID) -> HttpResponse:
    """Write down what came of a result."""
    row, chart = test_of(request.actor, test_id, clock.now())
    require(may_review(request.actor, row))
    form = ReviewForm(request.POST or None, initial={"version": row.version})

    def review() -> None:
        data = form.cleaned_data
        drug_tests.review_test(
            by=request.actor,
            test=row,
            version=data["version"] or 0,
            outcome=data["outcome"],
            note=data["note"],
            at=chart.at,
        )

    if request.method == "POST" and tried(form, review):
        messages.success(request, _("Written down."))
        return redirect("drug_test", row.pk)
    return asked(
        request, chart, form, title=_("What came of it"), do=_("Write it down"), back=reverse("drug_test", args=[row.pk]),
        intro=_("Begin with how they are. What was expected, what surprised both of you, what helps now."),
    )  # fmt: skip


def _entered(request: StaffRequest, row: DrugTest) -> HttpResponse:
    messages.success(request, _("Kept."))
    return redirect("drug_test", row.pk)


def _chosen(request: StaffRequest, panels: list[TestPanel]) -> TestPanel:
    if not panels:
        raise Conflict(
            say("There is no laboratory panel for this material. Ask your director to make one."), code="no_panel"
        )
    wanted = as_uuid(request.GET.get("panel"))
    return next((panel for panel in panels if panel.pk == wanted), panels[0])


def _report(request: StaffRequest, row: DrugTest, panel: TestPanel, chart: Chart, form: ReportForm) -> None:
    data = form.cleaned_data
    zone = row.episode.site.time_zone
    # A report has a date and no hour: on the day itself it came in by now, on an earlier one by that day's end.
    resulted_at = min(clock.at_local(data["resulted_on"], END_OF_DAY, zone), chart.at)
    if data["resulted_on"] > clock.local_date(chart.at, zone):
        resulted_at = clock.at_local(data["resulted_on"], END_OF_DAY, zone)
    drug_tests.enter_report(
        by=request.actor, test=row, panel=panel, version=data["version"] or 0, readings=form.readings(), checks=form.checks(),
        resulted_at=resulted_at, accession=data["accession"], note=data["note"], at=chart.at,
    )  # fmt: skip
