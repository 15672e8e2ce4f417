"""The frame of these pages: the chart's head and tabs around them, and one form at a time."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from iop.core.words import Sentence
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.schedule_forms.base import RefusableForm
from iop.pages.views.chart.frame import frame_of

WRONG = HTTPStatus.UNPROCESSABLE_ENTITY
TAB = "client_tests"


def framed(
    request: StaffRequest, chart: Chart, template: str, status: int = HTTPStatus.OK, **context: object
) -> HttpResponse:
    """Answer a page of the tab "Drug tests"."""
    return render(
        request, f"drug_tests/{template}.html", {**frame_of(request.actor, chart, TAB), **context}, status=status
    )


def asked(
    request: StaffRequest, chart: Chart, form: RefusableForm, *, title: Sentence, do: Sentence, back: str,
    template: str = "form", **more: Any,
) -> HttpResponse:  # fmt: skip
    """Show one form in the chart's frame, or again with what is wrong beside the fields."""
    status = WRONG if form.is_bound and form.errors else HTTPStatus.OK
    return framed(request, chart, template, status, form=form, title=title, do=do, back_url=back, **more)
