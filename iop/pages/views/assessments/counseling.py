"""SUD counseling notes: each author sees their own, and nobody sees another's."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from iop.core import clock
from iop.core.errors import Invalid, require
from iop.core.words import say
from iop.pages.assessment_forms import CounselingForm
from iop.pages.presenters.assessments.asking import number_in
from iop.pages.presenters.assessments.counseling import note_page, read_own_notes
from iop.pages.presenters.clients.head import Chart, read_chart
from iop.pages.presenters.days.asking import StaffRequest
from iop.pages.views.assessments.framing import WRONG, framed
from iop.pages.views.saving import tried
from iop.pages.views.session.answering import Now, Saved, saves
from therapy.actions import counseling as actions
from therapy.policies import may_keep_counseling_notes


@never_cache
@require_http_methods(["GET", "POST"])
def client_counseling_notes(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """List the colleague's own notes about a client, and begin one."""
    chart = read_chart(request.actor, client_id, clock.now())
    require(may_keep_counseling_notes(request.actor, chart.episode.site_id))
    form = CounselingForm(request.POST or None, initial={"about_on": chart.today})
    made: list[uuid.UUID] = []
    if request.method == "POST" and tried(form, lambda: made.append(_begin(request, chart, form))):
        return redirect("counseling_note", made[0])
    status = WRONG if request.method == "POST" else 200
    return framed(request, chart, "counseling_list", status, notes=read_own_notes(chart), form=form)


@never_cache
@require_http_methods(["GET", "POST"])
def counseling_note(request: StaffRequest, counseling_note_id: uuid.UUID) -> HttpResponse:
    """Show the colleague's own note, and save it while it is written."""
    at = clock.now()
    require(may_keep_counseling_notes(request.actor))
    note = actions.read_own(by=request.actor, note_id=counseling_note_id, at=at)
    if note is None:
        raise Http404
    chart = read_chart(request.actor, note.episode.client_id, at)
    if request.method == "GET":
        return framed(request, chart, "counseling_note", **note_page(note))

    def work() -> Saved:
        form = CounselingForm(request.POST)
        if not form.is_valid():
            raise Invalid(say("Give the day of the talk."), field="about_on")
        data = form.cleaned_data
        saved = actions.save_note(
            by=request.actor,
            note=note,
            version=number_in(request.POST),
            text=data["text"],
            about_on=data["about_on"],
            at=at,
        )
        return Saved(saved.version)

    def now() -> Now:
        note.refresh_from_db()
        return Now(note.version, {"text": note.text, "about_on": note.about_on.isoformat()})

    return saves(request, chart.zone, reverse("counseling_note", args=[note.pk]), work=work, now=now)


@require_POST
def counseling_note_finish(request: StaffRequest, counseling_note_id: uuid.UUID) -> HttpResponse:
    """Lock the colleague's own note."""
    at = clock.now()
    require(may_keep_counseling_notes(request.actor))
    note = actions.read_own(by=request.actor, note_id=counseling_note_id, at=at)
    if note is None:
        raise Http404
    _finish(request, note, at)
    messages.success(request, _("Finished and locked."))
    return redirect("counseling_note", note.pk)


@transaction.atomic
def _finish(request: StaffRequest, note: Any, at: dt.datetime) -> None:
    """What stands in the form is what is locked: words not saved yet are saved first."""
    version = number_in(request.POST)
    form = CounselingForm(request.POST)
    if form.is_valid():
        typed = form.cleaned_data
        if (typed["text"].replace("\r\n", "\n"), typed["about_on"]) == (note.text, note.about_on):
            version = note.version
        else:
            version = actions.save_note(by=request.actor, note=note, version=version, at=at, **typed).version
    actions.finish_note(by=request.actor, note=note, version=version, at=at)


def _begin(request: StaffRequest, chart: Chart, form: CounselingForm) -> uuid.UUID:
    data = form.cleaned_data
    note = actions.write_note(
        by=request.actor, episode=chart.episode, text=data["text"], about_on=data["about_on"], at=chart.at
    )
    return note.pk
