"""SUD counseling notes: written by one, read by the same one, and let out only on a consent of their own."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from clients import gate
from clients.choices import Ground, Information, Purpose, SentKind
from clients.models import CourtOrder, Disclosure, Episode
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core import clock
from iop.core.errors import Conflict, Invalid, NotAllowed, Stale, require
from iop.core.words import say
from therapy.actions.group_notes.drafts import fitting
from therapy.models import CounselingNote
from therapy.policies import may_keep_counseling_notes, signer

COUNSELING_KIND = "therapy.counselingnote"
ALONE = frozenset({Information.COUNSELING_NOTES})


@transaction.atomic
def write_note(
    *, by: Actor, episode: Episode, text: str, at: dt.datetime, about_on: dt.date | None = None
) -> CounselingNote:
    """Begin a note of the actor's own about a stay; ``about_on`` is the day of the talk, today when none is named."""
    row = Episode.objects.select_related("site").get(pk=episode.pk)
    require(may_keep_counseling_notes(by, row.site_id))
    today = clock.local_date(at, row.site.time_zone)
    day = about_on or today
    if day > today:
        raise Invalid(say("The day lies in the future."), field="about_on")
    note = CounselingNote.objects.create(
        episode=row, author_id=signer(by), about_on=day, text=fitting(text, "text"), saved_at=at
    )
    _told(by, "therapy.counseling_note_begun", note, row)
    return note


@transaction.atomic
def save_note(
    *, by: Actor, note: CounselingNote, version: int, text: str, about_on: dt.date, at: dt.datetime
) -> CounselingNote:
    """Save the actor's own note while it is written. ``version`` is the one that was read; an older one raises ``Stale``."""
    row = _own(by, note.pk)
    if row.version != version:
        raise Stale(say("You changed this note in another window. Nothing was overwritten."))
    if about_on > clock.local_date(at, row.episode.site.time_zone):
        raise Invalid(say("The day lies in the future."), field="about_on")
    row.text, row.about_on, row.saved_at = fitting(text, "text"), about_on, at
    row.version += 1
    row.save(update_fields=["text", "about_on", "saved_at", "version"])
    _told(by, "therapy.counseling_note_saved", row, row.episode)
    return row


@transaction.atomic
def finish_note(*, by: Actor, note: CounselingNote, version: int, at: dt.datetime) -> CounselingNote:
    """Lock the actor's own note for good; what comes later is a note of its own."""
    row = _own(by, note.pk)
    if row.version != version:
        raise Stale(say("You changed this note in another window. Read it again first."))
    if not row.text.strip():
        raise Conflict(say("There is nothing in this note yet."), code="empty")
    row.finished_at = at
    row.version += 1
    row.save(update_fields=["finished_at", "version"])
    _told(by, "therapy.counseling_note_finished", row, row.episode)
    return row


@transaction.atomic
def release_note(
    *,
    by: Actor,
    note: CounselingNote,
    to: gate.Recipient,
    purpose: Purpose | str,
    sent_as: SentKind | str,
    at: dt.datetime,
    ground: Ground | str = Ground.CONSENT,
    order: CourtOrder | None = None,
) -> Disclosure:
    """Let the actor's own finished note leave, through the gate: only a consent for SUD counseling notes and nothing else
    (42 CFR 2.31(b)), or a court order with its mandate, opens it.

    Raises ``NotDisclosable`` with what would mend it. What is sent is the note's text; only its hash is kept in the log.
    """
    row = _own(by, note.pk, finished=True)
    basis = gate.basis_for(
        by=by, client=row.episode.client, to=to, purpose=purpose, information=ALONE, at=at, ground=ground, order=order
    )
    return gate.release(
        by=by, client=row.episode.client, basis=basis, sent_as=sent_as, records=[(COUNSELING_KIND, row.pk)],
        content=row.text, at=at,
    )  # fmt: skip


def read_own(*, by: Actor, note_id: uuid.UUID, at: dt.datetime) -> CounselingNote | None:
    """Give the actor's own note for reading, nothing when it is not theirs; reading is on record. ``at`` is when."""
    note = CounselingNote.objects.own(by, note_id).select_related("episode__site", "episode__client").first()
    if note is not None:
        _told(by, "therapy.counseling_note_read", note, note.episode, at=at)
    return note


def _own(by: Actor, note_id: uuid.UUID, *, finished: bool = False) -> CounselingNote:
    row = (
        CounselingNote.objects.own(by, note_id)
        .select_for_update(of=("self",))
        .select_related("episode__site", "episode__client")
        .first()
    )
    if row is None:
        raise NotAllowed(say("A counseling note is read and changed by its author only."))
    if row.finished_at is not None and not finished:
        raise Conflict(say("This note is finished and locked: write a new one."), code="finished")
    if row.finished_at is None and finished:
        raise Conflict(say("Finish the note first: what leaves must not change afterwards."), code="unfinished")
    return row


def _told(by: Actor, verb: str, note: CounselingNote, episode: Episode, **detail: object) -> None:
    # That a note was written is on record; nothing of what it says is, not even how long it is.
    record(by=by, verb=verb, subject=note, clients=[episode.client_id], site_id=episode.site_id, detail=detail)
