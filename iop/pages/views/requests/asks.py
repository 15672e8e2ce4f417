"""What clients ask for about their times: the list, and answering one."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from iop.core import clock
from iop.core.errors import require
from iop.pages.presenters.requests import asks
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.request_forms import GRANT, SettleForm
from iop.pages.views.chart.parts import page_asked
from iop.pages.views.form_pages import done
from iop.pages.views.saving import tried
from sessions_app.actions.asking import decline_ask, grant_ask
from sessions_app.ask_policies import may_settle_asks
from sessions_app.models import ScheduleAsk


@require_GET
def requests(request: StaffRequest) -> HttpResponse:
    """List what waits for an answer, or what was answered."""
    require(may_settle_asks(request.actor))
    place = getattr(request, "site", None)
    answered, number = request.GET.get("show") == "answered", page_asked(request)
    page = asks.read_list(
        request.actor, place.id if place else None, answered=answered, page=number, at=clock.now()
    )  # fmt: skip
    shelves = [
        {"url": reverse("requests"), "label": _("Waiting"), "current": not answered},
        {"url": f"{reverse('requests')}?show=answered", "label": _("Answered"), "current": answered},
    ]
    return render(
        request, "requests/list.html", page | {"answered": answered, "number": number, "shelves": shelves}
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def schedule_ask(request: StaffRequest, schedule_ask_id: uuid.UUID) -> HttpResponse:
    """Show one ask; a POST answers it."""
    require(may_settle_asks(request.actor))
    row = asks.ask_of(request.actor, schedule_ask_id, clock.now())
    page = asks.read_ask(row)
    form = SettleForm(
        request.POST if request.method == "POST" else None, kind=row.kind, is_short=page["is_short"],
        zone=row.site.time_zone, initial={"version": row.version, "do": GRANT, **asks.local_start(row)},
    )  # fmt: skip
    if request.method == "POST" and tried(form, lambda: _settle(request, row, form)):
        return done(request, _("Answered. They read it on their own page."), reverse("requests"))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "requests/ask.html", {"page": page, "form": form}, status=status)


def _settle(request: StaffRequest, row: ScheduleAsk, form: SettleForm) -> None:
    said, at = form.cleaned_data, clock.now()
    if said["do"] != GRANT:
        decline_ask(by=request.actor, ask=row, version=said["version"], words=said["answer"], at=at)
        return
    grant_ask(
        by=request.actor, ask=row, version=said["version"], words=said["answer"], starts_at=form.starts_at,
        excused=said.get("excused", False), at=at,
    )  # fmt: skip
