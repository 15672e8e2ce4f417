"""What a text that comes in means: the few words that carriers and the law give a meaning. Pure.

Source: CTIA Messaging Principles and Best Practices §5.1.3 (opt-out words), 47 CFR 64.1200(a)(10) (any reasonable means).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from iop.notifications.choices import ReplyKind

LONGEST = 1600
"""How much of a text is kept: what ten parts of a text message hold."""
WORDS: dict[str, tuple[ReplyKind, str]] = {
    **dict.fromkeys(
        ("stop", "stopall", "stop all", "unsubscribe", "cancel", "end", "quit", "revoke", "optout", "opt out",
         "stop texting me", "no more texts"),
        (ReplyKind.STOP, "en"),
    ),
    **dict.fromkeys(
        ("alto", "parar", "pare", "cancelar", "baja", "terminar", "no mas", "no mas mensajes", "no me escriban mas"),
        (ReplyKind.STOP, "es"),
    ),
    **dict.fromkeys(("start", "unstop"), (ReplyKind.START, "en")),
    **dict.fromkeys(("empezar", "iniciar", "comenzar"), (ReplyKind.START, "es")),
    **dict.fromkeys(("help", "info"), (ReplyKind.HELP, "en")),
    **dict.fromkeys(("ayuda", "informacion"), (ReplyKind.HELP, "es")),
}  # fmt: skip


@dataclass(frozen=True)
class Meaning:
    """What a text asks for, and in which language it asked; empty when its words belong to none."""

    kind: ReplyKind
    language: str = ""


def meaning_of(words: str) -> Meaning:
    """Say what a text means. Only a text that is nothing but the word counts: "stop by at five" asks for nothing."""
    kind, language = WORDS.get(_plain(words), (ReplyKind.OTHER, ""))
    return Meaning(kind, language)


def _plain(words: str) -> str:
    letters = unicodedata.normalize("NFKD", words.casefold())
    kept = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[a-z0-9]+", kept))
