"""A relative's own notes and answers: theirs alone."""

from __future__ import annotations

import uuid
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from family.actions import notes as actions
from family.actions.reach import choose_channels
from family.models import RelativeNote
from iop.core import clock
from iop.portal.access import OutsiderRequest, for_relatives, person_of
from iop.portal.forms.shared import ChannelsForm, NoteForm
from iop.portal.presenters.shared import own


@for_relatives
@require_http_methods(["GET", "POST"])
def shared_notes(request: OutsiderRequest) -> HttpResponse:
    """List a relative's own notes, and take a new one."""
    form = NoteForm(request.POST or None)
    person = person_of(request)
    if request.method == "POST" and form.attempt(partial(_write, request, form)):
        messages.success(request, _("Your note is kept. Only you can read it."))
        return redirect("shared_notes")
    return render(request, "portal/shared/notes.html", {"form": form, **own.notes(person)})


@for_relatives
@require_http_methods(["GET", "POST"])
def shared_note(request: OutsiderRequest, note_id: uuid.UUID) -> HttpResponse:
    """Change one of a relative's own notes."""
    note = _own_note(request, note_id)
    form = NoteForm(request.POST or None, initial={"words": note.words, "version": note.version})
    if request.method == "POST" and form.attempt(partial(_change, request, form, note)):
        messages.success(request, _("Your note is changed."))
        return redirect("shared_notes")
    return render(request, "portal/shared/note.html", {"form": form, "note": note})


@for_relatives
@require_POST
def shared_note_away(request: OutsiderRequest, note_id: uuid.UUID) -> HttpResponse:
    """Throw one of a relative's own notes away."""
    actions.throw_note_away(by=request.outsider.actor, note=_own_note(request, note_id))
    messages.success(request, _("Your note is gone."))
    return redirect("shared_notes")


@for_relatives
@require_http_methods(["GET", "POST"])
def shared_messages(request: OutsiderRequest) -> HttpResponse:
    """Ask a relative how they want to be told of changes."""
    person = person_of(request)
    offered = own.channels_offered(person)
    form = ChannelsForm(request.POST or None, offered=offered, initial={"channels": own.channels_chosen(person)})
    if request.method == "POST" and form.attempt(partial(_choose, request, form)):
        messages.success(request, _("Your choice is kept. You can change it at any time."))
        return redirect("shared_groups")
    return render(request, "portal/shared/messages.html", {"form": form, "offered": offered})


def _write(request: OutsiderRequest, form: NoteForm) -> None:
    person = person_of(request)
    actions.write_note(by=request.outsider.actor, person=person, words=form.cleaned_data["words"], at=clock.now())


def _change(request: OutsiderRequest, form: NoteForm, note: RelativeNote) -> None:
    data = form.cleaned_data
    actions.change_note(
        by=request.outsider.actor, note=note, words=data["words"], version=data["version"] or 0, at=clock.now()
    )


def _choose(request: OutsiderRequest, form: ChannelsForm) -> None:
    choose_channels(
        by=request.outsider.actor, person=person_of(request), channels=form.cleaned_data["channels"], at=clock.now()
    )


def _own_note(request: OutsiderRequest, note_id: uuid.UUID) -> RelativeNote:
    return get_object_or_404(RelativeNote, pk=note_id, person=person_of(request))
