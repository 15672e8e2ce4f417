"""Answering: on staff's screen inside the chart, or by the client on a device that opens nothing else."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from iop.access.actors import Actor
from iop.core import clock
from iop.core.errors import Stale, require
from iop.core.words import Sentence
from iop.pages import handed_over
from iop.pages.presenters.assessments.asking import number_in
from iop.pages.presenters.measures.asking import drawn, helps_of, measures_chart, response_of
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.views.chart.parts import shown
from iop.pages.views.measures.giving import handed
from iop.pages.views.session.answering import Now, Saved, saves
from therapy.actions import measures
from therapy.actions.measures.answers import definition_of
from therapy.actions.measures.finishing import Unanswered, Unfit
from therapy.models import MeasureResponse
from therapy.policies.measures import may_answer
from therapy.questionnaires.asking import PREFIX, Posted, missing_words, read_posted

Page = Callable[..., HttpResponse]


@never_cache
@require_http_methods(["GET", "POST"])
def measure_answer(request: StaffRequest, response_id: uuid.UUID) -> HttpResponse:
    """Answer on staff's screen: asked aloud or observed; saved while it is answered."""
    row = response_of(request.actor, response_id, clock.now())
    if row.completed_at is not None and request.method == "GET":
        return redirect("measure_response", row.pk)
    require(may_answer(request.actor, row))

    def page(status: int = HTTPStatus.OK, **context: Any) -> HttpResponse:
        chart = measures_chart(request.actor, row.episode.client_id, clock.now())
        definition = definition_of(row)
        more = {
            "may_hand": not definition.is_staff_only,
            "notice": definition.notice,
            "is_staff_only": definition.is_staff_only,
        }
        return shown(request, chart, "client_measures", "measure_answer", status, row=row, **more, **context)

    then, later = reverse("measure_response", args=[row.pk]), reverse("client_measures", args=[row.episode.client_id])
    return answered(request, row, page, by=request.actor, then=then, later=later)


@require_POST
def measure_hand_over(request: StaffRequest, response_id: uuid.UUID) -> HttpResponse:
    """Close everything but this form before the client takes the device."""
    return handed(request, response_of(request.actor, response_id, clock.now()))


@never_cache
@require_http_methods(["GET", "POST"])
def measure_form(request: StaffRequest, response_id: uuid.UUID) -> HttpResponse:
    """The form in the client's hands, in their language, with nothing of the chart around it."""
    row = response_of(request.actor, response_id, clock.now())
    if not handed_over.is_handed_over(request):
        return redirect("measure_answer", row.pk)
    if row.completed_at is not None:
        return redirect("measure_thanks", row.pk)
    require(may_answer(request.actor, row))

    def page(status: int = HTTPStatus.OK, **context: Any) -> HttpResponse:
        return render(request, "measures/form.html", {"row": row, **context}, status=status)

    later = reverse("client_measures", args=[row.episode.client_id])
    return answered(request, row, page, by=request.actor, then=reverse("measure_thanks", args=[row.pk]), later=later)


@never_cache
@require_GET
def measure_thanks(request: StaffRequest, response_id: uuid.UUID) -> HttpResponse:
    """Thank the client and ask for the device back; whoever may be in danger sees where help is once more."""
    row = response_of(request.actor, response_id, clock.now())
    in_danger = row.alerts.filter(is_safety=True).exists()
    helps = helps_of(row.episode.client, row.language) if in_danger else ()
    return render(request, "measures/thanks.html", {"row": row, "in_danger": in_danger, "helps": helps})


def answered(
    request: HttpRequest, row: MeasureResponse, page: Page, *, by: Actor, then: str, later: str
) -> HttpResponse:
    """Draw, save or finish answers, whoever puts them in: ``page`` draws, ``then`` follows when done, ``later`` when kept."""
    if request.method == "GET":
        return page(asking=drawn(row))
    posted = read_posted(definition_of(row), request.POST)
    if "X-Autosave" in request.headers:
        return _autosaved(request, row, posted, by)
    try:
        finished = _save_or_finish(request, row, posted, by)
    except Unanswered as told:
        return _again(row, page, missing_words(definition_of(row), told.missing, posted.left), posted, may_accept=True)
    except Unfit as told:
        return _again(row, page, told.problems, posted)
    except Stale as told:
        row.refresh_from_db()
        return page(HTTPStatus.CONFLICT, asking=drawn(row), refusal=told.sentence)
    if posted.problems and not finished:
        return _again(row, page, posted.problems, posted)
    if not finished:
        messages.success(request, _("Kept. Go on whenever it suits."))
        return redirect(later)
    return redirect(then)


def _save_or_finish(request: HttpRequest, row: MeasureResponse, posted: Posted, by: Actor) -> bool:
    at, version = clock.now(), number_in(request.POST)
    # What can stand is kept first: a wrong number in one field must not cost the rest, and danger is heard at once.
    saved = measures.save_answers(
        by=by, response=row, version=version, answers=posted.answers, left=posted.left, at=at
    ).response
    if request.POST.get("do") == "later" or posted.problems:
        return False
    measures.finish(
        by=by, response=row, version=saved.version, answers=posted.answers, left=posted.left, at=at,
        accept_missing=request.POST.get("do") == "accept",
    )  # fmt: skip
    return True


def _again(
    row: MeasureResponse, page: Page, problems: Mapping[str, Sentence], posted: Posted, *, may_accept: bool = False
) -> HttpResponse:
    row.refresh_from_db(fields=["answers", "left", "version", "saved_at"])
    asking = drawn(row, problems=problems, typed=posted.typed)
    return page(HTTPStatus.UNPROCESSABLE_ENTITY, asking=asking, may_accept=may_accept)


def _autosaved(request: HttpRequest, row: MeasureResponse, posted: Posted, by: Actor) -> HttpResponse:
    def work() -> Saved:
        saved = measures.save_answers(
            by=by, response=row, version=number_in(request.POST), answers=posted.answers, left=posted.left,
            at=clock.now(),
        )  # fmt: skip
        return Saved(saved.response.version)

    def now() -> Now:
        row.refresh_from_db(fields=["version", "answers"])
        return Now(row.version, {f"{PREFIX}{key}": value for key, value in row.answers.items()})

    asked: Any = request
    return saves(asked, row.episode.site.time_zone, request.path, work=work, now=now)
