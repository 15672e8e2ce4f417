"""One client within a day: times, check-in with the goals of last time, wrap-up, and the line of the note."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from iop.access.actors import Actor
from iop.core import clock
from iop.core.words import hours_minutes
from iop.pages.presenters.days import note, reports, roster
from iop.pages.presenters.days.asking import chart_opens, chart_url
from iop.pages.presenters.days.words import SHORT, clock_of, field_time
from iop.pages.presenters.schedule.when import day_words
from sessions_app import policies
from sessions_app.actions.checkins import DUE_HOURS, goals_to_review
from sessions_app.choices import (
    ATTENDANCE_MOVES,
    AttendanceMode,
    AttendanceStatus,
    GoalOutcome,
    Participation,
    SessionStatus,
)
from sessions_app.models import Attendance, AttendanceChange, CheckIn, ProgramSession, ShortTermGoal, WrapUp

GOALS_OFFERED = 3
OUTCOME_TONES = {GoalOutcome.KEPT: "good", GoalOutcome.PARTLY: "warn", GoalOutcome.NOT: "note"}
TEXTS = (
    ("triggers", _("Triggers since last time")),
    ("successes", _("What went well")),
    ("setbacks", _("What was hard")),
)


def page(attendance: Attendance, actor: Actor, token: str) -> dict[str, Any]:
    """Give what the panel of one client shows, in a fixed number of statements; ``token`` as for ``roster.shown``."""
    session = attendance.session
    zone = ZoneInfo(session.site.time_zone)
    row = roster.shown(session, actor, roster.rows(session, only=attendance.pk), token)[0]
    may_write = policies.may_write_for(actor, attendance) is None
    return {
        "row": row,
        "client": {
            "name": attendance.client.short_name if attendance.client.is_restricted else attendance.client.name,
            "pronouns": attendance.client.pronouns,
            "chart": chart_url(attendance.client_id) if chart_opens(actor, attendance.client) else "",
        },
        "times": _times(attendance, zone),
        "correction_choices": _corrections(attendance.status),
        "day_parts": _parts(attendance),
        "may_mark": policies.may_mark(actor, session) is None,
        "may_write": may_write and row["is_here"],
        "goals": goals(attendance, session),
        "check_in": check_in_of(attendance, zone),
        "wrap_up": wrap_up_of(attendance, zone),
        "report": reports.panel(attendance, actor, zone) if row["is_here"] else None,
        "participation": _participation(attendance),
        "modes": [{"value": value, "label": label} for value, label in AttendanceMode.choices],
        "mode": attendance.mode,
        "is_video": attendance.mode == AttendanceMode.TELEHEALTH,
        "note": note.panel(session, actor, [row]),
        "history": _history(attendance, zone),
        "whereabouts": {"location": attendance.remote_location, "callback": attendance.remote_callback},
        "concern_url": f"{reverse('session_concern', args=[session.pk])}?client={attendance.pk}",
    }


def goals(attendance: Attendance, session: ProgramSession) -> list[dict[str, Any]]:
    """Give the goals of last time, to be looked at first: kept, partly or not."""
    found = goals_to_review(session, [attendance.client_id]).get(attendance.client_id, [])
    return [goal_of(goal, attendance) for goal in found]


def goal_of(goal: ShortTermGoal, attendance: Attendance) -> dict[str, Any]:
    """Put one goal of last time into words."""
    return {
        "id": str(goal.pk),
        "text": goal.text,
        "outcome": goal.outcome,
        "version": goal.version,
        "url": reverse("session_goal", args=[attendance.session_id, attendance.pk, goal.pk]),
        "options": [
            {"value": value, "label": label, "tone": OUTCOME_TONES[GoalOutcome(value)]}
            for value, label in GoalOutcome.choices
        ],
    }


def check_in_of(attendance: Attendance, zone: ZoneInfo) -> dict[str, Any]:
    """Give the check-in as it stands, empty when there is none."""
    found: CheckIn | None = getattr(attendance, "check_in", None)
    return {
        "version": found.version if found else 0,
        "mood": found.mood if found else None,
        "cravings": found.cravings if found else None,
        "texts": [
            {"name": name, "label": label, "value": getattr(found, name) if found else ""} for name, label in TEXTS
        ],
        "chose_not_to_share": bool(found and found.chose_not_to_share),
        "saved": clock_of(found.saved_at, zone) if found else "",
        "by_client": bool(found and found.by_client),
        "exists": found is not None,
    }


def wrap_up_of(attendance: Attendance, zone: ZoneInfo) -> dict[str, Any]:
    """Give the wrap-up as it stands, with room for three goals."""
    found: WrapUp | None = getattr(attendance, "wrap_up", None)
    standing = list(attendance.goals.filter(withdrawn_at__isnull=True).order_by("created_at"))
    rows: list[dict[str, Any]] = [{"text": goal.text, "hours": _hours(goal)} for goal in standing]
    rows += [{"text": "", "hours": DUE_HOURS[0]} for _slot in range(max(1, GOALS_OFFERED - len(rows)))]
    return {
        "version": found.version if found else 0,
        "learned": found.learned if found else "",
        "will_apply": found.will_apply if found else "",
        "chose_not_to_share": bool(found and found.chose_not_to_share),
        "goals": [{**row, "number": number} for number, row in enumerate(rows, start=1)],
        "saved": clock_of(found.saved_at, zone) if found else "",
    }


def theirs_of_check_in(attendance: Attendance) -> dict[str, Any]:
    """Give a check-in as its form's fields, to show beside what could not be saved."""
    found: CheckIn | None = CheckIn.objects.filter(attendance=attendance).first()
    if found is None:
        return {}
    return {
        "mood": "" if found.mood is None else str(found.mood),
        "cravings": "" if found.cravings is None else str(found.cravings),
        "triggers": found.triggers,
        "successes": found.successes,
        "setbacks": found.setbacks,
        "chose_not_to_share": "on" if found.chose_not_to_share else "",
    }


