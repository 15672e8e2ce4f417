"""Leads from a piece of work to the page it is done on, where that page's address needs more than the subject's id."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET

from iop.access.choices import Permission
from iop.pages.presenters.days.asking import StaffRequest
from scheduling.models import WaitlistEntry
from sessions_app.models import Attendance


@require_GET
def line(request: StaffRequest, attendance_id: uuid.UUID) -> HttpResponse:
    """Lead to the call list of the day that a roster line belongs to."""
    lines = Attendance.objects.visible_to(request.actor, Permission.SESSION_VIEW)
    return redirect("session_calls", get_object_or_404(lines, pk=attendance_id).session_id)


@require_GET
def waiting(request: StaffRequest, entry_id: uuid.UUID) -> HttpResponse:
    """Lead to the track that somebody waits for."""
    entries = WaitlistEntry.objects.visible_to(request.actor, Permission.SESSION_VIEW)
    return redirect("track", get_object_or_404(entries, pk=entry_id).track_id)
