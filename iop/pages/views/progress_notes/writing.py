"""Writing a progress note: it saves itself, and whatever else is pressed saves it first."""

from __future__ import annotations

import datetime as dt
import uuid
from http import HTTPStatus
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from iop.audit.recorder import record
from iop.clinic.models import StaffMember
from iop.core import clock
from iop.core.errors import Conflict, Invalid, NotAllowed, Refusal, Stale, require
from iop.core.words import Sentence, say
from iop.pages.presenters.assessments.asking import number_in
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.days.asking import StaffRequest
from iop.pages.presenters.days.client import as_uuid
from iop.pages.presenters.days.words import clock_of
from iop.pages.presenters.progress_notes import writing as pages
from iop.pages.presenters.progress_notes.asking import appointment_of, note_of, readable_chart
from iop.pages.presenters.progress_notes.reading import sign_page
from iop.pages.progress_note_forms import NewNoteForm, typed_in
from iop.pages.views.progress_notes.framing import WRONG, framed
from iop.pages.views.saving import tried
from therapy.actions import progress_notes as actions
from therapy.actions.progress_notes.drafts import Kept, kind_of
from therapy.models import ProgressNote
from therapy.note_formats import of_row
from therapy.policies.progress_notes import (
    may_ask_beside,
    may_edit_progress_note,
    may_take_over,
    may_write_progress_notes,
)


