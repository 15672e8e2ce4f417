"""A day's roster as one form, for entering from paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from iop.access.actors import Actor
from iop.pages.presenters.days import roster
from iop.pages.presenters.days.client import instant
from iop.pages.presenters.days.words import SHORT, field_time
from sessions_app.actions import Mark
from sessions_app.choices import ATTENDANCE_MOVES, ATTENDED, AttendanceStatus
from sessions_app.models import ProgramSession


def rows(session: ProgramSession, actor: Actor, zone: ZoneInfo) -> list[dict[str, Any]]:
    """Give each client with the marks that may follow and the times as they stand."""
    found = {str(row["id"]): row for row in roster.rows(session)}
    shown = roster.shown(session, actor, list(found.values()))
    return [
        {
            "id": row["id"],
            "name": row["name"],
            "version": row["version"],
            "choices": _choices(row["status"]),
            "arrived": field_time(found[row["id"]]["arrived_at"], zone),
            "left": field_time(found[row["id"]]["left_at"], zone),
        }
        for row in shown
    ]


def _choices(status: str) -> list[dict[str, Any]]:
    to = [item for item in SHORT if item == status or item in ATTENDANCE_MOVES[status]]
    return [
        {"value": item, "label": SHORT[item], "chosen": item == status}
        for item in to
        if item != AttendanceStatus.REMOVED
    ]


def marks(session: ProgramSession, typed: Mapping[str, Any]) -> list[Mark]:
    """Read the form: only lines that somebody filled in become marks. Raises ``ValueError`` for a time that is none."""
    found = []
    for row in roster.rows(session):
        key = str(row["id"])
        status = str(typed.get(f"status_{key}", ""))
        if not status or status == AttendanceStatus.EXPECTED:
            continue
        here = status in ATTENDED
        arrived = instant(session, str(typed.get(f"arrived_{key}", ""))) if here else None
        left = instant(session, str(typed.get(f"left_{key}", ""))) if here else None
        if (
            status == row["status"]
            and (arrived or row["arrived_at"]) == row["arrived_at"]
            and (left or row["left_at"]) == row["left_at"]
        ):
            continue
        found.append(Mark(row["id"], _whole(typed.get(f"version_{key}")), status, arrived, left))
    return found


def _whole(typed: Any) -> int:
    return int(typed) if str(typed).isdecimal() else 0
