"""Check-in and wrap-up: how a client arrives, which goals they kept, how they leave and what they take on."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.db import transaction

from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import Conflict, Invalid, Stale, require, require_valid
from iop.core.words import say
from sessions_app import policies
from sessions_app.actions.attendance import keep_history, lock_line
from sessions_app.choices import GoalOutcome, SessionStatus
from sessions_app.models import Attendance, CheckIn, ProgramSession, ShortTermGoal, WrapUp
from sessions_app.rules.attendance import why_scale_wrong

DUE_HOURS = (24, 48)
"""Goals of a wrap-up are for the next 24 to 48 hours (program.md §2)."""
LONGEST_GOAL = 500

W = TypeVar("W", CheckIn, WrapUp)


@transaction.atomic
def save_check_in(
    *,
    by: Actor,
    attendance: Attendance,
    version: int,
    at: dt.datetime,
    mood: int | None = None,
    cravings: int | None = None,
    triggers: str = "",
    successes: str = "",
    setbacks: str = "",
    chose_not_to_share: bool = False,
    by_client: bool = False,
) -> CheckIn:
    """Save how a client arrives: mood and cravings from 0 to 10, triggers, successes, setbacks; or that they chose not to share.

    ``version`` is that of the check-in, 0 while there is none. ``by_client``: the client wrote it on their own phone.
    """
    session, line = lock_line(attendance)
    require(policies.may_write_for(by, line, by_client=by_client))
    for name, value in (("mood", mood), ("cravings", cravings)):
        require_valid(why_scale_wrong(value), name)
    row = _current(CheckIn, line, version)
    row.mood, row.cravings = mood, cravings
    row.triggers, row.successes, row.setbacks = triggers.strip(), successes.strip(), setbacks.strip()
    row.chose_not_to_share, row.by_client = chose_not_to_share, by_client
    _save(by, session, line, row, at, "sessions.check_in")
    return row


@transaction.atomic
def review_goal(
    *, by: Actor, goal: ShortTermGoal, version: int, outcome: str, attendance: Attendance, at: dt.datetime
) -> ShortTermGoal:
    """Say at a check-in whether an earlier goal was kept, partly or not; an empty ``outcome`` takes the answer back."""
    session, line = lock_line(attendance)
    require(policies.may_write_for(by, line))
    row = ShortTermGoal.objects.select_for_update().get(pk=goal.pk)
    if row.version != version:
        raise _stale()
    if row.client_id != line.client_id or row.withdrawn_at or row.attendance_id == line.pk:
        raise Conflict(say("This goal is not one to review here."), code="not_this_goal")
    if outcome and outcome not in GoalOutcome.values:
        raise Invalid(say("Choose kept, partly or not this time."), field="outcome")
    row.outcome, row.outcome_at = outcome, at if outcome else None
    row.reviewed_in = line if outcome else None
    row.version += 1
    row.save()
    _record(by, session, line, "sessions.goal_reviewed", {"goal": row.pk, "outcome": outcome})
    return row


@transaction.atomic
def save_wrap_up(
    *,
    by: Actor,
    attendance: Attendance,
    version: int,
    at: dt.datetime,
    learned: str = "",
    will_apply: str = "",
    chose_not_to_share: bool = False,
    goals: Sequence[Mapping[str, Any]] = (),
    by_client: bool = False,
) -> WrapUp:
    """Save how a client leaves: what they learned, the one thing they will apply, and goals due in 24 or 48 hours.

    ``version`` is that of the wrap-up, 0 while there is none. ``goals`` are dicts of ``text`` and ``due_hours``: the whole
    list, so that one left out is withdrawn unless it was reviewed already.
    """
    session, line = lock_line(attendance)
    require(policies.may_write_for(by, line, by_client=by_client))
    wanted = [_checked(goal) for goal in goals if str(goal.get("text", "")).strip()]
    row = _current(WrapUp, line, version)
    row.learned, row.will_apply, row.chose_not_to_share = learned.strip(), will_apply.strip(), chose_not_to_share
    _save(by, session, line, row, at, "sessions.wrap_up")
    _set_goals(line, wanted, at)
    return row


def goals_to_review(
    session: ProgramSession, client_ids: Iterable[uuid.UUID] | None = None
) -> dict[uuid.UUID, list[ShortTermGoal]]:
    """Give, for each client of a roster, the goals of their last wrap-up before this day: open, or reviewed in it. Two queries."""
    clients = client_ids
    if clients is None:
        clients = Attendance.objects.filter(session=session).on_roster().values_list("client_id", flat=True)
    before = ShortTermGoal.objects.filter(
        client__in=list(clients), withdrawn_at__isnull=True, attendance__session__starts_at__lt=session.starts_at
    ).exclude(attendance__session=session)
    rows = before.select_related("attendance__session", "reviewed_in").order_by(
        "-attendance__session__starts_at", "created_at"
    )
    last: dict[uuid.UUID, uuid.UUID] = {}
    found: dict[uuid.UUID, list[ShortTermGoal]] = {}
    for goal in rows.filter(due_at__gte=session.starts_at - LOOK_BACK):
        if last.setdefault(goal.client_id, goal.attendance_id) == goal.attendance_id and _is_for(goal, session):
            found.setdefault(goal.client_id, []).append(goal)
    return found


LOOK_BACK = dt.timedelta(days=28)
"""A goal nobody asked about for four weeks is no longer what a check-in opens with."""


def _is_for(goal: ShortTermGoal, session: ProgramSession) -> bool:
    return not goal.outcome or (goal.reviewed_in is not None and goal.reviewed_in.session_id == session.pk)


def _current(model: type[W], line: Attendance, version: int) -> W:
    row = model.objects.filter(attendance=line).first()
    if row is None:
        if version:
            raise _stale()
        return model(attendance=line, version=0)
    if row.version != version:
        raise _stale()
    return row


def _save(
    by: Actor, session: ProgramSession, line: Attendance, row: CheckIn | WrapUp, at: dt.datetime, verb: str
) -> None:
    row.version += 1
    row.saved_at, row.saved_by = at, by.staff_id or by.id
    row.save()
    if session.status == SessionStatus.CLOSED:
        keep_history(by, [line], at, str(say("Entered after closing.")), is_late=True)
    _record(by, session, line, verb, {"version": row.version})


def _checked(goal: Mapping[str, Any]) -> tuple[str, int]:
    text, hours = str(goal["text"]).strip(), goal.get("due_hours", DUE_HOURS[0])
    if len(text) > LONGEST_GOAL:
        raise Invalid(say("A goal fits in 500 characters."), field="goals")
    if hours not in DUE_HOURS:
        raise Invalid(say("A goal is for the next 24 or 48 hours."), field="goals")
    return text, int(hours)


def _set_goals(line: Attendance, wanted: Sequence[tuple[str, int]], at: dt.datetime) -> None:
    standing = list(ShortTermGoal.objects.select_for_update().filter(attendance=line, withdrawn_at__isnull=True))
    due = {text: at + dt.timedelta(hours=hours) for text, hours in wanted}
    for goal in standing:
        instant = due.pop(goal.text, None)
        if instant is None and not goal.outcome:
            goal.withdrawn_at = at
            goal.version += 1
            goal.save()
        elif instant and _is_other_day(goal, instant):
            goal.due_at = instant
            goal.version += 1
            goal.save()
    ShortTermGoal.objects.bulk_create(
        ShortTermGoal(client_id=line.client_id, attendance=line, text=text, due_at=instant)
        for text, instant in due.items()
    )


def _is_other_day(goal: ShortTermGoal, due_at: dt.datetime) -> bool:
    # Saving the same goal again some minutes later must not push it on; choosing 48 instead of 24 hours must.
    return abs(goal.due_at - due_at) > dt.timedelta(hours=12)


def _stale() -> Stale:
    return Stale(say("Somebody else has saved this meanwhile. Look again; nothing of theirs was overwritten."))


def _record(by: Actor, session: ProgramSession, line: Attendance, verb: str, detail: dict[str, Any]) -> None:
    record(
        by=by, verb=verb, subject=session, site_id=session.site_id, clients=[line.client_id],
        detail={"attendance": line.pk, **detail},
    )  # fmt: skip
