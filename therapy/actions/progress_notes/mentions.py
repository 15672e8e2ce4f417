"""A question to a colleague beside a note. It becomes their work and never a part of the note."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from clients import rules as plain
from clients.models import Client
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.clinic.actors import actor_of
from iop.clinic.models import StaffMember
from iop.core.errors import Invalid, NotAllowed, require
from iop.core.words import Sentence, say, sentence
from iop.work.actions import close_for, open_item
from iop.work.choices import WorkKind
from therapy.actions.progress_notes.drafts import locked, told
from therapy.models import NoteMention, ProgressNote
from therapy.policies.progress_notes import may_answer, may_ask_beside
from therapy.policies.signers import signer
from therapy.progress_contents import MENTION_KIND

DAYS_TO_ANSWER = 2
LENGTH = 500


@transaction.atomic
def mention(*, by: Actor, note: ProgressNote, staff: StaffMember, question: str, at: dt.datetime) -> NoteMention:
    """Ask a colleague something beside a note; it stands on their work list. They must be able to open the client's chart.

    Raises ``NotAllowed``, ``Invalid`` beside ``question`` or ``staff``.
    """
    row = locked(note.pk)
    require(may_ask_beside(by, row))
    words = plain.plain_line(question)[:LENGTH]
    if not words:
        raise Invalid(say("Write what you ask them."), field="question")
    if reason := why_not_ask(row, staff.pk, by, at):
        raise Invalid(reason, field="staff")
    asked = NoteMention.objects.create(note=row, staff_id=staff.pk, by_id=signer(by), at=at, question=words)
    open_item(
        by=by, kind=WorkKind.MENTION, site_id=row.episode.site_id, subject=(MENTION_KIND, asked.pk),
        summary=sentence(say("{name} asks you something beside a note"), name=by.display_name),
        due_at=at + dt.timedelta(days=DAYS_TO_ANSWER), dedupe_key=f"mention:{asked.pk}", assignee_id=staff.pk,
        client_id=row.episode.client_id,
    )  # fmt: skip
    told(by, "therapy.colleague_mentioned", row, staff=staff.pk)
    return asked


def why_not_ask(note: ProgressNote, staff_id: uuid.UUID, by: Actor, at: dt.datetime) -> Sentence | None:
    """Only a colleague who reads notes there and reaches this client's chart is asked (42 CFR 2.12(c)(3), need to know)."""
    if staff_id == by.staff_id:
        return say("Ask somebody else.")
    asked = actor_of(staff_id, at)
    within = Client.objects.visible_to(asked, Permission.NOTE_VIEW, at=at).filter(pk=note.episode.client_id)
    if not asked.can(Permission.NOTE_VIEW, note.episode.site_id) or not within.exists():
        return say("This colleague may not open the notes of this client.")
    return None


@transaction.atomic
def answer_mention(*, by: Actor, mention: NoteMention, answer: str, at: dt.datetime) -> NoteMention:
    """Answer a question beside a note, once. Raises ``NotAllowed``, ``Invalid`` without words."""
    row = NoteMention.objects.select_for_update(of=("self",)).select_related("note__episode").get(pk=mention.pk)
    require(may_answer(by, row))
    words = plain.plain_line(answer)[:LENGTH]
    if not words:
        raise Invalid(say("Write your answer."), field="answer")
    if by.staff_id is None:
        raise NotAllowed(say("Only a person can write or sign a clinical note."))
    row.answer, row.answered_at = words, at
    row.save(update_fields=["answer", "answered_at"])
    close_for(by=by, subject=(MENTION_KIND, row.pk), kind=WorkKind.MENTION, at=at)
    told(by, "therapy.mention_answered", row.note, mention=row.pk)
    return row
