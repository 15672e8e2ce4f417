"""A draft of a progress note looked over before it is signed: what is missing, double times, copied text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from iop.core import clock
from therapy.models import ProgressNote
from therapy.note_formats import Section, of_row
from therapy.objectives import open_for
from therapy.rules import progress_notes as rules


@dataclass(frozen=True)
class LastLook:
    """What a last look at a draft shows."""

    lacks: Sequence[rules.Lack]
    overlaps: Sequence[tuple[dt.datetime, dt.datetime]]
    copied: rules.Copied


def last_look(note: ProgressNote, at: dt.datetime) -> LastLook:
    """Look a draft over; a fixed number of statements."""
    sections = of_row(note.format).sections
    return LastLook(
        lacks=rules.lacks(_written(note, sections), at),
        overlaps=overlaps_of(note),
        copied=rules.copied(
            [(section.label, section.key, note.contents.get(section.key, "")) for section in sections],
            carried_of(note),
            _before(note),
        ),
    )


def overlaps_of(note: ProgressNote) -> list[tuple[dt.datetime, dt.datetime]]:
    """Give the times of the author's other notes that overlap this one's; one statement."""
    if note.starts_at is None or note.ends_at is None:
        return []
    others = (
        ProgressNote.objects.standing()
        .filter(author=note.author_id, starts_at__lt=note.ends_at, ends_at__gt=note.starts_at)
        .exclude(pk=note.pk)
        .values_list("starts_at", "ends_at")
    )
    spans = [(start, end) for start, end in others if start and end]
    return rules.overlapping(note.starts_at, note.ends_at, spans)


def carried_of(note: ProgressNote) -> Mapping[str, list[tuple[str, str]]]:
    """Give the passages taken over, by section: (text, id of the note they are from); one statement."""
    found: dict[str, list[tuple[str, str]]] = {}
    for row in note.carried.all():
        found.setdefault(row.section, []).append((row.text, str(row.source_id)))
    return found


def objectives_open(note: ProgressNote) -> int:
    """Say how many objectives of the plan a note of that day could have addressed."""
    day = clock.local_date(note.starts_at or note.created_at, note.episode.site.time_zone)
    return len(open_for([note.episode_id], day).get(note.episode_id, []))


def _before(note: ProgressNote) -> Mapping[str, str]:
    row = (
        ProgressNote.objects.in_chart()
        .filter(episode__client=note.episode.client_id)
        .exclude(pk=note.pk)
        .order_by("-starts_at")
        .values_list("contents", flat=True)
        .first()
    )
    return row or {}


def _written(note: ProgressNote, sections: Sequence[Section]) -> rules.Written:
    return rules.Written(
        kind=note.kind,
        starts_at=note.starts_at,
        ends_at=note.ends_at,
        mode=note.mode,
        client_location=note.client_location,
        modalities=note.modalities,
        outcome=note.outcome,
        risk=note.risk,
        risk_words=note.risk_words,
        next_step=note.next_step,
        sections=[(each.key, each.label, note.contents.get(each.key, ""), each.is_required) for each in sections],
        open_objectives=objectives_open(note),
        addressed=note.objectives_addressed.count(),
        no_objective_reason=note.no_objective_reason,
        no_objective_words=note.no_objective_words,
        family=note.family,
    )
