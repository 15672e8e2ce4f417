"""What a client says of use, sleep, stress and habits, beside the check-in."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from iop.core import clock
from iop.core.errors import require
from iop.pages.presenters.days import reports
from iop.pages.presenters.days.asking import StaffRequest, person_of, to_run, version_of
from iop.pages.views.session.answering import Now, Saved, saves
from sessions_app import actions as days
from sessions_app import policies


@require_POST
def self_report(request: StaffRequest, session_id: uuid.UUID, attendance_id: uuid.UUID) -> HttpResponse:
    """Save what a client says of use since last time, sleep, stress and habits."""
    attendance = person_of(request.actor, session_id, attendance_id)
    to_run(request.actor, attendance.session)
    require(policies.may_see_self_report(request.actor, attendance))

    def work() -> Saved:
        row = days.save_self_report(
            by=request.actor, attendance=attendance, version=version_of(request), at=clock.now(),
            **reports.typed(request.POST),
        )  # fmt: skip
        return Saved(row.version)

    def now() -> Now:
        return Now(reports.version_now(attendance), reports.theirs(attendance))

    back = reverse("session_client", args=[session_id, attendance_id])
    return saves(request, attendance.session.site.time_zone, back, work=work, now=now)
