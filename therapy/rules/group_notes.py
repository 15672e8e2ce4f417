"""What makes a group note complete. Pure: plain values in, sentences out."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from iop.core.words import Sentence, count_words, say, sentence
from therapy.name_check import folded


@dataclass(frozen=True)
class Line:
    """One client's part of a note as it is about to be signed."""

    client_id: uuid.UUID
    text: str
    attended: bool
    expected: bool = False


def why_incomplete(shared_text: str, lines: Sequence[Line]) -> Sentence | None:
    """A group note says what the group did and, for each client who was there, something of their own.

    Source: 105 CMR 164.083(C): specific comments on that client's participation and progress.
    """
    if not shared_text.strip():
        return say("The shared part is still empty: write what the group did.")
    open_ones = sum(line.expected for line in lines)
    if open_ones:
        return sentence(
            count_words(
                "Attendance of {count} client is still open; mark it first.",
                "Attendance of {count} clients is still open; mark it first.",
                open_ones,
            ),
            count=open_ones,
        )
    empty = sum(line.attended and not line.text.strip() for line in lines)
    if empty:
        return sentence(
            count_words(
                "{count} client who was there has no line of their own yet.",
                "{count} clients who were there have no line of their own yet.",
                empty,
            ),
            count=empty,
        )
    if any(line.text.strip() and not line.attended for line in lines):
        return say("A line stands for somebody who was not there: correct the attendance or empty the line.")
    if not any(line.attended for line in lines):
        return say("Nobody was there, so there is nothing to sign.")
    return None


def identical_lines(texts: Mapping[uuid.UUID, str]) -> list[tuple[uuid.UUID, ...]]:
    """Two clients with the very same line is a copy, not a comment on a person; it asks for a second look.

    Source: documentation.md §2, copy-paste detection. Capitals, accents and punctuation make no difference.
    """
    by_text: dict[str, list[uuid.UUID]] = defaultdict(list)
    for client_id, text in texts.items():
        if key := folded(text):
            by_text[key].append(client_id)
    return [tuple(same) for same in by_text.values() if len(same) > 1]


def is_late(at: dt.datetime, ended_at: dt.datetime, hours: int) -> bool:
    """A note signed later than the clinic's hours after the session's end needs a reason (documentation.md §6)."""
    return at > ended_at + dt.timedelta(hours=hours)


def why_nobody_else_may_write(authors_with_text: Iterable[str]) -> Sentence | None:
    """A group has one note: once a colleague has begun to write it, it is theirs."""
    first = next(iter(authors_with_text), None)
    if first is None:
        return None
    return sentence(say("{name} is already writing the note of this group."), name=first)
