"""What clients write by themselves before their group: check-in, use, sleep and stress, and how their goals went."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any, TypeVar

from django.db import transaction

from clients.portal import is_own
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import Conflict, Invalid, Stale, require
from iop.core.words import Sentence, say
from sessions_app import checking_in, own_goals
from sessions_app.actions.attendance import lock_line
from sessions_app.actions.checkins import save_check_in
from sessions_app.actions.reporting import save_self_report
from sessions_app.choices import GoalOutcome
from sessions_app.models import Attendance, CheckIn, SelfReport, ShortTermGoal
from sessions_app.rules.reports import Use

R = TypeVar("R", CheckIn, SelfReport)


@transaction.atomic
def check_in_myself(
    *,
    by: Actor,
    attendance: Attendance,
    version: int,
    sent_key: uuid.UUID,
    at: dt.datetime,
    mood: int | None = None,
    cravings: int | None = None,
    triggers: str = "",
    successes: str = "",
    setbacks: str = "",
    chose_not_to_share: bool = False,
) -> CheckIn:
    """Save a client's own check-in for today's group.

    ``sent_key`` names the open page it comes from. What stands from the same page is its own: the answer that got lost on
    the way is not somebody else's writing, and the same words sent twice are saved once. ``at`` is the server's time.
    """
    line = _open_line(by, attendance, at)
    said: dict[str, Any] = {
        "mood": mood, "cravings": cravings, "triggers": triggers.strip(), "successes": successes.strip(),
        "setbacks": setbacks.strip(), "chose_not_to_share": chose_not_to_share,
    }  # fmt: skip
    before = CheckIn.objects.filter(attendance=line).first()
    if before is not None and before.sent_key == sent_key:
        if {name: getattr(before, name) for name in said} == said:
            return before
        version = before.version
    row = save_check_in(by=by, attendance=line, version=version, at=at, by_client=True, **said)
    return _from_page(row, sent_key)


@transaction.atomic
def report_myself(
    *,
    by: Actor,
    attendance: Attendance,
    version: int,
    sent_key: uuid.UUID,
    at: dt.datetime,
    use: str = "",
    uses: Sequence[Use] = (),
    sleep_hours: Decimal | None = None,
    stress: int | None = None,
    habits: Collection[str] = (),
) -> SelfReport:
    """Save what a client says of use, sleep, stress and habits beside their own check-in; ``sent_key`` as there."""
    line = _open_line(by, attendance, at)
    before = SelfReport.objects.filter(attendance=line).first()
    if before is not None and before.sent_key == sent_key:
        version = before.version
    row = save_self_report(
        by=by, attendance=line, version=version, at=at, use=use, uses=uses, sleep_hours=sleep_hours, stress=stress,
        habits=habits, by_client=True,
    )  # fmt: skip
    return _from_page(row, sent_key)


@transaction.atomic
def mark_own_goal(*, by: Actor, goal: ShortTermGoal, version: int, outcome: str, at: dt.datetime) -> ShortTermGoal:
    """Say how a goal of the last wrap-up went: kept, partly or not; empty takes the answer back.

    The next group's check-in opens with it. A goal looked at in a group that has begun stays as it was talked about.
    """
    require(_why_not_own(by, goal.client_id))
    row = ShortTermGoal.objects.select_for_update(of=("self",)).select_related("reviewed_in__session").get(pk=goal.pk)
    if row.version != version:
        raise Stale(say("This was changed meanwhile. This is how it stands now."))
    if row.withdrawn_at or not own_goals.is_open(row):
        raise Conflict(say("You have already talked about this goal in your group."), code="talked_about")
    if outcome and outcome not in GoalOutcome.values:
        raise Invalid(say("Choose kept, partly or not this time."), field="outcome")
    row.outcome, row.outcome_at = outcome, at if outcome else None
    row.reviewed_in = own_goals.next_line(row.client_id, at) if outcome else None
    row.version += 1
    row.save()
    record(
        by=by, verb="sessions.goal_marked", subject=row, clients=[row.client_id], detail={"outcome": outcome}
    )  # fmt: skip
    return row


def _open_line(by: Actor, attendance: Attendance, at: dt.datetime) -> Attendance:
    require(_why_not_own(by, attendance.client_id))
    session, line = lock_line(attendance)
    reason = checking_in.why_not_open(session, at)
    if reason is not None:
        raise Conflict(reason, code="not_open")
    return line


def _why_not_own(by: Actor, client_id: uuid.UUID) -> Sentence | None:
    return None if is_own(by, client_id) else say("Only the client themselves writes here.")


def _from_page(row: R, sent_key: uuid.UUID) -> R:
    row.sent_key = sent_key
    row.save(update_fields=["sent_key"])
    return row
