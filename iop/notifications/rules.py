"""Which words may leave the clinic, and when a message is tried again. Pure."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from iop.notifications.choices import BACK_OFF_MINUTES, REVEALING

_WHOLE = frozenset({"sud", "iop", "php"})


def revealing_words(text: str) -> list[str]:
    """A message must not reveal treatment: list the words in ``text`` that would (42 CFR 2.11; consent_privacy.md §6)."""
    plain = "".join(mark for mark in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(mark))
    return [word for word in REVEALING if re.search(_pattern(word), plain)]


def try_again_at(attempts: int, at: dt.datetime) -> dt.datetime:
    """A failed message waits longer after each try; ``attempts`` counts the tries made so far."""
    return at + dt.timedelta(minutes=BACK_OFF_MINUTES[min(attempts, len(BACK_OFF_MINUTES)) - 1])


def _pattern(word: str) -> str:
    end = r"\b" if word in _WHOLE else ""
    return rf"\b{re.escape(word)}{end}"
