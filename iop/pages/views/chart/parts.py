"""The parts of a chart, for reading. Opening one is an event on record."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from clients import actions
from iop.access.choices import Permission
from iop.core import clock
from iop.core.basis import own_use
from iop.core.errors import NotAllowed
from iop.core.words import say
from iop.pages.presenters.clients.head import Chart, read_chart
from iop.pages.presenters.clients.overview import read_overview
from iop.pages.presenters.clients.parts.attendance import read_attendance
from iop.pages.presenters.clients.parts.notes import read_note, read_notes
from iop.pages.presenters.clients.parts.one_to_one import book_url, read_commitments, read_due
from iop.pages.presenters.clients.parts.schedule import read_schedule
from iop.pages.presenters.open_groups.chart import read_groups
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.presenters.timeline import warnings
from iop.pages.views.chart.frame import frame_of
from scheduling.choices import AppointmentKind


@require_GET
def client(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Show the stay: timeline, hours, what happened."""
    chart = opened(request, client_id)
    overview = read_overview(chart, whole=request.GET.get("weeks") == "all")
    warns = warnings.open_of(request.actor, client_id) if chart.can(Permission.NOTE_VIEW) else []
    return shown(request, chart, "client", "overview", overview=overview, warnings=warns)


@require_GET
def client_schedule(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Show tracks by date, and what comes next."""
    chart = opened(request, client_id)
    return shown(
        request, chart, "client_schedule", "schedule", schedule=read_schedule(chart),
        may_enrol=chart.can(Permission.ENROL), may_book=chart.can(Permission.APPOINTMENT_BOOK),
        due=read_due(chart, weeks=1), commitments=[row for row in read_commitments(chart) if row["holds"]],
        book_url=book_url(chart.client.pk, AppointmentKind.INDIVIDUAL), groups=read_groups(chart),
    )  # fmt: skip


@require_GET
def client_attendance(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Show which days were attended, with every change."""
    chart = opened(request, client_id)
    return shown(
        request, chart, "client_attendance", "attendance", attendance=read_attendance(chart, page_asked(request))
    )


@require_GET
def client_notes(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Show the client's signed notes, of groups and one to one, in one order of time."""
    chart = opened(request, client_id)
    _must_read_notes(chart)
    notes = read_notes(chart, page_asked(request), request.GET.get("sort", ""))
    return shown(
        request, chart, "client_notes", "notes", **notes,
        may_write=request.actor.can(Permission.NOTE_WRITE, chart.episode.site_id),
    )  # fmt: skip


@require_GET
def client_note(request: StaffRequest, client_id: uuid.UUID, line_id: uuid.UUID) -> HttpResponse:
    """Show one copy as it is printed, with its hash and the notice that goes along. Printing is an event on record."""
    at = clock.now()
    chart = read_chart(request.actor, client_id, at)
    _must_read_notes(chart)
    note = read_note(chart, line_id)
    basis = own_use("chart_print", "group_note")
    actions.print_from_chart(
        by=request.actor, client=chart.client, subject=("therapy.groupnoteline", line_id), basis=basis, at=at
    )
    return render(
        request,
        "clients/chart/note_print.html",
        {"chart": chart, "note": note, "printed_by": request.actor.display_name},
    )


def opened(request: StaffRequest, client_id: uuid.UUID) -> Chart:
    """Read a chart's head for a page that shows it, and record that it was opened."""
    at = clock.now()
    chart = read_chart(request.actor, client_id, at)
    actions.open_chart(by=request.actor, client=chart.client, at=at)
    return chart


def shown(
    request: StaffRequest, chart: Chart, here: str, part: str, status: int = 200, **context: object
) -> HttpResponse:
    """Answer a part of the chart under its head and tabs."""
    return render(
        request, f"clients/chart/{part}.html", {**frame_of(request.actor, chart, here), **context}, status=status
    )


def _must_read_notes(chart: Chart) -> None:
    if not chart.can(Permission.NOTE_VIEW):
        raise NotAllowed(say("Your role does not include reading clinical notes."))


def page_asked(request: StaffRequest) -> int:
    """Say which page of a long list the address asks for; the first when it asks for none."""
    asked = request.GET.get("page", "")
    return max(1, int(asked)) if asked.isdecimal() and len(asked) < 5 else 1
