"""Diagnoses of a chart: found by search, made, ordered, ended, marked."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from clients.actions import diagnoses as actions
from clients.models import Diagnosis
from clients.policies import may_diagnose
from iop.core import clock
from iop.core.errors import require
from iop.pages.assessment_forms import DiagnoseForm, EndForm, ErrorForm, RankForm, SpecifiersForm
from iop.pages.presenters.assessments.asking import diagnosis_of, readable_chart
from iop.pages.presenters.assessments.diagnoses import found_codes, read_diagnoses
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.days.asking import StaffRequest
from iop.pages.schedule_forms.base import RefusableForm
from iop.pages.views.assessments.framing import WRONG, framed
from iop.pages.views.saving import tried


@require_GET
def client_diagnoses(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Show the diagnoses of a chart."""
    return _page(request, readable_chart(request.actor, client_id, clock.now()))


@require_POST
def client_diagnosis_search(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Find codes by their beginning or by words; the words are sent, never in an address."""
    chart = _to_diagnose(request, client_id)
    text = request.POST.get("q", "")[:200]
    return _page(request, chart, typed=text, found=found_codes(text, chart.today), has_searched=bool(text.strip()))


@require_POST
def client_diagnosis_add(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Make a diagnosis."""
    chart = _to_diagnose(request, client_id)
    form = DiagnoseForm(request.POST)
    if tried(form, lambda: _diagnose(request, chart, form)):
        messages.success(request, _("The diagnosis stands."))
        return redirect("client_diagnoses", client_id)
    return _page(request, chart, WRONG, form=form)


@require_POST
def client_diagnosis_specify(request: StaffRequest, client_id: uuid.UUID, diagnosis_id: uuid.UUID) -> HttpResponse:
    """Change the specifiers of a diagnosis."""
    return _change(request, client_id, diagnosis_id, SpecifiersForm, actions.change_specifiers)


@require_POST
def client_diagnosis_rank(request: StaffRequest, client_id: uuid.UUID, diagnosis_id: uuid.UUID) -> HttpResponse:
    """Put a diagnosis at another place."""
    return _change(request, client_id, diagnosis_id, RankForm, actions.change_rank)


@require_POST
def client_diagnosis_end(request: StaffRequest, client_id: uuid.UUID, diagnosis_id: uuid.UUID) -> HttpResponse:
    """End a diagnosis."""
    return _change(request, client_id, diagnosis_id, EndForm, actions.end_diagnosis)


@require_POST
def client_diagnosis_error(request: StaffRequest, client_id: uuid.UUID, diagnosis_id: uuid.UUID) -> HttpResponse:
    """Mark a diagnosis that was never theirs."""
    return _change(request, client_id, diagnosis_id, ErrorForm, actions.mark_error)


def _diagnose(request: StaffRequest, chart: Chart, form: DiagnoseForm) -> Diagnosis:
    data = form.cleaned_data
    return actions.diagnose(
        by=request.actor, client=chart.client, site_id=chart.episode.site_id, code=data["code"], on=data["on"],
        specifiers=data["specifiers"], rank=1 if data["principal"] else None, note=data["note"], at=chart.at,
    )  # fmt: skip


def _change(
    request: StaffRequest, client_id: uuid.UUID, diagnosis_id: uuid.UUID, form_class: type[RefusableForm],
    act: Callable[..., Any],
) -> HttpResponse:  # fmt: skip
    chart = _to_diagnose(request, client_id)
    row = diagnosis_of(chart, diagnosis_id)
    form = form_class(request.POST)
    if tried(form, lambda: act(by=request.actor, diagnosis=row, at=chart.at, **_typed(form))):
        messages.success(request, _("Saved."))
        return redirect("client_diagnoses", client_id)
    refusal = next((str(line) for lines in form.errors.values() for line in lines), "")
    return _page(request, chart, WRONG, refusal=refusal, wrong_id=str(diagnosis_id))


def _typed(form: RefusableForm) -> dict[str, Any]:
    data = form.cleaned_data
    return {**data, "version": data["version"] if data["version"] is not None else -1}


def _to_diagnose(request: StaffRequest, client_id: uuid.UUID) -> Chart:
    chart = readable_chart(request.actor, client_id, clock.now())
    require(may_diagnose(request.actor, chart.episode.site_id))
    return chart


def _page(request: StaffRequest, chart: Chart, status: int = HTTPStatus.OK, **more: Any) -> HttpResponse:
    may = may_diagnose(request.actor, chart.episode.site_id) is None
    context = {
        "may_diagnose": may,
        "form": DiagnoseForm(initial={"on": chart.today}) if may else None,
        "typed": "",
        "found": [],
        **read_diagnoses(chart),
    }
    return framed(request, chart, "diagnoses", status, **context | more)
