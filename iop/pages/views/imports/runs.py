"""Bringing clients in from another system: a file is handed in, looked through, mapped, and brought in or put aside."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clients.actions import open_list
from clients.import_choices import ImportStatus
from clients.import_policies import may_import
from clients.models import ImportRun
from iop.access.choices import Permission
from iop.clinic.models import Site
from iop.core import clock
from iop.core.basis import own_use
from iop.core.errors import Refusal, require
from iop.pages.import_forms import BringInForm, HandInForm, MappingForm, VersionForm
from iop.pages.presenters.imports import runs as presenter
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.views.chart.parts import page_asked
from iop.pages.views.saving import tried
from iop.workflows.importing import leftovers, receiving

WRONG = HTTPStatus.UNPROCESSABLE_ENTITY


@require_GET
def imports(request: StaffRequest) -> HttpResponse:
    """List the files that were handed in."""
    require(may_import(request.actor))
    number = page_asked(request)
    return render(request, "imports/list.html", presenter.read_list(request.actor, number) | {"number": number})


@require_http_methods(["GET", "POST"])
def import_new(request: StaffRequest) -> HttpResponse:
    """Take a file in, to be looked through."""
    require(may_import(request.actor))
    form = _hand_in_form(request)
    taken: list[ImportRun] = []

    def take() -> None:
        said = form.cleaned_data
        taken.append(
            receiving.receive(
                by=request.actor, file=said["file"], site=said["site"], source=said["source"], at=clock.now()
            )
        )

    if request.method == "POST" and tried(form, take, "file"):
        return redirect("import_run", taken[0].pk)
    return render(request, "imports/new.html", {"form": form}, status=WRONG if form.errors else HTTPStatus.OK)


@require_GET
def import_run(request: StaffRequest, run_id: uuid.UUID) -> HttpResponse:
    """Show one file: what would become, or became, of its people."""
    return _shown(request, run_asked(request, run_id))


@require_GET
def import_state(request: StaffRequest, run_id: uuid.UUID) -> HttpResponse:
    """Say how far a file has come; when it is there, the page is read anew."""
    run = run_asked(request, run_id)
    page = presenter.state(run)
    answer = render(request, "imports/state.html", {"page": page})
    if not page["is_under_way"]:
        answer["HX-Refresh"] = "true"
    return answer


@require_POST
def import_mapping(request: StaffRequest, run_id: uuid.UUID) -> HttpResponse:
    """Say anew which column is which field; the file is read again."""
    run = run_asked(request, run_id)
    form = MappingForm(request.POST, run=run, auto_id="map_%s")

    def change() -> None:
        said = form.cleaned_data
        receiving.change_mapping(
            by=request.actor, run=run, version=said["version"], columns=form.columns(), dates=said["dates"],
            at=clock.now(),
        )  # fmt: skip

    if tried(form, change):
        messages.success(request, _("Read again with these columns."))
        return redirect("import_run", run_id)
    return _shown(request, run, WRONG, mapping_form=form)


@require_POST
def import_bring(request: StaffRequest, run_id: uuid.UUID) -> HttpResponse:
    """Bring in what was looked through."""
    run = run_asked(request, run_id)
    form = BringInForm(request.POST, auto_id="bring_%s")
    done: list[ImportRun] = []

    def bring() -> None:
        said = form.cleaned_data
        done.append(
            receiving.bring_in(
                by=request.actor, run=run, version=said["version"], at=clock.now(),
                leave_faulty_out=said["leave_faulty_out"], bring_alike=said["bring_alike"],
            )
        )  # fmt: skip

    if not tried(form, bring):
        return _shown(request, run_asked(request, run_id), WRONG, bring_form=form)
    if done[0].status == ImportStatus.DONE:
        messages.success(request, _("Brought in. Each person has a chart with an inquiry."))
    else:
        messages.info(
            request, _("There are many, so they are brought in by themselves. This page shows how far it is.")
        )
    return redirect("import_run", run_id)


@require_POST
def import_again(request: StaffRequest, run_id: uuid.UUID) -> HttpResponse:
    """Look at a file anew."""
    return _decided(request, run_id, receiving.read_again, _("Read again."))


@require_POST
def import_withdraw(request: StaffRequest, run_id: uuid.UUID) -> HttpResponse:
    """Put a file aside."""
    return _decided(request, run_id, receiving.withdraw, _("Put aside. Nobody of this file was brought in."))


@require_GET
def import_rows(request: StaffRequest, run_id: uuid.UUID) -> HttpResponse:
    """Download the rows that are out, with the reasons, to mend them."""
    run = run_asked(request, run_id)
    content = leftovers.take(by=request.actor, run=run, basis=own_use("operations", "demographics"))
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="rows-left-out.csv"'
    return answer


def run_asked(request: StaffRequest, run_id: uuid.UUID) -> ImportRun:
    """Give the file that is asked for. Raises ``NotAllowed``, ``Http404``."""
    require(may_import(request.actor))
    return presenter.run_of(request.actor, run_id)


def _decided(request: StaffRequest, run_id: uuid.UUID, act: Callable[..., ImportRun], words: str) -> HttpResponse:
    run, form = run_asked(request, run_id), VersionForm(request.POST)

    def decide() -> str:
        act(by=request.actor, run=run, version=form.cleaned_data["version"], at=clock.now())
        return words

    carried_out(request, form, decide)
    return redirect("import_run", run_id)


def carried_out(request: StaffRequest, form: VersionForm, act: Callable[[], str]) -> None:
    """Do what a button asked for; what ``act`` says came of it, or why it was refused, stands on the next page."""
    if form.is_valid():
        try:
            words = act()
        except Refusal as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, words)


def _shown(request: StaffRequest, run: ImportRun, status: int = HTTPStatus.OK, **wrong: Any) -> HttpResponse:
    number = page_asked(request)
    page = presenter.read_run(request.actor, run, show=request.GET.get("show", ""), page=number)
    if told := sum(bool(row["differences"]) for row in page["rows"]):
        # What their charts say stands on this page, beside what the file says.
        open_list(by=request.actor, what="import_known", rows=told)
    context = {
        "page": page,
        "number": number,
        "mapping_form": MappingForm(run=run, auto_id="map_%s") if page["is_table"] and page["is_ready"] else None,
        "bring_form": BringInForm(initial={"version": run.version}, auto_id="bring_%s"),
        **wrong,
    }
    return render(request, "imports/run.html", context, status=status)


def _hand_in_form(request: StaffRequest) -> HandInForm:
    sites = list(Site.objects.filter(pk__in=request.actor.sites_where(Permission.CLIENTS_IMPORT)).order_by("name"))
    place = getattr(request, "site", None)
    first = place.id if place else (sites[0].pk if sites else None)
    bound = request.method == "POST"
    return HandInForm(
        request.POST if bound else None, request.FILES if bound else None, sites=sites, initial={"site": str(first)}
    )
