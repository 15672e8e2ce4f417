"""Rows of a file that look like somebody: put beside the charts, and decided one by one or all that are left."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from clients.actions import open_list
from clients.import_choices import ImportStatus, RowDecision
from clients.models import Client, ImportedRow, ImportRun
from iop.core import clock
from iop.pages.import_forms import DecisionForm, RestForm, VersionForm
from iop.pages.presenters.imports import alike as presenter
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.views.chart.parts import page_asked
from iop.pages.views.imports.runs import carried_out, run_asked
from iop.pages.views.saving import tried
from iop.workflows.importing import deciding
from iop.workflows.importing.seeing import Sight, seen_by


@require_GET
def import_alike(request: StaffRequest, run_id: uuid.UUID) -> HttpResponse:
    """Show what the file says of people who look like somebody, beside what the charts say."""
    run = run_asked(request, run_id)
    if run.status != ImportStatus.READY:
        # What became of each stands with the file.
        return redirect("import_run", run_id)
    return _shown(request, run)


@require_POST
def import_decide(request: StaffRequest, run_id: uuid.UUID, row_id: uuid.UUID) -> HttpResponse:
    """Decide about one row."""
    run = run_asked(request, run_id)
    row = run.rows.filter(pk=row_id).first()
    if row is None or run.status != ImportStatus.READY:
        messages.warning(
            request, str(deciding.READ_ANEW if row is None else _("This file no longer waits for a decision."))
        )
        return redirect("import_run", run_id)
    sight = seen_by(request.actor, [row])
    form = _form(row, presenter.choices_of(row, sight), request.POST)

    def decide() -> None:
        said, _colon, chart = form.cleaned_data["decision"].partition(":")
        deciding.decide(
            by=request.actor, row=row, version=form.cleaned_data["version"], at=clock.now(),
            decision=deciding.OPEN if said == presenter.TAKE_BACK else said, client=_chart(sight, chart),
        )  # fmt: skip

    if not tried(form, decide):
        return _shown(request, run_asked(request, run_id), HTTPStatus.UNPROCESSABLE_ENTITY, wrong={row.pk: form})
    messages.success(
        request, _("Row %(row)d is decided. Nothing happens before the file is brought in.") % {"row": row.position}
    )
    return redirect(_back(request, run_id))


@require_POST
def import_decide_rest(request: StaffRequest, run_id: uuid.UUID) -> HttpResponse:
    """Decide about all rows that are left."""
    run, form = run_asked(request, run_id), RestForm(request.POST)

    def decide() -> str:
        said = form.cleaned_data
        rest = deciding.decide_rest(
            by=request.actor, run=run, version=said["version"], decision=said["decision"], at=clock.now()
        )
        return _rest_words(rest, said["decision"])

    carried_out(request, form, decide)
    return redirect("import_alike", run_id)


@require_POST
def import_unlink(request: StaffRequest, run_id: uuid.UUID, row_id: uuid.UUID) -> HttpResponse:
    """Undo a link that was a mistake, after the file was brought in."""
    row, form = get_object_or_404(run_asked(request, run_id).rows, pk=row_id), VersionForm(request.POST)

    def undo() -> str:
        deciding.unlink(by=request.actor, row=row, version=form.cleaned_data["version"], at=clock.now())
        return _("The link is undone. Nothing had changed in the chart.")

    carried_out(request, form, undo)
    return redirect("import_run", run_id)


def _rest_words(rest: deciding.Rest, decision: str) -> str:
    if decision == RowDecision.NEW:
        words = ngettext("%(n)d row comes in as new.", "%(n)d rows come in as new.", rest.decided)
    else:
        words = ngettext("%(n)d row is left out.", "%(n)d rows are left out.", rest.decided)
    said = words % {"n": rest.decided}
    if rest.waiting:
        waits = ngettext(
            "%(n)d more waits for somebody who may see whom it looks like.",
            "%(n)d more wait for somebody who may see whom they look like.",
            rest.waiting,
        )
        said = f"{said} {waits % {'n': rest.waiting}}"
    return said


def _chart(sight: Sight, key: str) -> Client | None:
    return next((client for client in sight.charts.values() if str(client.pk) == key), None)


def _form(row: ImportedRow, choices: Iterable[tuple[str, Any]], data: Any = None) -> DecisionForm:
    first = {"version": row.version, "decision": presenter.chosen(row)}
    return DecisionForm(data, choices=choices, initial=first, auto_id=f"row_{row.position}_%s")


def _again(form: DecisionForm | None, row: ImportedRow) -> DecisionForm | None:
    """Give a refused form back as the row stands now: who saw what another decided, and says otherwise, is believed."""
    if form is not None:
        form.data = {**form.data.dict(), "version": row.version}  # type: ignore[attr-defined]
    return form


def _back(request: StaffRequest, run_id: uuid.UUID) -> str:
    asked = {name: request.GET[name] for name in ("show", "page") if name in request.GET}
    url = reverse("import_alike", args=[run_id])
    return f"{url}?{urlencode(asked)}#people" if asked else f"{url}#people"


def _shown(
    request: StaffRequest, run: ImportRun, status: int = HTTPStatus.OK, wrong: dict[uuid.UUID, DecisionForm] | None = None
) -> HttpResponse:  # fmt: skip
    page = presenter.read_alike(request.actor, run, show=request.GET.get("show", ""), page=page_asked(request))
    if page["charts"]:
        # What these charts say stands on this page, beside what the file says.
        open_list(by=request.actor, what="import_alike", rows=page["charts"])
    for shown in page["rows"]:
        shown["form"] = _again((wrong or {}).get(shown["id"]), shown["row"]) or _form(shown["row"], shown["choices"])
    return render(request, "imports/alike.html", {"page": page}, status=status)
