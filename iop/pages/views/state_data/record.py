"""Answering what the record does not know of one admission, transfer or discharge."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clients.actions import open_chart
from iop.core import clock
from iop.core.errors import require
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.presenters.state_data import record as presenter
from iop.pages.presenters.state_data.lists import address
from iop.pages.views.saving import tried
from iop.reports.state_data.actions import keep_answers
from iop.reports.state_data.choices import RecordStatus
from iop.reports.state_data.policies import may_keep
from iop.reports.state_data.reading import Item


@require_http_methods(["GET", "POST"])
def state_record(request: StaffRequest, state_episode_id: uuid.UUID, state_kind: str) -> HttpResponse:
    """Answer for an admission, or a discharge."""
    require(may_keep(request.actor))
    return _answered(request, presenter.item_of(request.actor, state_episode_id, state_kind))


@require_http_methods(["GET", "POST"])
def state_transfer(request: StaffRequest, state_placement_id: uuid.UUID) -> HttpResponse:
    """Answer for a change of service within a stay."""
    require(may_keep(request.actor))
    return _answered(request, presenter.item_of_placement(request.actor, state_placement_id))


def _answered(request: StaffRequest, item: Item) -> HttpResponse:
    at = clock.now()
    require(may_keep(request.actor, item.event.episode.site_id))
    form = presenter.form_of(request.actor, item, request.POST or None)
    kept: list[str] = []

    def save() -> None:
        given, version = form.answers, form.cleaned_data["version"]
        kept.append(
            keep_answers(by=request.actor, event=item.event, answers=given, version=version, at=at).status
        )  # fmt: skip

    if request.method == "POST" and tried(form, save):
        _tell(request, kept[0])
        return redirect(address(item.event))
    open_chart(by=request.actor, client=item.event.episode.client, at=at)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    return render(request, "state_data/record.html", presenter.read_record(item, form), status=status)


def _tell(request: StaffRequest, status: str) -> None:
    if status == RecordStatus.DRAFT:
        messages.warning(request, _("Kept. Something is still missing: it is named on this page."))
    else:
        messages.success(request, _("Kept, and complete: it goes into the next file."))
