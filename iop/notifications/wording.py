"""A message's words: a template per language, filled, and read once more before it may leave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.template import Context, Engine, Template

from iop.clinic.models import Organization
from iop.clinic.naming import revealing_words
from iop.core.errors import Invalid
from iop.core.words import say

FALLBACK = "en"


@dataclass(frozen=True)
class Words:
    """What the recipient reads. ``subject`` is empty for a text message."""

    subject: str
    body: str


def words_of(template: str, language: str, context: Mapping[str, Any]) -> Words:
    """Fill a template of ``templates/messages``; its first line is the subject, the rest the body.

    Raises ``Invalid`` when the filled text would reveal treatment: a group's title handed in by mistake must not get out.
    """
    text = _template(template, language).render(Context(dict(context), autoescape=False))
    subject, _, body = text.strip().partition("\n")
    if revealing_words(text):
        raise Invalid(say("This message would reveal what we do. Use neutral words."), code="revealing_words")
    return Words(subject=" ".join(subject.split())[:200], body=body.strip())


def neutral_sender() -> str:
    """Give the name that messages are signed with: the clinic's neutral name, or none when its own would reveal it."""
    row = Organization.objects.first()
    names = (row.neutral_name, row.name) if row else ()
    return next((name for name in names if name and not revealing_words(name)), "")


@lru_cache(maxsize=200)
def _template(name: str, language: str) -> Template:
    folder = settings.BASE_DIR / "templates" / "messages"
    own = folder / language / f"{name}.txt"
    found = own if own.exists() else folder / FALLBACK / f"{name}.txt"
    return Engine(builtins=[]).from_string(found.read_text(encoding="utf-8"))
