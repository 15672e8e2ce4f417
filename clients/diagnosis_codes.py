"""ICD-10-CM as published: which codes hold on a day, found by code or by words. Titles are the public domain (CMS, NCHS)."""

from __future__ import annotations

import datetime as dt
import re

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Length, Upper

from clients.models import DiagnosisCode

CODE = re.compile(r"[A-TV-Z]\d[0-9A-Z](\.?[0-9A-Z]{0,4})?", re.IGNORECASE | re.ASCII)
"""A code or its beginning, with or without its point."""
NEAR_FROM = 4
"""Shorter words have too few trigrams for "nearly"."""
MOST_WORDS = 6


def search(text: str, on: dt.date, limit: int = 20) -> list[DiagnosisCode]:
    """Find codes valid on ``on`` by their beginning or by words of the title (any order, small slips allowed); one statement."""
    words = text.replace("\x00", "").split()[:MOST_WORDS]
    if not words:
        return []
    codes = usable(on).annotate(title_upper=Upper("title"))
    if len(words) == 1 and (CODE.fullmatch(words[0]) or _is_chapter(words[0])):
        return list(codes.filter(code__startswith=with_point(words[0])).order_by("code")[:limit])
    for word in words:
        codes = codes.filter(_means(word))
    return list(_closest_first(codes, text)[:limit])


def find(code: str, on: dt.date) -> DiagnosisCode | None:
    """Give the code as it held on a day, whether or not it may be used; nothing when there was none."""
    return valid(on).filter(code=with_point(code)).order_by("-valid_from").first()


def valid(on: dt.date) -> QuerySet[DiagnosisCode]:
    """Keep what was published for that day."""
    return DiagnosisCode.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=on), valid_from__lte=on)


def usable(on: dt.date) -> QuerySet[DiagnosisCode]:
    """Keep the codes that a diagnosis may carry that day: headings left out."""
    return valid(on).filter(is_billable=True)


def with_point(code: str) -> str:
    """Write a code as it is published for people: "f1020" is "F10.20"."""
    plain = code.strip().upper().replace(".", "")
    return f"{plain[:3]}.{plain[3:]}" if len(plain) > 3 else plain


def _is_chapter(word: str) -> bool:
    return re.fullmatch(r"[A-Z]\d", word, re.IGNORECASE | re.ASCII) is not None


def _means(word: str) -> Q:
    meant = Q(title_upper__contains=word.upper()) | Q(code__startswith=with_point(word))
    if len(word) >= NEAR_FROM:
        meant |= Q(title_upper__trigram_word_similar=word.upper())
    return meant


def _closest_first(codes: QuerySet[DiagnosisCode], text: str) -> QuerySet[DiagnosisCode]:
    # The whole text as typed first, then the shortest titles: the plain disorder before its complications.
    whole = Case(
        When(title_upper__contains=" ".join(text.upper().split()), then=Value(0)), default=Value(1),
        output_field=IntegerField(),
    )  # fmt: skip
    return codes.order_by(whole, Length("title"), "code")
