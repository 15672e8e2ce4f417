"""The palette: jump to a client, a session of today, or a page. Posted, because names are typed."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from iop.core import clock
from iop.pages.presenters.clients.palette import found
from iop.pages.presenters.schedule.asking import StaffRequest


@require_POST
def palette(request: StaffRequest) -> HttpResponse:
    """Answer the rows that match what was typed."""
    rows = found(request, request.POST.get("q", ""), clock.now())
    return render(request, "clients/palette_rows.html", {"rows": rows})
