"""A client answers a questionnaire that is due, on their own phone."""

from __future__ import annotations

import uuid
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from iop.core import clock
from iop.pages.presenters.measures.asking import helps_of
from iop.pages.views.measures.answering import answered
from iop.portal.access import OutsiderRequest, client_of, for_clients
from therapy.actions import measures
from therapy.asked_of import definitions
from therapy.choices.measures import OPEN, Mode
from therapy.models import MeasureAssignment, MeasureResponse


@never_cache
@for_clients
@require_http_methods(["GET", "POST"])
def my_measure(request: OutsiderRequest, assignment_id: uuid.UUID) -> HttpResponse:
    """Say what a due questionnaire is, and begin it or go on with it."""
    rows = MeasureAssignment.objects.filter(episode__client=client_of(request)).select_related("episode")
    row = get_object_or_404(rows, pk=assignment_id)
    if row.status not in OPEN:
        return redirect("my_recovery")
    definition = definitions().get(row.key)
    if definition is None:
        raise Http404
    if request.method == "POST":
        return redirect("my_measure_answer", _begun(request, row, definition.language).pk)
    page = {
        "row": row,
        "title": definition.title,
        "questions": len(definition.questions),
        "is_begun": row.status == "begun",
    }
    return render(request, "portal/recovery/measure_begin.html", page)


@never_cache
@for_clients
@require_http_methods(["GET", "POST"])
def my_measure_answer(request: OutsiderRequest, response_id: uuid.UUID) -> HttpResponse:
    """Answer; saved while it is answered, looked at by the team, and danger is heard at once."""
    row = _response(request, response_id)
    if row.completed_at is not None:
        return redirect("my_measure_done", row.pk)

    def page(status: int = HTTPStatus.OK, **context: Any) -> HttpResponse:
        return render(request, "portal/recovery/measure.html", {"row": row, **context}, status=status)

    then = reverse("my_measure_done", args=[row.pk])
    return answered(request, row, page, by=request.outsider.actor, then=then, later=reverse("my_recovery"))


@never_cache
@for_clients
@require_GET
def my_measure_done(request: OutsiderRequest, response_id: uuid.UUID) -> HttpResponse:
    """Thank them; whoever may be in danger sees where help is once more."""
    row = _response(request, response_id)
    in_danger = row.alerts.filter(is_safety=True).exists()
    helps = helps_of(row.episode.client, row.language) if in_danger else ()
    return render(request, "portal/recovery/measure_done.html", {"row": row, "in_danger": in_danger, "helps": helps})


def _begun(request: OutsiderRequest, row: MeasureAssignment, language: str) -> MeasureResponse:
    by, at = request.outsider.actor, clock.now()
    begun = measures.begin(
        by=by, episode=row.episode, key=row.key, at=at, language=language, mode=Mode.SELF, assignment=row
    )
    # What a colleague began is gone on with; from here on the answers are the client's own.
    return begun if begun.mode == Mode.SELF else measures.hand_over(by=by, response=begun, at=at)


def _response(request: OutsiderRequest, response_id: uuid.UUID) -> MeasureResponse:
    rows = MeasureResponse.objects.valid().filter(episode__client=client_of(request))
    found = get_object_or_404(rows.select_related("episode__site", "episode__client"), pk=response_id)
    if found.completed_at is None and found.key not in definitions():
        raise Http404
    return found
