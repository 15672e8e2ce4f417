"""A colleague leaves: group notes that only they can sign, and progress notes that a supervisor may finish."""

from __future__ import annotations

import datetime as dt
import uuid

from iop.core.words import Sentence, count_words, sentence
from therapy.models import GroupNote, ProgressNote


def preview(staff_id: uuid.UUID, left_on: dt.date, at: dt.datetime) -> list[Sentence]:
    """Say how many of their notes are still drafts: nobody else may sign a group note, a progress note a supervisor may finish."""
    return [*_group_notes(staff_id), *_progress_notes(staff_id)]


def _group_notes(staff_id: uuid.UUID) -> list[Sentence]:
    number = GroupNote.objects.awaiting_signature().filter(author_id=staff_id).count()
    words = count_words(
        "{n} note of theirs is still a draft. Nobody else can sign it: ask them to, before they go.",
        "{n} notes of theirs are still drafts. Nobody else can sign them: ask them to, before they go.",
        number,
    )
    return [sentence(words, n=number)] if number else []


def _progress_notes(staff_id: uuid.UUID) -> list[Sentence]:
    number = ProgressNote.objects.drafts().filter(author_id=staff_id).count()
    words = count_words(
        "{n} progress note of theirs is still a draft: a supervisor may finish it, but it is better signed before they go.",
        "{n} progress notes of theirs are still drafts: a supervisor may finish them, but they are better signed before they go.",
        number,
    )
    return [sentence(words, n=number)] if number else []
