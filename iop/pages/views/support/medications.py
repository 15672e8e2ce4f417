"""The medication list: shown, changed, gone through, given, printed."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from iop.core import clock
from iop.core.errors import require
from iop.core.words import Sentence
from iop.pages import pdf
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.presenters.support.asking import beside_list, medication_chart, medication_of
from iop.pages.presenters.support.medications import read_medications
from iop.pages.schedule_forms.base import RefusableForm
from iop.pages.support_forms import (
    AllergyForm,
    DoseForm,
    ErrorForm,
    InjectionForm,
    MedicationForm,
    NaloxoneForm,
    ReconcileForm,
    StopForm,
)
from iop.pages.views.chart.parts import opened, shown
from iop.pages.views.support.sheets import sent, sheet
from iop.workflows.medication_list import list_for_the_client
from therapy.actions import medications as actions
from therapy.choices.medications import NaloxoneOutcome
from therapy.models.medications import Allergy, InjectionGiven, Medication, NaloxoneOffer
from therapy.policies.medications import may_give_injections, may_keep_medications, may_see_medications

HERE = "client_medications"
both = require_http_methods(["GET", "POST"])


@require_GET
def client_medications(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Show what is taken, given and due, what was, and what they cannot take."""
    chart = opened(request, client_id)
    require(may_see_medications(request.actor, chart.episode.site_id))
    return shown(request, chart, HERE, "medications", **read_medications(chart))


