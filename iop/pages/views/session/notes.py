"""Writing the group note on the session page: the shared part, and each client's line."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from iop.core import clock
from iop.core.errors import Conflict, Stale
from iop.core.words import say
from iop.pages.presenters.days import note, roster
from iop.pages.presenters.days import session as frames
from iop.pages.presenters.days.asking import (
    StaffRequest,
    component_of,
    person_of,
    session_of,
    to_read,
    to_write,
    version_of,
)
from iop.pages.presenters.days.client import as_uuid
from iop.pages.views.session.answering import Now, Saved, saves
from sessions_app.models import ProgramSession, SessionComponent
from therapy.actions.group_notes import open_group_note, save_group_note, save_line
from therapy.models import GroupNote


@require_http_methods(["GET", "POST"])
def shared(request: StaffRequest, session_id: uuid.UUID) -> HttpResponse:
    """Show the note of a day, or of one of its groups (``?component=``), and save its shared part."""
    session = session_of(request.actor, session_id)
    to_read(request.actor, session)
    component = _component(request, session)
    if request.method == "POST":
        to_write(request.actor, session)
        return _save(request, session, component)
    shown = roster.shown(session, request.actor, roster.rows(session))
    context = {
        "frame": frames.frame(session, request.actor),
        "note": note.panel(session, request.actor, shown, component.pk if component else None),
        "part": component,
    }
    return render(request, "session/note_panel.html" if request.htmx else "session/note.html", context)


@require_POST
def line(request: StaffRequest, session_id: uuid.UUID, attendance_id: uuid.UUID) -> HttpResponse:
    """Save one client's line of the actor's own note."""
    attendance = person_of(request.actor, session_id, attendance_id)
    session = attendance.session
    to_write(request.actor, session)
    component = _component(request, session)

    def work() -> Saved:
        row = save_line(
            by=request.actor,
            note=open_group_note(by=request.actor, session=session, at=clock.now(), component=component),
            attendance=attendance,
            version=version_of(request),
            text=request.POST.get("text", ""),
            at=clock.now(),
        )
        return Saved(row.version)

    def now() -> Now:
        row = note.line_now(session, request.actor, attendance.pk, component.pk if component else None)
        return Now(row.version if row else 0, {"text": row.text if row else ""})

    return saves(request, session.site.time_zone, reverse("session", args=[session.pk]), work=work, now=now)


@require_GET
def sign(request: StaffRequest, session_id: uuid.UUID) -> HttpResponse:
    """Lead to the last look at the actor's own note of a day or of one of its groups."""
    session = session_of(request.actor, session_id)
    to_write(request.actor, session)
    component = _component(request, session)
    own = note.note_now(session, request.actor, component.pk if component else None)
    if own is None:
        raise Conflict(say("There is nothing to sign yet: write what the group did first."))
    return redirect("note" if own.signed_at else "note_sign", note_id=own.pk)


def _save(request: StaffRequest, session: ProgramSession, component: SessionComponent | None) -> HttpResponse:
    def work() -> Saved:
        row = save_group_note(
            by=request.actor,
            note=(opened := open_group_note(by=request.actor, session=session, at=clock.now(), component=component)),
            version=_seen(version_of(request), opened),
            shared_text=request.POST.get("shared_text", ""),
            modalities=request.POST.getlist("modalities"),
            at=clock.now(),
        )
        return Saved(row.version)

    def now() -> Now:
        row = note.note_now(session, request.actor, component.pk if component else None)
        return Now(row.version if row else 0, {"shared_text": row.shared_text if row else ""})

    return saves(request, session.site.time_zone, reverse("session", args=[session.pk]), work=work, now=now)


def _seen(version: int, opened: GroupNote) -> int:
    """A form made before the note existed says 0; it stands on the note that its first save made."""
    if version == 0 and opened.shared_text:
        raise Stale(say("This text was changed in another window. Nothing was overwritten."))
    return version or opened.version


def _component(request: StaffRequest, session: ProgramSession) -> SessionComponent | None:
    asked = as_uuid(request.POST.get("component") or request.GET.get("component") or "")
    return component_of(request.actor, session.pk, asked) if asked else None
