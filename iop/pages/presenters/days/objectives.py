"""What each line of a group note says of the client's objectives, read for all lines at once."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from iop.access.actors import Actor
from iop.access.choices import Permission
from sessions_app.models import Attendance, ProgramSession
from therapy.choices.plans import Progress
from therapy.choices.progress_notes import NoObjective
from therapy.models import GroupNoteLine, LineWithoutObjective, ObjectiveAddressed
from therapy.objectives import OpenObjective, open_for


def of_lines(
    session: ProgramSession, actor: Actor, rows: Iterable[Mapping[str, Any]], lines: Mapping[str, GroupNoteLine]
) -> dict[str, dict[str, Any]]:
    """Give for each line, by its attendance, the open objectives with the progress marked so far; five statements for any number.

    Nobody who may not read clinical notes is told of a plan.
    """
    asked = [str(row["id"]) for row in rows if row["is_here"]]
    if not asked or not actor.can(Permission.NOTE_VIEW, session.site_id):
        return {}
    episodes = dict(Attendance.objects.filter(pk__in=asked).values_list("pk", "episode_id"))
    goals = open_for(episodes.values(), session.on)
    line_ids = [line.pk for line in lines.values()]
    marks = _marks(line_ids)
    reasons = {row.line_id: row for row in LineWithoutObjective.objects.filter(line__in=line_ids)}
    found = {}
    for attendance_id, episode_id in episodes.items():
        line = lines.get(str(attendance_id))
        key = line.pk if line else uuid.UUID(int=0)
        found[str(attendance_id)] = _shown(
            session, attendance_id, goals.get(episode_id, []), marks[key], reasons.get(key)
        )
    return found


def _marks(line_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, dict[uuid.UUID, str]]:
    found: dict[uuid.UUID, dict[uuid.UUID, str]] = defaultdict(dict)
    rows = ObjectiveAddressed.objects.filter(line__in=line_ids).values_list("line_id", "thread_id", "progress")
    for line_id, thread_id, progress in rows.order_by("pk"):
        found[line_id][thread_id] = progress
    return found


def _shown(
    session: ProgramSession, attendance_id: uuid.UUID, goals: Sequence[OpenObjective], marks: Mapping[uuid.UUID, str],
    reason: LineWithoutObjective | None,
) -> dict[str, Any]:  # fmt: skip
    return {
        "url": f"/sessions/{session.pk}/clients/{attendance_id}/objectives/",
        "rows": [
            {"id": str(one.id), "number": one.number, "words": one.words, "progress": marks.get(one.id, "")} for one in goals
        ],
        "marked": [f"{one.number}: {Progress(marks[one.id]).label}" for one in goals if one.id in marks],
        "progresses": Progress.choices,
        "reasons": NoObjective.choices,
        "reason": reason.reason if reason else "",
        "reason_label": reason.get_reason_display() if reason else "",
        "words": reason.words if reason else "",
    }  # fmt: skip
