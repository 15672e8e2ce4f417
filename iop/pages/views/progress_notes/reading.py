"""A progress note read, answered, added to, printed; and the questions beside it."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clients.actions import print_from_chart
from iop.access.choices import Permission
from iop.audit.recorder import record
from iop.core import clock
from iop.core.basis import own_use
from iop.core.errors import Conflict, Invalid, NotAllowed, require
from iop.core.words import say
from iop.pages.assessment_forms import AddendumForm
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.days.asking import StaffRequest
from iop.pages.presenters.progress_notes.asking import mention_of, note_of
from iop.pages.presenters.progress_notes.questions import question_page
from iop.pages.presenters.progress_notes.reading import note_facts, read_page
from iop.pages.presenters.progress_notes.words import signatures_of
from iop.pages.progress_note_forms import AnswerForm, ErrorForm
from iop.pages.views.progress_notes.framing import WRONG, framed
from iop.pages.views.saving import tried
from therapy.actions import progress_notes as actions
from therapy.models import ProgressNote
from therapy.policies.progress_notes import (
    may_add_to_progress_note,
    may_answer,
    may_cosign_progress_note,
    may_edit_progress_note,
    may_mark_note_in_error,
)
from therapy.progress_contents import PROGRESS_NOTE_KIND


@require_GET
def progress_note(request: StaffRequest, progress_note_id: uuid.UUID) -> HttpResponse:
    """Show a note as it was signed; the author of a draft goes on writing."""
    row, chart = note_of(request.actor, progress_note_id, clock.now())
    if may_edit_progress_note(request.actor, row) is None:
        return redirect("progress_note_write", row.pk)
    record(
        by=request.actor, verb="therapy.progress_note_read", subject=row, clients=[chart.client.pk],
        site_id=row.episode.site_id,
    )  # fmt: skip
    return _page(request, row, chart)


@require_POST
def progress_note_cosign(request: StaffRequest, progress_note_id: uuid.UUID) -> HttpResponse:
    """Co-sign a waiting note, or return it with a comment."""
    row, chart = note_of(request.actor, progress_note_id, clock.now())
    if reason := may_cosign_progress_note(request.actor, row):
        # Whoever co-signs here is told what stands in the way of this one; whoever does not, is refused.
        may = request.actor.can(Permission.NOTE_COSIGN, row.episode.site_id)
        raise Conflict(reason) if may else NotAllowed(reason)
    comment = request.POST.get("comment", "")
    try:
        if request.POST.get("do") == "return":
            actions.return_progress_note(by=request.actor, note=row, comment=comment, at=chart.at)
            messages.info(request, _("Returned to the author with your comment."))
        else:
            actions.cosign_progress_note(by=request.actor, note=row, comment=comment, at=chart.at)
            messages.success(request, _("Co-signed."))
    except Invalid as told:
        return _page(request, row, chart, told.status, refusal=told.sentence)
    return redirect("progress_note", row.pk)


@require_POST
def progress_note_addendum(request: StaffRequest, progress_note_id: uuid.UUID) -> HttpResponse:
    """Add to a signed note."""
    row, chart = note_of(request.actor, progress_note_id, clock.now())
    require(may_add_to_progress_note(request.actor, row))
    form = AddendumForm(request.POST)
    if tried(form, lambda: actions.add_addendum(by=request.actor, note=row, at=chart.at, **form.cleaned_data)):
        messages.success(request, _("Added and signed."))
        return redirect("progress_note", row.pk)
    return _page(request, row, chart, WRONG, addendum_form=form)


@require_http_methods(["GET", "POST"])
def progress_note_error(request: StaffRequest, progress_note_id: uuid.UUID) -> HttpResponse:
    """Mark a note that stands in the wrong chart as entered in error."""
    row, chart = note_of(request.actor, progress_note_id, clock.now())
    require(may_mark_note_in_error(request.actor, row))
    form = ErrorForm(request.POST or None)
    if request.method == "POST" and tried(
        form, lambda: actions.mark_note_in_error(by=request.actor, note=row, at=chart.at, **form.cleaned_data)
    ):
        messages.success(request, _("Hidden from views and kept for the record."))
        return redirect("client_notes", chart.client.pk)
    status = WRONG if request.method == "POST" else HTTPStatus.OK
    return framed(request, chart, "error", status, form=form, **note_facts(row, []))


@require_GET
def progress_note_print(request: StaffRequest, progress_note_id: uuid.UUID) -> HttpResponse:
    """Lay a signed note out for print, with its hash and the notice that goes along. Printing is an event on record."""
    row, chart = note_of(request.actor, progress_note_id, clock.now())
    if row.signed_at is None:
        raise Conflict(say("A draft is not part of the record: sign it first."), code="draft")
    print_from_chart(
        by=request.actor, client=chart.client, subject=(PROGRESS_NOTE_KIND, row.pk),
        basis=own_use("chart_print", "progress_note"), at=chart.at,
    )  # fmt: skip
    facts = note_facts(row, signatures_of([row]).get(row.pk, []))
    printed = {"chart": chart, "printed_by": request.actor.display_name}
    return render(request, "progress_notes/note_print.html", {**facts, **printed})


@require_http_methods(["GET", "POST"])
def note_question(request: StaffRequest, mention_id: uuid.UUID) -> HttpResponse:
    """Show a question that was put beside a note, and take the answer."""
    row = mention_of(request.actor, mention_id)
    form = AnswerForm(request.POST or None)
    if request.method == "POST":
        require(may_answer(request.actor, row))
        if tried(
            form, lambda: actions.answer_mention(by=request.actor, mention=row, at=clock.now(), **form.cleaned_data)
        ):
            messages.success(request, _("Answered."))
            return redirect("note_question", row.pk)
    status = WRONG if request.method == "POST" else HTTPStatus.OK
    context = question_page(row, request.actor, clock.now()) | {"form": form}
    return render(request, "progress_notes/question.html", context, status=status)


def _page(
    request: StaffRequest, row: ProgressNote, chart: Chart, status: int = HTTPStatus.OK, **more: object
) -> HttpResponse:
    context = {"addendum_form": AddendumForm(), **read_page(row, chart), **more}
    return framed(request, chart, "show", status, **context)
