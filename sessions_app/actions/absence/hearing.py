"""What an attempt to reach somebody means for following them up: the step it was is done, and an excused day ends it."""

from __future__ import annotations

import datetime as dt
import uuid

from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.work.actions import close_for, drop_many
from iop.work.choices import WorkKind
from sessions_app.absence_choices import CaseEnd
from sessions_app.choices import AttendanceStatus
from sessions_app.models import AbsenceCase, AbsenceCaseStep, Attendance, Outreach

CASE = "sessions_app.absencecase"
STEP = "sessions_app.absencecasestep"


def heard(by: Actor, line: Attendance, outreach: Outreach, at: dt.datetime, step_id: uuid.UUID | None = None) -> None:
    """Mark the step that an attempt was: the one named, else the first open one of its kind. An excused day ends the case."""
    case = (
        AbsenceCase.objects.open()
        .select_for_update(of=("self",))
        .filter(episode=line.episode_id)
        .select_related("episode")
        .first()
    )
    if case is None:
        return
    waiting = AbsenceCaseStep.objects.filter(case=case, done_at__isnull=True)
    steps = waiting.filter(pk=step_id) if step_id else waiting.filter(step__method=outreach.method, opens_at__lte=at)
    step = steps.order_by("opens_at", "step__position").first()
    if step is not None:
        finish(by, case, step, at, outreach=outreach)
    if line.pk == case.newest_line_id and line.status == AttendanceStatus.ABSENT_EXCUSED:
        end_case(by, case, CaseEnd.EXCUSED, at)


def finish(
    by: Actor, case: AbsenceCase, step: AbsenceCaseStep, at: dt.datetime, *, outreach: Outreach | None = None, left_out: str = ""
) -> None:  # fmt: skip
    """Write a step down as done, or as left out with a reason, and close its work."""
    step.done_at, step.done_by_id, step.outreach, step.left_out = at, by.staff_id, outreach, left_out
    step.save(update_fields=["done_at", "done_by", "outreach", "left_out"])
    close_for(by=by, subject=(STEP, step.pk), kind=WorkKind.ABSENCE_STEP, at=at)
    record(
        by=by, verb="sessions.absence_step_left_out" if left_out else "sessions.absence_step_done", subject=case,
        site_id=case.episode.site_id, clients=[case.episode.client_id], detail={"step": step.pk},
    )  # fmt: skip


def end_case(by: Actor, case: AbsenceCase, end: str, at: dt.datetime, note: str = "") -> None:
    """End following somebody up; the work of its steps is no longer needed."""
    case.closed_at, case.end, case.end_note = at, end, note
    case.ended_by_id = by.staff_id
    case.version += 1
    case.save(update_fields=["closed_at", "end", "end_note", "ended_by", "version"])
    steps = list(AbsenceCaseStep.objects.filter(case=case).values_list("pk", flat=True))
    drop_many(by=by, subject_kind=STEP, subject_ids=steps, at=at)
    record(
        by=by, verb="sessions.absence_case_closed", subject=case, site_id=case.episode.site_id,
        clients=[case.episode.client_id], detail={"end": str(end)},
    )  # fmt: skip
