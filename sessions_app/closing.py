"""What is missing before a day may close, and what the day is worth to each client."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from iop.core.words import Sentence, say, sentence
from sessions_app import facts
from sessions_app.choices import ATTENDED, AttendanceMode, AttendanceStatus
from sessions_app.models import Attendance, ProgramSession, SessionComponent
from sessions_app.rules import attendance as rules


@dataclass(frozen=True)
class Gap:
    """Something a day still lacks, in code and in words. ``must_settle``: the day cannot be closed with it."""

    code: str
    sentence: Sentence
    attendance_id: uuid.UUID | None = None
    component_id: uuid.UUID | None = None
    must_settle: bool = False


@dataclass(frozen=True)
class Worth:
    """What a day is worth to one client, in minutes of service, by part too, and as a sentence."""

    attendance_id: uuid.UUID
    client_id: uuid.UUID
    credited: int
    planned: int
    sentence: Sentence
    parts: Mapping[uuid.UUID, int]


GapFinder = Callable[[ProgramSession, dt.datetime], list[Gap]]
"""What the slot ``settings.CLOSING_GAPS`` names: apps above say which notes are missing."""


def gaps(session: ProgramSession, at: dt.datetime) -> list[Gap]:
    """List what is missing: unmarked people, check-ins, wrap-ups, whereabouts by video, facilitators, and what apps above add."""
    found = [*_line_gaps(session), *_part_gaps(session)]
    for path in getattr(settings, "CLOSING_GAPS", ()):
        found += import_string(path)(session, at)
    return sorted(found, key=lambda gap: not gap.must_settle)


def worth(session: ProgramSession, at: dt.datetime) -> list[Worth]:
    """Say what the day is worth to each client on its roster, in minutes and as a sentence; four queries."""
    day = facts.day_of(session, at)
    lines = list(Attendance.objects.filter(session=session).on_roster())
    parts, corrections = facts.parts_and_corrections(session.pk, day.limits, [line.pk for line in lines])
    planned = sum(int((part.ends_at - part.starts_at).total_seconds() // 60) for part in parts if part.counts)
    found = []
    for line in lines:
        stands, capped = facts.line_of(line), corrections.get(line.pk)
        minutes = rules.credited_minutes(stands, parts, day, capped)
        words = rules.worth_sentence(line.status, minutes, planned)
        each = rules.part_minutes(stands, parts, day, capped)
        found.append(Worth(line.pk, line.client_id, minutes, planned, words, each))
    return found


def _line_gaps(session: ProgramSession) -> list[Gap]:
    rows = Attendance.objects.filter(session=session).on_roster().select_related("client", "check_in", "wrap_up")
    return [gap for line in rows for gap in _gaps_of(line)]


def _gaps_of(line: Attendance) -> list[Gap]:
    name = line.client.short_name
    if line.status == AttendanceStatus.EXPECTED:
        return [Gap("unmarked", sentence(say("{name} is not marked yet."), name=name), line.pk, must_settle=True)]
    if line.status not in ATTENDED:
        return []
    found = []
    if not hasattr(line, "check_in"):
        found.append(Gap("check_in", sentence(say("{name} has no check-in."), name=name), line.pk))
    if not hasattr(line, "wrap_up") and line.status != AttendanceStatus.LEFT_EARLY:
        found.append(Gap("wrap_up", sentence(say("{name} has no wrap-up."), name=name), line.pk))
    if line.mode == AttendanceMode.TELEHEALTH and not (line.remote_location and line.remote_callback):
        words = say("{name} is on video: ask where they are and which number to call back.")
        found.append(Gap("whereabouts", sentence(words, name=name), line.pk))
    return found


def _part_gaps(session: ProgramSession) -> list[Gap]:
    rows = SessionComponent.objects.filter(session=session, kind__needs_licensed_lead=True, facilitators__isnull=True)
    return [
        Gap(
            "facilitator",
            sentence(say("{name} has no facilitator."), name=row.title or row.kind.name),
            component_id=row.pk,
        )
        for row in rows.select_related("kind")
    ]