@require_http_methods(["GET", "POST"])
def client_note_new(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Ask what the note is about, and begin it."""
    chart = readable_chart(request.actor, client_id, clock.now())
    require(may_write_progress_notes(request.actor, chart.episode.site_id))
    page = pages.new_page(chart, chart.at)
    form = NewNoteForm(request.POST or None, initial={"kind": request.GET.get("kind", "individual")})
    form.offer(page["layouts"], page["meetings"], pages.meeting_words)
    begun: list[ProgressNote] = []
    if request.method == "POST" and tried(form, lambda: begun.append(_begin(request, chart, form.cleaned_data))):
        return redirect("progress_note_write", begun[0].pk)
    return framed(request, chart, "new", WRONG if request.method == "POST" else HTTPStatus.OK, form=form)


def _begin(request: StaffRequest, chart: Chart, asked: dict[str, Any]) -> ProgressNote:
    return actions.open_progress_note(
        by=request.actor, episode=chart.episode, kind=asked["kind"], format_key=asked["format"],
        appointment=asked["appointment"], at=chart.at,
    )  # fmt: skip


@require_POST
def appointment_note(request: StaffRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """Begin the note of an appointment, or go on with it."""
    row = appointment_of(request.actor, appointment_id)
    chart = readable_chart(request.actor, row.client_id, clock.now())
    assert row.episode is not None  # asked for in ``appointment_of``
    require(may_write_progress_notes(request.actor, row.episode.site_id))
    note = actions.open_progress_note(
        by=request.actor, episode=row.episode, kind=kind_of(row), appointment=row, at=chart.at
    )
    return redirect("progress_note", note.pk)


@require_http_methods(["GET", "POST"])
def progress_note_write(request: StaffRequest, progress_note_id: uuid.UUID) -> HttpResponse:
    """Show a draft for writing, and save it while it is written."""
    row, chart = note_of(request.actor, progress_note_id, clock.now())
    if request.method == "GET":
        if may_edit_progress_note(request.actor, row):
            return redirect("progress_note", row.pk)
        _read(request, row, chart)
        return framed(request, chart, "write", **pages.write_page(row, chart))
    if "X-Autosave" in request.headers:
        return _autosaved(request, row, chart)
    require(may_edit_progress_note(request.actor, row))
    return _saved_first(request, row, chart, lambda kept: _gone_on(request, kept))


def _gone_on(request: StaffRequest, row: ProgressNote) -> HttpResponse:
    if request.POST.get("then") == "sign":
        return redirect("progress_note_sign", row.pk)
    messages.success(request, _("Saved."))
    return redirect("progress_note_write", row.pk)


@require_POST
def progress_note_format(request: StaffRequest, progress_note_id: uuid.UUID) -> HttpResponse:
    """Save a draft and give it another kind or format."""
    row, chart = note_of(request.actor, progress_note_id, clock.now())
    require(may_edit_progress_note(request.actor, row))

    def work(kept: ProgressNote) -> HttpResponse:
        actions.change_format(
            by=request.actor, note=kept, version=kept.version, at=chart.at, kind=request.POST.get("kind", ""),
            format_key=request.POST.get("format", ""),
        )  # fmt: skip
        return redirect("progress_note_write", kept.pk)

    return _saved_first(request, row, chart, work)


@require_POST
def progress_note_carry(request: StaffRequest, progress_note_id: uuid.UUID) -> HttpResponse:
    """Save a draft and take a section of an earlier note over into it, marked."""
    row, chart = note_of(request.actor, progress_note_id, clock.now())
    require(may_edit_progress_note(request.actor, row))

    def work(kept: ProgressNote) -> HttpResponse:
        source_id, _sep, section = request.POST.get("carry", "").partition(":")
        source, _chart = note_of(request.actor, as_uuid(source_id) or uuid.UUID(int=0), chart.at)
        try:
            actions.carry_forward(
                by=request.actor, note=kept, version=kept.version, source=source, section=section, at=chart.at
            )
        except (Conflict, Invalid) as told:
            messages.info(request, str(told.sentence))
        return redirect("progress_note_write", kept.pk)

    return _saved_first(request, row, chart, work)


@require_POST
def progress_note_mention(request: StaffRequest, progress_note_id: uuid.UUID) -> HttpResponse:
    """Ask a colleague beside a note; a draft is saved first."""
    row, chart = note_of(request.actor, progress_note_id, clock.now())
    require(may_ask_beside(request.actor, row))
    if row.signed_at is not None:
        return _asked(request, row, chart.at)
    return _saved_first(request, row, chart, lambda kept: _asked(request, kept, chart.at))


def _asked(request: StaffRequest, row: ProgressNote, at: dt.datetime) -> HttpResponse:
    asked_id = as_uuid(request.POST.get("staff", ""))
    staff = StaffMember.objects.filter(pk=asked_id).first() if asked_id else None
    try:
        if staff is None:
            raise Invalid(say("Choose whom you ask."), field="staff")
        actions.mention(by=request.actor, note=row, staff=staff, question=request.POST.get("question", ""), at=at)
    except Invalid as told:
        messages.error(request, str(told.sentence))
    else:
        messages.success(request, _("Asked. It stands on their work list, and beside the note, never in it."))
    return redirect("progress_note_write" if row.signed_at is None else "progress_note", row.pk)


@require_POST
def progress_note_discard(request: StaffRequest, progress_note_id: uuid.UUID) -> HttpResponse:
    """Throw a draft away."""
    row, chart = note_of(request.actor, progress_note_id, clock.now())
    actions.discard_progress_note(by=request.actor, note=row, at=chart.at)
    messages.info(request, _("The draft is gone."))
    return redirect("client_notes", chart.client.pk)


@require_POST
def progress_note_take_over(request: StaffRequest, progress_note_id: uuid.UUID) -> HttpResponse:
    """Go on with the draft of a colleague who has left."""
    row, chart = note_of(request.actor, progress_note_id, clock.now())
    require(may_take_over(request.actor, row, chart.at))
    actions.take_over_draft(by=request.actor, note=row, at=chart.at)
    return redirect("progress_note_write", row.pk)


@require_http_methods(["GET", "POST"])
def progress_note_sign(request: StaffRequest, progress_note_id: uuid.UUID) -> HttpResponse:
    """Read a draft a last time and sign it. A second click on "Sign" leads to the signed note."""
    row, chart = note_of(request.actor, progress_note_id, clock.now())
    if row.signed_at is not None and row.author_id == request.actor.staff_id:
        return redirect("progress_note", row.pk)
    require(may_edit_progress_note(request.actor, row))
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            actions.sign_progress_note(
                by=request.actor, note=row, at=chart.at, read=request.POST.get("read", ""),
                late_reason=request.POST.get("late_reason", ""), accept_overlap=bool(request.POST.get("accept_overlap")),
                accept_copied=bool(request.POST.get("accept_copied")),
            )  # fmt: skip
        except (Conflict, Invalid, NotAllowed) as told:
            refusal = told
        else:
            messages.success(request, _("Signed and locked. Anything more is an addendum."))
            return redirect("progress_note", row.pk)
    row = ProgressNote.objects.select_related("episode__site", "author", "provided_by", "format").get(pk=row.pk)
    if row.signed_at is not None:
        return redirect("progress_note", row.pk)
    status = refusal.status if refusal else HTTPStatus.OK
    said = {"refusal": refusal.sentence if refusal else None}
    return framed(request, chart, "sign", status, **sign_page(row, request.actor, chart.at, request.POST), **said)


def _autosaved(request: StaffRequest, row: ProgressNote, chart: Chart) -> HttpResponse:
    """Answer a form that saves itself: what could be kept is kept, and what could not is said beside its field."""
    try:
        kept, problems = _keep(request, row, chart)
    except Stale as told:
        row = ProgressNote.objects.select_related("episode__site", "format").get(pk=row.pk)
        answer = {"sentence": str(told), "version": row.version, "theirs": pages.now_fields(row)}
        return JsonResponse(answer, status=told.status)
    except Refusal as told:
        errors = {told.field: [str(told)]} if told.field else {}
        return JsonResponse({"sentence": str(told), "errors": errors}, status=told.status)
    said = {name: [str(words)] for name, words in problems.items()}
    at = clock_of(clock.now(), ZoneInfo(chart.zone))
    return JsonResponse({"saved_at": at, "version": kept.note.version, "errors": said})


def _saved_first(request: StaffRequest, row: ProgressNote, chart: Chart, then: Any) -> HttpResponse:
    """Save a plain form and go on; come back with everything typed when it was changed elsewhere or does not fit."""
    try:
        kept, problems = _keep(request, row, chart)
    except (Stale, Invalid) as told:
        now = ProgressNote.objects.select_related("episode__site", "author", "format").get(pk=row.pk)
        typed = typed_in(request.POST, of_row(now.format), chart.zone)
        stands = _differing(request, now) if isinstance(told, Stale) else None
        page = pages.write_page(now, chart, typed=typed, problems={told.field: told.sentence}, theirs=stands)
        return framed(request, chart, "write", told.status, **page, refusal=told.sentence)
    if problems:
        page = pages.write_page(kept.note, chart, problems=problems)
        return framed(request, chart, "write", WRONG, **page)
    answer: HttpResponse = then(kept.note)
    return answer


def _keep(request: StaffRequest, row: ProgressNote, chart: Chart) -> tuple[Kept, dict[str, Sentence]]:
    typed = typed_in(request.POST, of_row(row.format), chart.zone)
    kept = actions.save_progress_note(
        by=request.actor, note=row, version=number_in(request.POST), at=chart.at, values=typed.values,
        contents=typed.contents, marks=typed.marks, comments=typed.comments,
    )  # fmt: skip
    return kept, {**typed.problems, **kept.problems}


def _differing(request: StaffRequest, now: ProgressNote) -> dict[str, str]:
    """Name each text that stands otherwise in the record than in the form, by the label a person knows."""
    stands = pages.now_fields(now)
    labels = {f"section-{section.key}": str(section.label) for section in of_row(now.format).sections}
    labels |= {"next_step": _("Next step"), "risk_words": _("Risk, in words")}
    return {
        label: str(stands[name])
        for name, label in labels.items()
        if name in request.POST and request.POST[name].replace("\r\n", "\n") != stands[name]
    }


def _read(request: StaffRequest, row: ProgressNote, chart: Chart) -> None:
    record(
        by=request.actor, verb="therapy.progress_note_read", subject=row, clients=[chart.client.pk],
        site_id=row.episode.site_id,
    )  # fmt: skip
