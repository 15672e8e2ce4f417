"""The page of all reports, one report, and the report as a file."""

from __future__ import annotations

from http import HTTPStatus

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from iop.clinic import settings as clinic_settings
from iop.core import clock
from iop.core.basis import own_use
from iop.core.errors import Invalid, require
from iop.pages.presenters.reports import glance, one
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.reports import actions, catalogue, files
from iop.reports.asking import wish_of
from iop.reports.giving import HIDDEN_KEY, for_giving_away
from iop.reports.policies import may_see_reports
from iop.reports.shapes import Report

TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@require_GET
def reports(request: StaffRequest) -> HttpResponse:
    """Show how the clinic is doing, and all reports by the question they answer."""
    require(may_see_reports(request.actor))
    page = glance.page_of(request.actor, request.GET.get("site", ""), clock.now())
    return render(request, "reports/index.html", {"page": page})


@require_GET
def report(request: StaffRequest, report_key: str) -> HttpResponse:
    """Show one report. What the address asks wrongly is said, and the report stands as it usually does."""
    found, at = _found(report_key), clock.now()
    said, status = "", HTTPStatus.OK
    try:
        wish = wish_of(request.actor, found, request.GET, at)
    except Invalid as refusal:
        wish = wish_of(request.actor, found, {}, at)
        said, status = str(refusal.sentence), HTTPStatus.BAD_REQUEST
    page = one.page_of(request.actor, found, wish, found.read(wish.ask))
    return render(request, "reports/one.html", {"page": page, "said": said}, status=status)


@require_GET
def report_download(request: StaffRequest, report_key: str) -> HttpResponse:
    """Give a report as a file, for own use or with small rows hidden. It is on record."""
    found, at = _found(report_key), clock.now()
    form = request.GET.get("form", "csv")
    if form not in TYPES:
        raise Http404
    wish = wish_of(request.actor, found, request.GET, at)
    is_given = request.GET.get("given") == "1"
    actions.take_away(
        by=request.actor,
        report=found,
        ask=wish.ask,
        form=form,
        is_given_away=is_given,
        basis=own_use("operations", "numbers"),
    )
    result = found.read(wish.ask)
    if is_given:
        result = for_giving_away(result, int(clinic_settings.value(HIDDEN_KEY, on=wish.ask.last)))
    facts = one.facts_of(found, wish, at=at, clinic=request.actor.organization)
    facts += [("", str(note)) for note in (*result.notes, *result.counted)]
    # Spreadsheets read UTF-8 rightly only behind a byte order mark.
    content = "\ufeff" + files.csv_text(result, facts) if form == "csv" else files.workbook(found, result, facts)
    answer = HttpResponse(content, content_type=TYPES[form])
    name = f"{found.key.replace('_', '-')}-{wish.ask.last:%Y-%m-%d}{'-to-give' if is_given else ''}.{form}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _found(key: str) -> Report:
    found = catalogue.find(key)
    if found is None:
        raise Http404
    return found
