"""The words of letters: made once, changed by new versions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from clients import letter_rules, policies_privacy, rules
from clients.letter_texts import LANGUAGES, LETTERS
from clients.models import LetterTemplate
from iop.access.actors import SYSTEM, Actor
from iop.audit.recorder import record
from iop.core.errors import Invalid, Stale, require, require_valid
from iop.core.words import say


@transaction.atomic
def ensure_letter_templates(*, at: dt.datetime) -> int:
    """Make the starting letters that no version of is there yet; say how many. Safe to call again."""
    there = set(LetterTemplate.objects.values_list("key", "language"))
    rows = [
        LetterTemplate(
            key=letter.key, language=language, number=1, title=texts.LETTERS[letter.key][0],
            party_kinds=list(letter.party_kinds), purpose=letter.purpose, information=list(letter.information),
            paragraphs=list(texts.LETTERS[letter.key][1]), with_weeks=letter.with_weeks, neutral_head=letter.neutral_head,
            valid_from=at.astimezone(dt.UTC).date(),
        )
        for letter in LETTERS
        for language, texts in LANGUAGES.items()
        if (letter.key, language) not in there
    ]  # fmt: skip
    LetterTemplate.objects.bulk_create(rows, ignore_conflicts=True)
    if rows:
        record(by=SYSTEM, verb="clients.letters_installed", subject=None, detail={"rows": len(rows), "at": at})
    return len(rows)


@transaction.atomic
def new_letter_version(
    *, by: Actor, template: LetterTemplate, title: str, paragraphs: Sequence[str], at: dt.datetime
) -> LetterTemplate:
    """Give a letter new words from now on; letters that left keep the version they were written by.

    Raises ``Invalid`` for words with a place that tells more than the letter may, ``Stale`` when a newer version is there.
    """
    require(policies_privacy.may_write_letters(by))
    old = LetterTemplate.objects.select_for_update().get(pk=template.pk)
    if old.superseded_at is not None:
        raise Stale(say("Somebody made a newer version of this letter meanwhile. Look at that one first."))
    kept = [rules.plain_text(text) for text in paragraphs if text.strip()]
    require_valid(letter_rules.why_not_words(kept, old.information, old.with_weeks), "words")
    name = rules.plain_line(title)[:120]
    if not name:
        raise Invalid(say("Give the letter a title."), field="title")
    old.superseded_at = at
    old.save(update_fields=["superseded_at"])
    return _next(old, name, kept, by, at)


def _next(old: LetterTemplate, title: str, paragraphs: list[str], by: Actor, at: dt.datetime) -> LetterTemplate:
    row = LetterTemplate.objects.create(
        key=old.key, language=old.language, number=old.number + 1, title=title, party_kinds=old.party_kinds,
        purpose=old.purpose, information=old.information, paragraphs=paragraphs, with_weeks=old.with_weeks,
        neutral_head=old.neutral_head, valid_from=at.astimezone(dt.UTC).date(), made_by=by.staff_id or by.id,
    )  # fmt: skip
    record(by=by, verb="clients.letter_version", subject=row, detail={"key": row.key, "number": row.number})
    return row