def theirs_of_wrap_up(attendance: Attendance) -> dict[str, Any]:
    """Give a wrap-up as its form's fields, to show beside what could not be saved."""
    found: WrapUp | None = WrapUp.objects.filter(attendance=attendance).first()
    if found is None:
        return {}
    return {
        "learned": found.learned,
        "will_apply": found.will_apply,
        "chose_not_to_share": "on" if found.chose_not_to_share else "",
    }


def version_of(model: type[CheckIn] | type[WrapUp], attendance: Attendance) -> int:
    """Give the version that a row of this line has now."""
    found = model.objects.filter(attendance=attendance).values_list("version", flat=True).first()
    return found or 0


def _parts(attendance: Attendance) -> list[dict[str, Any]]:
    own = dict(attendance.corrections.values_list("component_id", "minutes"))
    rows = attendance.session.components.filter(counts_as_service=True).select_related("kind").order_by("position")
    return [
        {
            "id": str(row.pk),
            "title": row.title or row.kind.name,
            "minutes": int((row.ends_at - row.starts_at).total_seconds() // 60),
            "corrected": own.get(row.pk),
        }
        for row in rows
    ]


def _corrections(status: str) -> list[dict[str, Any]]:
    to = [item for item in SHORT if item == status or item in ATTENDANCE_MOVES[status]]
    return [
        {"value": item, "label": SHORT[item], "pressed": item == status}
        for item in to
        if item != AttendanceStatus.REMOVED
    ]


def _hours(goal: ShortTermGoal) -> int:
    return DUE_HOURS[1] if goal.due_at - goal.created_at > dt.timedelta(hours=36) else DUE_HOURS[0]


def _times(attendance: Attendance, zone: ZoneInfo) -> dict[str, str]:
    return {
        "arrived": field_time(attendance.arrived_at, zone),
        "left": field_time(attendance.left_at, zone),
        "proposed_in": clock_of(attendance.proposed_arrived_at, zone),
        "proposed_out": clock_of(attendance.proposed_left_at, zone),
    }


def _participation(attendance: Attendance) -> dict[str, Any]:
    return {
        "value": attendance.participation,
        "options": [{"value": value, "label": label} for value, label in Participation.choices],
    }


def _history(attendance: Attendance, zone: ZoneInfo) -> list[dict[str, Any]]:
    if attendance.session.status not in (SessionStatus.CLOSED, SessionStatus.FINAL):
        return []
    rows = AttendanceChange.objects.filter(attendance=attendance).order_by("at")
    return [_change(row, zone) for row in rows]


def _change(row: AttendanceChange, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "when": f"{day_words(clock.local_date(row.at, zone))}, {clock_of(row.at, zone)}",
        "status": row.get_status_display(),
        "times": " – ".join(filter(None, [clock_of(row.arrived_at, zone), clock_of(row.left_at, zone)])),
        "minutes": hours_minutes(row.credited_minutes),
        "reason": row.reason,
        "is_late": row.is_late_entry,
    }


def instant(session: ProgramSession, wall: str) -> dt.datetime | None:
    """Read a time field of a day's form as an instant of that day; nothing for an empty field. Raises ``ValueError``."""
    if not wall.strip():
        return None
    return clock.at_local(session.on, dt.time.fromisoformat(wall.strip()), session.site.time_zone)


def goals_typed(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Read the goals of a wrap-up form: ``goal_1`` with ``goal_1_hours`` and so on."""
    found = []
    for number in range(1, 2 * GOALS_OFFERED + 1):
        text = str(data.get(f"goal_{number}", "")).strip()
        if text:
            hours = str(data.get(f"goal_{number}_hours", DUE_HOURS[0]))
            found.append({"text": text, "due_hours": int(hours) if hours.isdigit() else DUE_HOURS[0]})
    return found


def as_uuid(text: str) -> uuid.UUID | None:
    """Read an opaque id from an address; nothing when it is none."""
    try:
        return uuid.UUID(text)
    except (ValueError, AttributeError):
        return None
