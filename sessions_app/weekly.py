"""Carrying a change of a day into the weekly template, so that it holds from that day on and never before."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace

from iop.access.actors import Actor
from iop.core import clock
from iop.core.words import Sentence, say
from scheduling.actions.templates import planned_days, save_template_version
from scheduling.models import Track, WeeklyTemplate
from scheduling.rules.weeks import PlannedDay, PlannedPart
from sessions_app.models import ProgramSession

EditDay = Callable[[PlannedDay], PlannedDay | None]
EditPart = Callable[[PlannedPart], PlannedPart]


def change_day(
    *, by: Actor, session: ProgramSession, days: Sequence[ProgramSession], at: dt.datetime, weekday: int, wall: dt.time
) -> None:
    """Let the template have this day on another weekday or at another wall time."""
    _edit(by, session, days, at, lambda day: replace(day, weekday=weekday, starts_at=wall), say("A day moved"))


def drop_day(*, by: Actor, session: ProgramSession, days: Sequence[ProgramSession], at: dt.datetime) -> None:
    """Take this day out of the template."""
    _edit(by, session, days, at, lambda day: None, say("A day taken out"))


def change_part(
    *,
    by: Actor,
    session: ProgramSession,
    days: Sequence[ProgramSession],
    at: dt.datetime,
    index: int,
    kind_id: uuid.UUID,
    edit: EditPart,
) -> None:
    """Change the part that stands at ``index`` of this day, where it is still of the same kind."""

    def with_part(day: PlannedDay) -> PlannedDay:
        parts = list(day.parts)
        if index < len(parts) and parts[index].kind_id == kind_id:
            parts[index] = edit(parts[index])
        return replace(day, parts=tuple(parts))

    _edit(by, session, days, at, with_part, say("A part changed"))


def _edit(
    by: Actor, session: ProgramSession, days: Sequence[ProgramSession], at: dt.datetime, edit: EditDay, note: Sentence
) -> None:
    track = Track.objects.select_related("program__site").get(pk=session.track_id)
    today = clock.local_date(at, track.program.site.time_zone)
    first = max(today, min(day.original_on for day in days))
    for version in _from(track, first):
        week = planned_days(version)
        edited = [edit(day) if day.lineage == session.lineage else day for day in week]
        if edited != week:
            save_template_version(
                by=by,
                track=track,
                valid_from=max(version.valid_from, first),
                days=[day for day in edited if day is not None],
                at=at,
                note=str(note),
            )


def _from(track: Track, first: dt.date) -> list[WeeklyTemplate]:
    """Read the version that holds on ``first`` and those that begin later: a change holds in all of them."""
    versions = WeeklyTemplate.objects.filter(track=track).order_by("valid_from")
    later = [version for version in versions if version.valid_from > first]
    holding = [version for version in versions if version.valid_from <= first][-1:]
    return holding + later