@require_POST
def client_medications_pdf(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Print the list for the client, in their language."""
    chart = medication_chart(request.actor, client_id, clock.now())
    language = request.POST.get("language", chart.client.language)
    content = list_for_the_client(
        by=request.actor, client=chart.client, episode=chart.episode, language=language, at=chart.at
    )
    return pdf.answer(content, "medications")


@require_GET
def medication_place(request: StaffRequest, medication_id: uuid.UUID) -> HttpResponse:
    """Lead from a medication to its client's list."""
    _row, chart = medication_of(request.actor, medication_id, clock.now())
    return redirect(_list(chart))


@both
def client_medication_add(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Put a medication on the list."""
    chart = _keeper(medication_chart(request.actor, client_id, clock.now()))
    form = MedicationForm(sent(request), initial={"starts_on": chart.today})
    return _sheet(
        request, chart, form, lambda data: actions.add_medication(**_who(chart), client=chart.client, **_site(chart), **data),
        title=_("Add a medication"), do=_("Put it on the list"), said=_("It stands on the list."),
    )  # fmt: skip


@both
def client_allergy_add(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Record an allergy."""
    chart = _keeper(medication_chart(request.actor, client_id, clock.now()))
    return _sheet(
        request, chart, AllergyForm(sent(request)),
        lambda data: actions.add_allergy(**_who(chart), client=chart.client, **_site(chart), **data),
        title=_("Record an allergy"), do=_("Record it"), said=_("The allergy stands on the list."),
    )  # fmt: skip


@both
def client_reconcile(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Say that the list was gone through."""
    chart = _keeper(medication_chart(request.actor, client_id, clock.now()))
    return _sheet(
        request, chart, ReconcileForm(sent(request)),
        lambda data: actions.reconcile(**_who(chart), episode=chart.episode, **data),
        title=_("We went through the list"), do=_("Write it down"), said=_("Written down. The next time is on the work list."),
        intro=_("Change the list first, then say here that it is right."),
    )  # fmt: skip


@both
def client_naloxone(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Write down that naloxone was offered."""
    chart = _keeper(medication_chart(request.actor, client_id, clock.now()))
    form = NaloxoneForm(sent(request), initial={"on": chart.today})
    return _sheet(
        request, chart, form, lambda data: _offer(chart, data), title=_("Naloxone"), do=_("Write it down"),
        said=_("Written down."),
    )  # fmt: skip


@both
def medication_dose(request: StaffRequest, medication_id: uuid.UUID) -> HttpResponse:
    """Change the dose: the old row ends, another begins."""
    row, chart = _medication(request, medication_id)
    initial = {
        "version": row.version, "dose": row.dose, "frequency": row.frequency, "starts_on": chart.today,
        "every_days": row.every_days, "prescriber": row.prescriber,
    }  # fmt: skip
    return _sheet(
        request, chart, DoseForm(sent(request), initial=initial),
        lambda data: actions.change_dose(**_who(chart), medication=row, **data), about=row.label, title=_("Another dose"),
        do=_("Change the dose"), said=_("The new dose stands on the list; the old one is kept."),
    )  # fmt: skip


@both
def medication_stop(request: StaffRequest, medication_id: uuid.UUID) -> HttpResponse:
    """Stop a medication."""
    row, chart = _medication(request, medication_id)
    form = StopForm(sent(request), initial={"version": row.version, "on": chart.today})
    return _sheet(
        request, chart, form, lambda data: actions.stop_medication(**_who(chart), medication=row, **data), about=row.label,
        title=_("Stop a medication"), do=_("Stop it"), said=_("It is stopped, and kept with its dates."),
    )  # fmt: skip


@both
def medication_inject(request: StaffRequest, medication_id: uuid.UUID) -> HttpResponse:
    """Record an injection given."""
    row, chart = medication_of(request.actor, medication_id, clock.now())
    require(may_give_injections(request.actor, row.site_id))
    form = InjectionForm(sent(request), initial={"given_on": chart.today, "dose": row.dose})
    return _sheet(
        request, chart, form, lambda data: actions.give_injection(**_who(chart), medication=row, **data), about=row.label,
        title=_("Injection given"), do=_("Record it"), said=_("Recorded, with the day of the next one."),
    )  # fmt: skip


@both
def medication_error(request: StaffRequest, medication_id: uuid.UUID) -> HttpResponse:
    """Mark a medication as entered in error."""
    row, chart = _medication(request, medication_id)
    return _mark(
        request, chart, row.label, row.version, lambda data: actions.mark_medication_error(medication=row, **data)
    )


@both
def allergy_error(request: StaffRequest, allergy_id: uuid.UUID) -> HttpResponse:
    """Mark an allergy as entered in error."""
    row, chart = beside_list(request.actor, Allergy, "client_id", allergy_id, clock.now())
    return _mark_beside(
        request, _keeper(chart), row.substance, lambda data: actions.mark_allergy_error(allergy=row, **data)
    )


@both
def injection_error(request: StaffRequest, injection_id: uuid.UUID) -> HttpResponse:
    """Mark an injection as entered in error."""
    row, chart = beside_list(request.actor, InjectionGiven, "medication__client_id", injection_id, clock.now())
    require(may_give_injections(request.actor, chart.episode.site_id))
    return _mark_beside(request, chart, row.dose, lambda data: actions.mark_injection_error(injection=row, **data))


@both
def naloxone_error(request: StaffRequest, naloxone_id: uuid.UUID) -> HttpResponse:
    """Mark an offer of naloxone as entered in error."""
    row, chart = beside_list(request.actor, NaloxoneOffer, "episode__client_id", naloxone_id, clock.now())
    about = str(row.get_outcome_display())
    return _mark_beside(request, _keeper(chart), about, lambda data: actions.mark_naloxone_error(offer=row, **data))


def _offer(chart: Chart, data: dict[str, Any]) -> None:
    given = data["outcome"] == NaloxoneOutcome.GIVEN
    shared = {key: data[key] for key in ("on", "why", "was_trained", "note")}
    if given:
        kits = {key: data[key] for key in ("kits", "product", "lot", "expires_on")}
        actions.give_naloxone(**_who(chart), episode=chart.episode, **shared, **kits)
    else:
        actions.note_naloxone(**_who(chart), episode=chart.episode, outcome=data["outcome"], **shared)


def _mark(
    request: StaffRequest, chart: Chart, about: str, version: int, act: Callable[[dict[str, Any]], Any]
) -> HttpResponse:
    form = ErrorForm(sent(request), initial={"version": version})
    return _sheet(
        request, chart, form, lambda data: act({**_who(chart), **data}), about=about, title=_("Entered in error"),
        do=_("Mark as entered in error"), said=_("Marked. It is kept, crossed out."), is_danger=True,
    )  # fmt: skip


def _mark_beside(request: StaffRequest, chart: Chart, about: str, act: Callable[[dict[str, Any]], Any]) -> HttpResponse:
    return _mark(request, chart, about, 1, lambda data: act({key: data[key] for key in ("by", "at", "reason")}))


def _medication(request: StaffRequest, medication_id: uuid.UUID) -> tuple[Medication, Chart]:
    row, chart = medication_of(request.actor, medication_id, clock.now())
    require(may_keep_medications(request.actor, row.site_id))
    return row, chart


def _keeper(chart: Chart) -> Chart:
    require(may_keep_medications(chart.actor, chart.episode.site_id))
    return chart


def _who(chart: Chart) -> dict[str, Any]:
    return {"by": chart.actor, "at": chart.at}


def _site(chart: Chart) -> dict[str, Any]:
    return {"site_id": chart.episode.site_id}


def _list(chart: Chart) -> str:
    return reverse(HERE, args=[chart.client.pk])


def _sheet(
    request: StaffRequest, chart: Chart, form: RefusableForm, act: Callable[[dict[str, Any]], Any], *, title: Sentence,
    do: Sentence, said: Sentence, about: str = "", intro: Sentence = "", is_danger: bool = False,
) -> HttpResponse:  # fmt: skip
    return sheet(
        request, chart, form, act, here=HERE, title=title, do=do, said=said, back=_list(chart), about=about, intro=intro,
        is_danger=is_danger,
    )  # fmt: skip
