"""One form under a chart's head: shown, tried, and shown again with what is wrong beside the fields."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse

from iop.core.words import Sentence
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.schedule_forms.base import RefusableForm
from iop.pages.views.chart.parts import shown
from iop.pages.views.form_pages import done
from iop.pages.views.saving import tried


def sheet(
    request: StaffRequest, chart: Chart, form: RefusableForm, act: Callable[[dict[str, Any]], Any], *, here: str,
    title: Sentence, do: Sentence, said: Sentence, back: str, about: str = "", intro: Sentence = "", is_danger: bool = False,
    is_tried: bool = False,
) -> HttpResponse:  # fmt: skip
    """Do ``act`` with a form that was sent and go ``back``; else show the form. ``about`` is the row it is about, in words.

    ``is_tried``: the caller has done so already and was refused.
    """
    if request.method == "POST" and not is_tried and tried(form, lambda: act(versioned(form.cleaned_data))):
        return done(request, said, back)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound and form.errors else HTTPStatus.OK
    return shown(
        request, chart, here, "support_form", status, form=form, title=title, do=do, back_url=back, about=about, intro=intro,
        is_danger=is_danger,
    )  # fmt: skip


def versioned(data: dict[str, Any]) -> dict[str, Any]:
    """Give a form's values; a version that is missing becomes one that nobody has."""
    return {**data, "version": -1} if "version" in data and data["version"] is None else data


def sent(request: StaffRequest) -> Any:
    """Give what was sent, or nothing for a page that is opened."""
    return request.POST if request.method == "POST" else None
