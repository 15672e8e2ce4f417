"""A colleague leaves: notes that only they can sign."""

from __future__ import annotations

import datetime as dt
import uuid

from iop.core.words import Sentence, count_words, sentence
from therapy.models import GroupNote


def preview(staff_id: uuid.UUID, left_on: dt.date, at: dt.datetime) -> list[Sentence]:
    """Say how many of their notes are still drafts. Nobody else may sign them, so nothing moves."""
    number = GroupNote.objects.awaiting_signature().filter(author_id=staff_id).count()
    words = count_words(
        "{n} note of theirs is still a draft. Nobody else can sign it: ask them to, before they go.",
        "{n} notes of theirs are still drafts. Nobody else can sign them: ask them to, before they go.",
        number,
    )
    return [sentence(words, n=number)] if number else []
