"""What a progress note needs, and what about it asks for a second look. Pure: plain values in, sentences out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from iop.core.words import Sentence, count_words, say, sentence
from therapy.choices.progress_notes import LONGEST_CONTACT_HOURS, NOT_REACHED, REMOTE, NoObjective, NoteKind, RiskSeen
from therapy.name_check import folded
from therapy.rules.family_notes import lacks_of

NEEDS_MODALITY = frozenset({NoteKind.INDIVIDUAL, NoteKind.FAMILY})
WORDS_NEEDED = frozenset({RiskSeen.WATCH, RiskSeen.ACTED, RiskSeen.NOT_SEEN})
COPIED_FROM = 0.8
"""From which share of copied text a note is no longer about today."""
SHORTEST_COPY = 40
"""Shorter texts ("Client agrees.") are alike without being copied."""


@dataclass(frozen=True)
class Written:
    """A progress note as it is about to be signed. ``sections`` are (key, label, text, required) in order."""

    kind: str
    starts_at: dt.datetime | None
    ends_at: dt.datetime | None
    mode: str
    client_location: str = ""
    modalities: Sequence[str] = ()
    outcome: str = ""
    risk: str = ""
    risk_words: str = ""
    next_step: str = ""
    sections: Sequence[tuple[str, Sentence, str, bool]] = ()
    open_objectives: int = 0
    addressed: int = 0
    no_objective_reason: str = ""
    no_objective_words: str = ""
    family: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Lack:
    """What is missing, and beside which field it stands."""

    field: str
    says: Sentence


def why_not_times(
    starts_at: dt.datetime | None, ends_at: dt.datetime | None, *, reached: bool = True
) -> Sentence | None:
    """A contact ends after it began, within eight hours; only an attempt may take no time at all (documentation.md §1)."""
    if starts_at is None or ends_at is None:
        return None
    if ends_at < starts_at or (reached and ends_at == starts_at):
        return say("The end must be after the start.")
    if ends_at - starts_at > dt.timedelta(hours=LONGEST_CONTACT_HOURS):
        return sentence(say("A contact longer than {hours} hours: check the times."), hours=LONGEST_CONTACT_HOURS)
    return None


def why_in_future(starts_at: dt.datetime | None, ends_at: dt.datetime | None, at: dt.datetime) -> Sentence | None:
    """Nothing is signed before it happened: neither the start nor the end of a contact lies ahead."""
    if starts_at is not None and starts_at > at:
        return say("The contact lies in the future: a note is signed after it.")
    if ends_at is not None and ends_at > at:
        return say("The contact has not ended yet: correct the end, or sign when it is over.")
    return None


def lacks(note: Written, at: dt.datetime) -> list[Lack]:
    """A note says when, how and what happened, what was seen of risk, and what comes next.

    Source: documentation.md §1; 105 CMR 164.083(B)(9) for attempted contacts.
    """
    found = [*_times(note, at)]
    if note.kind in NOT_REACHED:
        found += _attempt(note)
    else:
        found += [*_contact(note), *_risk(note), *_thread(note)]
    if not note.next_step.strip():
        found.append(Lack("next_step", say("Say what the next step is.")))
    return found


def _times(note: Written, at: dt.datetime) -> list[Lack]:
    if note.starts_at is None or note.ends_at is None:
        return [Lack("starts", say("Give the start and the end."))]
    if reason := why_not_times(note.starts_at, note.ends_at, reached=note.kind not in NOT_REACHED):
        return [Lack("ends", reason)]
    reason = why_in_future(note.starts_at, note.ends_at, at)
    return [Lack("ends", reason)] if reason else []


def _attempt(note: Written) -> list[Lack]:
    return [] if note.outcome else [Lack("outcome", say("Say what came of the attempt."))]


def _contact(note: Written) -> list[Lack]:
    found = [
        Lack(f"section-{key}", sentence(say("“{label}” is still empty."), label=label))
        for key, label, text, required in note.sections
        if required and not text.strip()
    ]
    if note.mode in REMOTE and not note.client_location.strip():
        found.append(Lack("client_location", say("Say where the client was: an emergency would have to find them.")))
    if note.kind in NEEDS_MODALITY and not note.modalities:
        found.append(Lack("modalities", say("Say which methods you used.")))
    if note.kind == NoteKind.FAMILY:
        found += [Lack(name, says) for name, says in lacks_of(note.family)]
    return found


def _risk(note: Written) -> list[Lack]:
    if not note.risk:
        return [Lack("risk", say("Say what you saw of risk, also when there was none."))]
    if note.risk in WORDS_NEEDED and not note.risk_words.strip():
        return [Lack("risk_words", say("Say in a few words what you saw of risk and what you did."))]
    return []


def _thread(note: Written) -> list[Lack]:
    if not note.open_objectives or note.addressed:
        return []
    if not note.no_objective_reason:
        return [Lack("no_objective_reason", say("Mark an objective of the plan, or say why none was addressed."))]
    if note.no_objective_reason == NoObjective.OTHER and not note.no_objective_words.strip():
        return [Lack("no_objective_words", say("Say in a few words why no objective was addressed."))]
    return []


def overlapping(
    starts_at: dt.datetime | None, ends_at: dt.datetime | None, others: Iterable[tuple[dt.datetime, dt.datetime]]
) -> list[tuple[dt.datetime, dt.datetime]]:
    """Nobody is in two sessions at once: another note of the same author about the same minutes asks for a second look."""
    if starts_at is None or ends_at is None:
        return []
    return [(start, end) for start, end in others if start < ends_at and starts_at < end]


@dataclass(frozen=True)
class Piece:
    """A stretch of a text, and from which note it was taken over (none: it is new)."""

    text: str
    source: str = ""


@dataclass
class Copied:
    """How much of a note is not new."""

    letters: int = 0
    copied: int = 0
    sections: list[Sentence] = field(default_factory=list)
    """Labels of the sections that say the very same as the note before."""

    @property
    def is_most(self) -> bool:
        """Say whether the note is hardly about this contact."""
        return self.letters >= SHORTEST_COPY and self.copied >= COPIED_FROM * self.letters


def pieces(text: str, passages: Iterable[tuple[str, str]]) -> list[Piece]:
    """Cut a text into what is new and what was taken over unchanged; ``passages`` are (text, source)."""
    found = [Piece(text)]
    for passage, source in passages:
        words = passage.strip()
        if not words:
            continue
        cut: list[Piece] = []
        for piece in found:
            place = -1 if piece.source else piece.text.find(words)
            if place < 0:
                cut.append(piece)
                continue
            end = place + len(words)
            cut += [Piece(piece.text[:place]), Piece(piece.text[place:end], source), Piece(piece.text[end:])]
        found = [piece for piece in cut if piece.text]
    return found


def copied(
    sections: Sequence[tuple[Sentence, str, str]],
    carried: Mapping[str, Sequence[tuple[str, str]]],
    before: Mapping[str, str],
) -> Copied:
    """Measure what of a note is copied: marked passages, and sections that say the same as in the client's note before.

    ``sections`` are (label, key, text). Source: documentation.md §2, copy-paste detection.
    """
    result = Copied()
    for label, key, text in sections:
        plain = text.strip()
        result.letters += len(plain)
        same = len(plain) >= SHORTEST_COPY and folded(plain) == folded(before.get(key, ""))
        if same:
            result.sections.append(label)
            result.copied += len(plain)
        else:
            result.copied += sum(
                len(piece.text.strip()) for piece in pieces(plain, carried.get(key, ())) if piece.source
            )
    return result


def moved(contents: Mapping[str, str], old: Sequence[tuple[str, Sentence]], new: Sequence[str]) -> dict[str, str]:
    """A draft in another format keeps every word: what has no place there goes to the first section under its old name.

    ``old`` are (key, label) of the layout left, ``new`` the keys of the one taken.
    """
    kept = {key: contents[key] for key in new if contents.get(key)}
    lost = [f"{label}: {contents[key]}" for key, label in old if key not in new and contents.get(key, "").strip()]
    if lost and new:
        kept[new[0]] = "\n\n".join(text for text in (kept.get(new[0], ""), *lost) if text)
    return kept


def why_not_sections(sections: Sequence[Mapping[str, object]]) -> Sentence | None:
    """A format has one to twelve sections, each with a name of its own."""
    names = [str(each.get("label", "")).strip() for each in sections]
    if not names:
        return say("A format needs at least one section.")
    if len(names) > MOST_SECTIONS:
        return sentence(
            count_words(
                "A format has at most {count} section.", "A format has at most {count} sections.", MOST_SECTIONS
            ),
            count=MOST_SECTIONS,
        )
    if not all(names):
        return say("Every section needs a name.")
    if len({folded(name) for name in names}) < len(names):
        return say("Two sections have the same name.")
    return None


MOST_SECTIONS = 12
