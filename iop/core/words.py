"""Sentences that rules may speak: translatable, and made only when they are shown.

Rules stay free of Django; this is the one door through which they reach the catalogue.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy, ngettext_lazy, pgettext_lazy

Sentence = str | Promise

__all__ = [
    "Sentence",
    "count_words",
    "hours_minutes",
    "say",
    "say_in_context",
    "sentence",
]

say = gettext_lazy
say_in_context = pgettext_lazy
count_words = ngettext_lazy


def sentence(words: Sentence, **values: object) -> Sentence:
    """Fill ``{name}`` places of translated ``words`` when the sentence is shown, so the catalogue holds the pattern."""
    return format_lazy(words, **values)


def hours_minutes(minutes: int) -> str:
    """Say minutes as people do: 195 is "3 h 15", 180 is "3 h", 40 is "40 min"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest:02d}" if rest else f"{hours} h"
