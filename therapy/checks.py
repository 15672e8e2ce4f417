"""A draft looked over before it is signed: what is missing, whose name stands where, which lines are copies."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from clients.models import Client
from iop.core.words import Sentence
from sessions_app.choices import ATTENDED, AttendanceStatus
from sessions_app.models import Attendance
from therapy.models import GroupNote, GroupNoteLine
from therapy.name_check import Person, Place, found
from therapy.rules.group_notes import Line, identical_lines, why_incomplete


@dataclass(frozen=True)
class Named:
    """Another client's name found in the shared text (``line_id`` is none) or in a line."""

    place: Place
    line_id: uuid.UUID | None
    about_client_id: uuid.UUID | None


@dataclass(frozen=True)
class Draft:
    """What a last look at a draft shows."""

    incomplete: Sentence | None
    named: list[Named]
    identical: list[tuple[uuid.UUID, ...]]


def check_draft(note: GroupNote, lines: Sequence[GroupNoteLine]) -> Draft:
    """Look a draft over with one statement more than its lines took."""
    roster = list(Attendance.objects.on_roster().filter(session=note.session_id).select_related("client"))
    people = [person_of(attendance.client) for attendance in roster]
    text_of = {line.client_id: line.text for line in lines}
    plain = [
        Line(
            attendance.client_id,
            text_of.pop(attendance.client_id, ""),
            attended=attendance.status in ATTENDED,
            expected=attendance.status == AttendanceStatus.EXPECTED,
        )
        for attendance in roster
    ]
    plain += [Line(client_id, text, attended=False) for client_id, text in text_of.items()]
    return Draft(
        incomplete=why_incomplete(note.shared_text, plain),
        named=named_places(note.shared_text, lines, people),
        identical=identical_lines({line.client_id: line.text for line in lines if line.text.strip()}),
    )


def named_places(shared_text: str, lines: Sequence[GroupNoteLine], people: Sequence[Person]) -> list[Named]:
    """Say where the shared text or a line names a client of that day who must not be recognised in it."""
    by_client = {person.client_id: person for person in people}
    places = [Named(place, None, None) for place in found(shared_text, people)]
    for line in lines:
        own = by_client.get(line.client_id) or person_of(line.client)
        places += [Named(place, line.pk, line.client_id) for place in found(line.text, people, about=own)]
    return places


def person_of(client: Client) -> Person:
    """Give a client's names as the check looks for them; a full name is also found word by word."""
    return Person(client.pk, (client.legal_first_name, client.legal_last_name, client.preferred_name))
