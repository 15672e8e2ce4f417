"""What may still follow a signed note: an addendum, or the mark that a copy stood in the wrong chart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import IntegrityError, transaction

from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import Conflict, Invalid, require
from iop.core.words import say
from iop.work.actions import close_for
from iop.work.choices import WorkKind
from sessions_app.models import Attendance
from therapy import contents
from therapy.actions.addenda import require_addendum_words, signed_by
from therapy.actions.group_notes.drafts import fitting, locked
from therapy.actions.group_notes.owing import owe_cosignature
from therapy.actions.group_notes.signing import confirm_words
from therapy.checks import Named, person_of
from therapy.choices import NoteStatus
from therapy.models import Addendum, EnteredInError, GroupNote, GroupNoteLine
from therapy.name_check import found
from therapy.policies import may_add_addendum, may_mark_entered_in_error, signer


@transaction.atomic
def add_addendum(
    *,
    by: Actor,
    note: GroupNote,
    text: str,
    reason: str,
    at: dt.datetime,
    line: GroupNoteLine | None = None,
    confirmed_words: Iterable[str] = (),
) -> Addendum:
    """Add to a signed note, for everybody's copy or for one client's, under one's own name and with the reason.

    The author's addendum to a returned note puts it back on the supervisor's list.
    """
    note = locked(note.pk)
    require(may_add_addendum(by, note))
    _require_words(note, line, text, reason)
    confirm_words(by=by, note=note, places=_named(note, line, text), confirmed=confirmed_words, at=at)
    addendum = _signed(by, note, line, fitting(text.strip(), "text"), reason.strip()[:300], at)
    if note.status == NoteStatus.AWAITING_COSIGNATURE and by.staff_id == note.author_id:
        close_for(by=by, subject=(contents.NOTE_KIND, note.id), kind=WorkKind.SIGN_NOTE, at=at)
        owe_cosignature(by=by, note=note, at=at)
    return addendum


@transaction.atomic
def mark_entered_in_error(*, by: Actor, line: GroupNoteLine, reason: str, at: dt.datetime) -> EnteredInError:
    """Hide a client's copy that stood in the wrong chart from views, portal and exports. It is kept for the record."""
    line = GroupNoteLine.objects.select_related("note__session").select_for_update(of=("self",)).get(pk=line.pk)
    require(may_mark_entered_in_error(by, line))
    if not reason.strip():
        raise Invalid(say("Say why it stands in the wrong chart."), field="reason")
    try:
        with transaction.atomic():
            mark = EnteredInError.objects.create(line=line, by_id=signer(by), at=at, reason=reason.strip()[:300])
    except IntegrityError as twice:
        raise Conflict(say("This is already marked as entered in error."), code="already_marked") from twice
    record(
        by=by, verb="therapy.entered_in_error", subject=line, clients=[line.client_id],
        site_id=line.note.session.site_id, detail={"note": line.note_id},
    )  # fmt: skip
    return mark


def _require_words(note: GroupNote, line: GroupNoteLine | None, text: str, reason: str) -> None:
    if line is not None and line.note_id != note.id:
        raise Invalid(say("This line belongs to another note."), field="line")
    require_addendum_words(text, reason)


def _named(note: GroupNote, line: GroupNoteLine | None, text: str) -> list[Named]:
    roster = Attendance.objects.on_roster().filter(session=note.session_id).select_related("client")
    people = [person_of(attendance.client) for attendance in roster]
    about = next((person for person in people if line is not None and person.client_id == line.client_id), None)
    line_id = line.pk if line is not None else None
    return [Named(place, line_id, about.client_id if about else None) for place in found(text, people, about=about)]


def _signed(
    by: Actor, note: GroupNote, line: GroupNoteLine | None, text: str, reason: str, at: dt.datetime
) -> Addendum:
    clients = [line.client_id] if line is not None else list(note.lines.values_list("client_id", flat=True))
    addendum = signed_by(
        by=by, addendum=Addendum(note=note, line=line, text=text, reason=reason, signed_at=at),
        kind=contents.ADDENDUM_KIND, content_of=contents.of_addendum, at=at, clients=clients,
        site_id=note.session.site_id,
    )  # fmt: skip
    record(
        by=by, verb="therapy.addendum_added", subject=addendum, clients=clients, site_id=note.session.site_id,
        detail={"note": note.id, "for_one": line is not None},
    )  # fmt: skip
    return addendum
