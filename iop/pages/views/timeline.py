"""The timeline of a chart."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from iop.access.choices import Permission
from iop.core.errors import NotAllowed
from iop.core.words import say
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.presenters.timeline.page import read_timeline
from iop.pages.views.chart.parts import opened, page_asked, shown


@require_GET
def client_timeline(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Show the stay on one axis, with the same facts in a table."""
    chart = opened(request, client_id)
    if not chart.can(Permission.NOTE_VIEW):
        raise NotAllowed(say("Your role does not include the timeline: it shows clinical facts."))
    found = read_timeline(
        chart, period=request.GET.get("weeks", ""), hidden=set(request.GET.getlist("hide")), page=page_asked(request)
    )
    return shown(request, chart, "client_timeline", "timeline", timeline=found)
