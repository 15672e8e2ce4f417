"""The review board, the reviews of a chart, and how often a level is reviewed."""

from __future__ import annotations

import uuid
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clients.actions import open_chart
from iop.access.choices import Permission
from iop.core import clock
from iop.core.errors import NotAllowed, require
from iop.pages.plan_forms import levels_here
from iop.pages.presenters.clients.listing import date_words
from iop.pages.presenters.reviews.asking import NOT_READ, reviews_chart
from iop.pages.presenters.reviews.board import Asked, read_board
from iop.pages.presenters.reviews.page import read_tab
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.review_forms import ReviewRhythmForm
from iop.pages.views.chart.parts import page_asked
from iop.pages.views.reviews.framing import framed
from therapy.actions.reviews.opening import open_review
from therapy.actions.reviews.rhythm import set_review_rhythm
from therapy.models import LevelReview, ReviewRhythm
from therapy.policies.reviews import may_prepare, may_set_review_rhythm


@require_GET
def reviews(request: StaffRequest) -> HttpResponse:
    """Show what waits for a review, a co-signature or for being put into effect, the most urgent first."""
    if not request.actor.can(Permission.NOTE_VIEW):
        raise NotAllowed(NOT_READ)
    at, site = clock.now(), getattr(request, "site", None)
    asked = Asked(
        state=request.GET.get("state", ""), whose=request.GET.get("whose", ""), level=request.GET.get("level", ""),
        page=page_asked(request),
    )  # fmt: skip
    on = clock.local_date(at, site.time_zone if site else "UTC")
    page = read_board(request.actor, site.id if site else None, asked, on, at)
    may_set = may_set_review_rhythm(request.actor) is None
    return render(request, "reviews/board.html", {"page": page, "may_set": may_set})


@require_GET
def client_reviews(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Show the reviews of a chart. Opening it is an event on record."""
    chart = reviews_chart(request.actor, client_id, clock.now())
    open_chart(by=request.actor, client=chart.client, at=chart.at)
    rows = LevelReview.objects.visible_to(request.actor, at=chart.at).filter(episode__client=chart.client)
    rows = rows.select_related("episode__client", "signed_by", "author", "chosen_level")
    return framed(request, chart, "tab", **read_tab(chart, rows.order_by("-due_on", "-created_at")))


@require_POST
def client_review_open(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Begin a review of the stay, or go on with the one that is open."""
    chart = reviews_chart(request.actor, client_id, clock.now())
    require(may_prepare(request.actor, chart.episode.site_id))
    row = open_review(by=request.actor, episode=chart.episode, at=chart.at, why=request.POST.get("why", ""))
    return redirect("level_review", row.pk)


@require_http_methods(["GET", "POST"])
def review_rhythm(request: StaffRequest) -> HttpResponse:
    """Show and set how often each level is reviewed."""
    require(may_set_review_rhythm(request.actor))
    form = ReviewRhythmForm(request.POST or None, levels=levels_here())
    if request.method == "POST" and form.attempt(lambda: _set(request, form)):
        messages.success(request, _("The rhythm is set."))
        return redirect("review_rhythm")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    rows = ReviewRhythm.objects.select_related("level").order_by("-level__intensity", "-valid_from")
    shown = [
        {
            "level": row.level.short_name, "from": date_words(row.valid_from), "first": row.first_every_days,
            "period": row.first_period_days, "then": row.then_every_days,
        }
        for row in rows
    ]  # fmt: skip
    return render(request, "reviews/rhythm.html", {"form": form, "rows": shown}, status=status)


def _set(request: StaffRequest, form: Any) -> ReviewRhythm:
    return set_review_rhythm(by=request.actor, at=clock.now(), **form.cleaned_data)
