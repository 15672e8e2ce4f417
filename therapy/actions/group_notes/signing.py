"""Signing a group note: the last look, the name under it, and the lock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from django.db import transaction

from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic import settings
from iop.clinic.models import StaffMember
from iop.clinic.policies import needs_cosignature
from iop.core import clock
from iop.core.errors import Conflict, Invalid, Stale, require
from iop.core.words import Sentence, say
from iop.documents.actions import sign
from iop.documents.choices import SignatureMeaning
from iop.work.actions import close_for
from iop.work.choices import WorkKind
from therapy import contents
from therapy.actions.group_notes.drafts import locked
from therapy.actions.group_notes.owing import owe_cosignature
from therapy.checks import Named, check_draft
from therapy.choices import NoteStatus
from therapy.models import GroupNote, GroupNoteLine, NameConfirmation
from therapy.name_check import folded
from therapy.policies import may_sign_note
from therapy.rules.group_notes import is_late


@transaction.atomic
def sign_group_note(
    *,
    by: Actor,
    note: GroupNote,
    version: int,
    at: dt.datetime,
    confirmed_words: Iterable[str] = (),
    late_reason: str = "",
    accept_identical: bool = False,
    seen: str = "",
) -> GroupNote:
    """Sign a draft: it locks, each client's copy gets its hash, and a supervised author's waits for a co-signature.

    ``confirmed_words`` are names found in the text that the author says are words, not persons; each is recorded.
    ``seen`` is the hash of the text as it was read (``contents.seen``). Raises ``NotAllowed`` for whoever may not sign,
    ``Stale`` for a text that changed since, ``Invalid`` for a late note without a reason, ``Conflict`` for what is
    missing, for another person's name and for identical lines that were not confirmed.
    """
    note = locked(note.pk)
    require(may_sign_note(by, note))
    lines = list(note.lines.select_related("client", "attendance"))
    if note.version != version or (seen and seen != contents.seen(note, lines)):
        raise Stale(say("The note was changed since you read it. Read it again before you sign."))
    draft = check_draft(note, lines)
    require_complete(draft.incomplete)
    confirm_words(by=by, note=note, places=draft.named, confirmed=confirmed_words, at=at)
    if draft.identical and not accept_identical:
        raise Conflict(
            say("Some clients have the very same line. Make each their own, or confirm that it is meant so."),
            code="identical_lines",
        )
    note.late_reason = _late_reason(note, at, late_reason)
    return _locked_by_signature(by, note, lines, at)


def require_complete(reason: Sentence | None) -> None:
    """Raise the sentence that says what a draft lacks."""
    if reason is not None:
        raise Conflict(reason, code="incomplete")


def confirm_words(
    *, by: Actor, note: GroupNote, places: Collection[Named], confirmed: Iterable[str], at: dt.datetime
) -> None:
    """Record each found name that the author calls a word; raise ``Conflict`` while one is neither confirmed nor gone."""
    allowed = {folded(word) for word in confirmed}
    if any(named.place.key not in allowed for named in places):
        raise Conflict(
            say("Another client's name stands in a text. Take it out, or confirm that it is a word, not the person."),
            code="named",
        )
    rows = {(named.line_id, named.place.key): named for named in places}
    if not rows:
        return
    NameConfirmation.objects.bulk_create(
        NameConfirmation(note=note, line_id=line_id, word=named.place.word[:300], at=at, by_id=by.staff_id)
        for (line_id, _), named in rows.items()
    )
    record(
        by=by, verb="therapy.name_confirmed", subject=note, site_id=note.session.site_id,
        clients={named.place.client_id for named in places}, detail={"words": len(rows)},
    )  # fmt: skip


def _late_reason(note: GroupNote, at: dt.datetime, reason: str) -> str:
    session = note.session
    hours = settings.value("notes.sign_hours", on=clock.local_date(at, session.site.time_zone), site_id=session.site_id)
    if not is_late(at, session.ends_at, hours):
        return ""
    if not reason.strip():
        raise Invalid(say("This note is late. Say why in a few words."), field="late_reason", code="late")
    return reason.strip()[:300]


def _locked_by_signature(by: Actor, note: GroupNote, lines: list[GroupNoteLine], at: dt.datetime) -> GroupNote:
    for line in [line for line in lines if not line.text.strip()]:
        line.delete()
    kept = [line for line in lines if line.text.strip()]
    for line in kept:
        line.digest = contents.copy_digest(note, line.client_id, line.text)
    GroupNoteLine.objects.bulk_update(kept, ["digest"])
    clients = [line.client_id for line in kept]
    sign(
        by=by, subject_kind=contents.NOTE_KIND, subject_id=note.id, meaning=SignatureMeaning.AUTHOR,
        content=contents.whole(note, kept), at=at, clients=clients, site_id=note.session.site_id,
    )  # fmt: skip
    author = StaffMember.objects.prefetch_related("credentials__kind").get(pk=note.author_id)
    waits = needs_cosignature(author, clock.local_date(at, note.session.site.time_zone))
    note.status = NoteStatus.AWAITING_COSIGNATURE if waits else NoteStatus.SIGNED
    note.signed_at = at
    note.version += 1
    note.save(update_fields=["status", "signed_at", "late_reason", "version"])
    close_for(by=by, subject=(contents.NOTE_KIND, note.id), kind=WorkKind.SIGN_NOTE, at=at)
    close_for(by=by, subject=("sessions_app.programsession", note.session_id), kind=WorkKind.SIGN_NOTE, at=at)
    if waits:
        owe_cosignature(by=by, note=note, at=at)
    record(
        by=by, verb="therapy.note_signed", subject=note, clients=clients, site_id=note.session.site_id,
        detail={"lines": len(kept), "waits": waits, "late": bool(note.late_reason)},
    )  # fmt: skip
    return note
