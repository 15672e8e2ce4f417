"""When questionnaires are given, by level."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clients.models import LevelOfCare
from iop.core import clock
from iop.core.errors import require
from iop.pages.measure_forms import RhythmForm
from iop.pages.presenters.measures.lists import read_rhythm
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.views.measures.giving import place_of
from iop.pages.views.saving import tried
from therapy.actions import measures
from therapy.policies.measures import may_set_rhythm


@require_http_methods(["GET", "POST"])
def measure_rhythm(request: StaffRequest) -> HttpResponse:
    """Show the rhythm by level, and let a line hold from a day on."""
    require(may_set_rhythm(request.actor))
    place = place_of(request)
    today = clock.local_date(clock.now(), place.time_zone if place else "UTC")
    if request.POST.get("do") == "suggested":
        made = measures.install_rhythm(by=request.actor, valid_from=today)
        messages.success(request, _("%(count)d lines were made. Change whatever you do otherwise.") % {"count": made})
        return redirect("measure_rhythm")
    page = read_rhythm(today)
    asked = {name: request.GET.get(name, "")[:40] for name in ("level", "key")}
    form = RhythmForm(request.POST or None, initial={"valid_from": today, **asked})
    form.offer(page["choices"], page["titles"])

    def save() -> None:
        data = dict(form.cleaned_data)
        level = LevelOfCare.objects.get(pk=uuid.UUID(data.pop("level")))
        measures.set_rhythm(by=request.actor, level=level, today=today, **data)

    if request.method == "POST" and tried(form, save):
        messages.success(request, _("It holds from that day."))
        return redirect("measure_rhythm")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    has_none = not any(level["rows"] for level in page["levels"])
    return render(request, "measures/rhythm.html", {"page": page, "form": form, "has_none": has_none}, status=status)
