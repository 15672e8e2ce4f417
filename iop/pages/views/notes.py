"""Group notes after the group: mine to sign, others' to co-sign, prints, addenda, wrong charts."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from iop.access.choices import Permission
from iop.core import clock
from iop.core.errors import Conflict, Invalid, NotAllowed, Refusal, Stale, require
from iop.core.words import say
from iop.pages.presenters.days import notes
from iop.pages.presenters.days.asking import WHY_NO_WRITING, StaffRequest, line_of, note_of, to_write, version_of
from iop.pages.presenters.days.client import as_uuid
from iop.pages.presenters.progress_notes import desk
from therapy.actions.group_notes import (
    add_addendum,
    cosign_group_note,
    mark_entered_in_error,
    return_group_note,
    sign_group_note,
)
from therapy.policies import may_add_addendum, may_cosign_note, may_mark_entered_in_error, may_sign_note


@require_GET
def mine(request: StaffRequest) -> HttpResponse:
    """List the notes of both sorts that the colleague still has to write and sign, what a supervisor returned, what they
    were asked; with ``?who=everyone`` the unsigned notes of all, for those who co-sign."""
    actor, at = request.actor, clock.now()
    require(None if actor.can(Permission.NOTE_WRITE) else WHY_NO_WRITING)
    supervises = actor.can(Permission.NOTE_COSIGN)
    if request.GET.get("who") == "everyone":
        require(None if supervises else WHY_NO_COSIGNING)
        return render(request, "notes/everybodys.html", {"rows": desk.everybodys(actor, at)})
    singles = {
        "to_write": desk.to_write(actor, at),
        "single_drafts": desk.drafts_of(actor, at),
        "single_waiting": desk.waiting_of(actor, at),
        "asked": desk.asked_of(actor, at),
        "thread": desk.thread_count(actor, at),
        "everybody_url": desk.everybody_url() if supervises else "",
    }
    return render(request, "notes/mine.html", notes.mine(actor, at) | singles)


@require_GET
def to_cosign(request: StaffRequest) -> HttpResponse:
    """List the notes that wait for a co-signature at the colleague's sites, their own left out."""
    require(None if request.actor.can(Permission.NOTE_COSIGN) else WHY_NO_COSIGNING)
    actor, at = request.actor, clock.now()
    lists = {
        "rows": notes.waiting(actor, at),
        "singles": desk.to_cosign(actor, at),
        "left_behind": desk.left_behind(actor, at),
    }
    return render(request, "notes/to_cosign.html", lists)


@require_GET
def show(request: StaffRequest, note_id: uuid.UUID) -> HttpResponse:
    """Show a note with all its lines, signatures, addenda and answers."""
    note = note_of(request.actor, note_id)
    context = notes.page(note, request.actor, clock.now())
    return render(request, "notes/show.html", context)


@require_http_methods(["GET", "POST"])
def sign(request: StaffRequest, note_id: uuid.UUID) -> HttpResponse:
    """Read a draft a last time, with names and copies pointed out, and sign it."""
    note = note_of(request.actor, note_id)
    to_write(request.actor, note.session)
    if note.signed_at is not None and request.method == "GET":
        return redirect("note", note_id=note.pk)
    require(may_sign_note(request.actor, note))
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            sign_group_note(
                by=request.actor,
                note=note,
                version=version_of(request),
                at=clock.now(),
                confirmed_words=request.POST.getlist("confirmed_words"),
                late_reason=request.POST.get("late_reason", ""),
                accept_identical=bool(request.POST.get("accept_identical")),
                seen=request.POST.get("seen", ""),
            )
        except (Conflict, Stale, Invalid, NotAllowed) as told:
            refusal = told
        else:
            messages.success(request, _("Signed and locked. Anything more is an addendum."))
            return redirect("session", session_id=note.session_id)
    note.refresh_from_db(fields=["version", "shared_text", "modalities"])
    context = notes.last_look(note, request.actor, clock.now()) | {
        "refusal": refusal.sentence if refusal else None,
        "typed": request.POST,
    }
    return render(request, "notes/sign.html", context, status=refusal.status if refusal else 200)


@require_http_methods(["POST"])
def cosign(request: StaffRequest, note_id: uuid.UUID) -> HttpResponse:
    """Co-sign a waiting note, or return it with a comment."""
    note = note_of(request.actor, note_id)
    if reason := may_cosign_note(request.actor, note):
        # Whoever co-signs here is told what stands in the way of this one; whoever does not, is refused.
        raise (
            Conflict(reason) if request.actor.can(Permission.NOTE_COSIGN, note.session.site_id) else NotAllowed(reason)
        )
    comment = request.POST.get("comment", "")
    if request.POST.get("do") == "return":
        return_group_note(by=request.actor, note=note, comment=comment, at=clock.now())
        messages.info(request, _("Returned to the author with your comment."))
    else:
        cosign_group_note(by=request.actor, note=note, at=clock.now(), comment=comment)
        messages.success(request, _("Co-signed."))
    return redirect("notes_to_cosign")


@require_http_methods(["GET", "POST"])
def addendum(request: StaffRequest, note_id: uuid.UUID) -> HttpResponse:
    """Add to a signed note, for everybody's copy or for one client's."""
    note = note_of(request.actor, note_id)
    require(may_add_addendum(request.actor, note))
    refusal: Refusal | None = None
    if request.method == "POST":
        asked = as_uuid(request.POST.get("line", ""))
        try:
            add_addendum(
                by=request.actor,
                note=note,
                text=request.POST.get("text", ""),
                reason=request.POST.get("reason", ""),
                at=clock.now(),
                line=line_of(note, asked) if asked else None,
                confirmed_words=request.POST.getlist("confirmed_words"),
            )
        except (Conflict, Invalid) as told:
            refusal = told
        else:
            messages.success(request, _("Added and signed."))
            return redirect("note", note_id=note.pk)
    context = notes.addendum_form(note, request.actor, request.POST) | {
        "refusal": refusal.sentence if refusal else None
    }
    return render(request, "notes/addendum.html", context, status=refusal.status if refusal else 200)


@require_GET
def copy(request: StaffRequest, note_id: uuid.UUID, line_id: uuid.UUID) -> HttpResponse:
    """Show one client's copy for printing: shared text, own line, names and credentials, and the hash."""
    note = note_of(request.actor, note_id)
    line = line_of(note, line_id)
    return render(request, "notes/copy.html", notes.copy(note, line, request.actor, clock.now()))


@require_http_methods(["GET", "POST"])
def error(request: StaffRequest, note_id: uuid.UUID, line_id: uuid.UUID) -> HttpResponse:
    """Mark a copy that stands in the wrong chart as entered in error."""
    note = note_of(request.actor, note_id)
    line = line_of(note, line_id)
    require(may_mark_entered_in_error(request.actor, line))
    if request.method == "POST":
        mark_entered_in_error(by=request.actor, line=line, reason=request.POST.get("reason", ""), at=clock.now())
        messages.success(request, _("Hidden from views and kept for the record."))
        return redirect("note", note_id=note.pk)
    return render(request, "notes/error.html", notes.wrong_chart(note, line))


WHY_NO_COSIGNING = say("Your role does not include co-signing notes.")
