"""The frame of these pages: the chart's head and tabs around them."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import render

from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.reviews.page import read_review
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.views.chart.frame import frame_of
from therapy.models import LevelReview

WRONG = HTTPStatus.UNPROCESSABLE_ENTITY
TAB = "client_reviews"


def framed(
    request: StaffRequest, chart: Chart, template: str, status: int = HTTPStatus.OK, **context: object
) -> HttpResponse:
    """Answer a page of the chart's part "Reviews"."""
    return render(
        request, f"reviews/{template}.html", {**frame_of(request.actor, chart, TAB), **context}, status=status
    )


def shown(
    request: StaffRequest, row: LevelReview, chart: Chart, status: int = HTTPStatus.OK, **context: object
) -> HttpResponse:
    """Answer one review: for writing while it is open, for reading once it is signed."""
    page = read_review(row, chart)
    template = "open" if "decisions" in page else "signed" if row.signed_at else "over"
    return framed(request, chart, template, status, **page, **context)
