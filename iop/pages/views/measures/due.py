"""What is due: the list, beginning one, leaving one out."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from iop.core import clock
from iop.core.errors import require
from iop.pages.measure_forms import BeginForm, SkipForm
from iop.pages.presenters.measures.asking import assignment_of
from iop.pages.presenters.measures.lists import read_due
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.views.chart.parts import page_asked
from iop.pages.views.measures.giving import HAND_OVER, handed, place_of, speaks
from therapy.actions import measures
from therapy.choices.measures import Mode
from therapy.policies.measures import may_give, may_set_rhythm


@require_GET
def measures_due(request: StaffRequest) -> HttpResponse:
    """List questionnaires due at the site, of all clients or of the colleague's own."""
    require(may_give(request.actor))
    place = place_of(request)
    mine, key, number = request.GET.get("whose") == "mine", request.GET.get("m", "")[:40], page_asked(request)
    page = read_due(
        request.actor,
        site_id=place.id if place else None,
        at=clock.now(),
        mine=mine,
        key=key,
        page=number,
    )
    context = {
        "page": page, "mine": mine, "key": key, "is_filtered": mine or bool(key), "number": number,
        "may_set": may_set_rhythm(request.actor) is None,
        "query": "&".join(part for part in ("whose=mine" if mine else "", f"m={key}" if key else "") if part),
    }  # fmt: skip
    return render(request, "measures/due.html", context)


@require_POST
def measure_begin(request: StaffRequest, assignment_id: uuid.UUID) -> HttpResponse:
    """Begin a due questionnaire on this screen, or hand the device over."""
    at = clock.now()
    row = assignment_of(request.actor, assignment_id, at)
    form = BeginForm(request.POST)
    asked = form.cleaned_data["language"] if form.is_valid() else ""
    hands_over = request.POST.get("do") == HAND_OVER
    answers = measures.begin(
        by=request.actor, episode=row.episode, key=row.key, at=at, language=asked or speaks(row.episode.client, row.key),
        mode=Mode.SELF if hands_over else Mode.STAFF, assignment=row,
    )  # fmt: skip
    return handed(request, answers) if hands_over else redirect("measure_answer", answers.pk)


@require_POST
def measure_skip(request: StaffRequest, assignment_id: uuid.UUID) -> HttpResponse:
    """Leave a due questionnaire out this time."""
    at = clock.now()
    row = assignment_of(request.actor, assignment_id, at)
    form = SkipForm(request.POST)
    if form.attempt(lambda: measures.skip(by=request.actor, assignment=row, at=at, **form.cleaned_data)):
        messages.success(request, _("Left out this time, with the reason."))
    else:
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return redirect("client_measures", row.episode.client_id)
