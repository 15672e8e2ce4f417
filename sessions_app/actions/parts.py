"""The parts of a day as it happens: when they really were, and what they taught."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import Conflict, Invalid, require, require_current
from iop.core.words import say
from scheduling.models import CurriculumTopic, Exercise
from sessions_app import facts, policies
from sessions_app.actions.attendance import lock_session, recount
from sessions_app.choices import ATTENDED, SessionStatus
from sessions_app.models import Attendance, ProgramSession, SessionComponent
from sessions_app.rules.attendance import earliest, to_minute

CHANGED = say("Somebody else has changed this part meanwhile. Look again; nothing of theirs was overwritten.")


@transaction.atomic
def set_component_times(
    *,
    by: Actor,
    component: SessionComponent,
    version: int,
    actual_starts_at: dt.datetime | None,
    actual_ends_at: dt.datetime | None,
    at: dt.datetime,
    reason: str = "",
) -> SessionComponent:
    """Record when a part really began and ended; everybody's minutes follow. After closing it needs a reason.

    None for both takes the record back: the planned times count again.
    """
    session, row = _lock(component, version)
    require(policies.may_mark(by, session, reason))
    day = facts.day_of(session, at)
    row.actual_starts_at = to_minute(actual_starts_at) if actual_starts_at else None
    row.actual_ends_at = to_minute(actual_ends_at) if actual_ends_at else None
    _refuse_impossible(row, earliest(day), at)
    row.version += 1
    row.save()
    lines = Attendance.objects.select_for_update(no_key=True).filter(session=session, status__in=sorted(ATTENDED))
    recount(
        by=by, session=session, lines=list(lines), day=day, parts=facts.parts_of(session.pk, day.limits), reason=reason
    )
    record(by=by, verb="sessions.part_timed", subject=session, site_id=session.site_id, detail={"component": row.pk})
    return row


@transaction.atomic
def set_component_topic(
    *,
    by: Actor,
    component: SessionComponent,
    topic: CurriculumTopic | None,
    at: dt.datetime,
    version: int | None = None,
    exercise: Exercise | None = None,
) -> SessionComponent:
    """Say what a part taught, or will: a topic of the curriculum and, for mindfulness, an exercise."""
    session, row = _lock(component, version)
    require(policies.may_run(by, session))
    if session.status in (SessionStatus.FINAL, SessionStatus.CANCELLED):
        raise Conflict(say("This day is final or cancelled; what it taught stays."))
    row.topic, row.exercise = topic, exercise
    row.version += 1
    row.save(update_fields=["topic", "exercise", "version"])
    record(
        by=by, verb="sessions.topic_set", subject=session, site_id=session.site_id,
        detail={"component": row.pk, "topic": topic.pk if topic else None},
    )  # fmt: skip
    return row


def _lock(component: SessionComponent, version: int | None) -> tuple[ProgramSession, SessionComponent]:
    session = lock_session(component.session_id)
    row = SessionComponent.objects.select_for_update(no_key=True).get(pk=component.pk)
    require_current(row.version, version, CHANGED)
    return session, row


def _refuse_impossible(row: SessionComponent, first: dt.datetime, at: dt.datetime) -> None:
    if row.actual_ends_at and not row.actual_starts_at:
        raise Invalid(say("Say when the part began, too."), field="actual_starts_at")
    if row.actual_starts_at and not first <= row.actual_starts_at <= at:
        raise Invalid(say("That start is before the day or still to come."), field="actual_starts_at")
    if row.actual_starts_at and row.actual_ends_at and not row.actual_starts_at < row.actual_ends_at <= at:
        raise Invalid(say("A part ends after it began, and not in the future."), field="actual_ends_at")
