"""Opening, moving on and closing the following-up of missed days, for all stays of a site at once."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from clients.choices import CareRole, EpisodeStatus
from clients.models import CareTeamMembership
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic.models import Site
from iop.work.actions import NewItem, drop_many, open_items
from iop.work.choices import WorkKind
from iop.work.models import WorkItem
from sessions_app.absence_choices import OPENS_WITHIN, CaseEnd, StepOwner
from sessions_app.actions.absence.hearing import STEP
from sessions_app.choices import MISSED, OutreachMethod
from sessions_app.models import AbsenceCase, AbsenceCaseStep
from sessions_app.rules import absence as rules
from sessions_app.rules.absence import Day, Verdict

if TYPE_CHECKING:
    from sessions_app.actions.absence.watching import Looked

CALLERS = StepOwner.CASE_MANAGER
LINE = "sessions_app.attendance"


def close_left(by: Actor, site: Site, at: dt.datetime) -> int:
    """Close what is open about stays that have ended; a death, like any end, is followed up by nobody's call list."""
    rows = AbsenceCase.objects.open().filter(episode__site=site).exclude(episode__status=EpisodeStatus.ADMITTED)
    return _close(by, [(case, CaseEnd.LEFT) for case in rows.select_related("episode")], at)


def follow(looked: Looked) -> tuple[int, int]:
    """Open a case for each new miss without an excuse, move open ones on with newer misses, close those who are back.

    Gives how many were opened and how many closed.
    """
    known = list(
        AbsenceCase.objects.filter(episode__in=looked.stays).select_related("episode", "newest_line__session", "first_line__session")
    )  # fmt: skip
    standing = {case.episode_id: case for case in known if case.closed_at is None}
    closing = [(case, end) for case in standing.values() if (end := _end_of(case, looked))]
    closed = _close(looked.by, closing, looked.at)
    ended = {case.pk for case, _ in closing}
    _move_on([case for case in standing.values() if case.pk not in ended], looked)
    answered = _answered(known)
    new = {
        episode_id: miss
        for episode_id in looked.policies
        if (episode_id not in standing or standing[episode_id].pk in ended)
        and (miss := _opens_by(episode_id, looked, answered.get(episode_id)))
    }
    return _open(new, looked), closed


def open_steps(looked: Looked) -> int:
    """Open the work of every step whose time has come; the first call of a day that is still on the call list is that work."""
    steps = list(
        AbsenceCaseStep.objects.filter(
            case__episode__site=looked.site, case__closed_at__isnull=True, done_at__isnull=True, opens_at__lte=looked.at
        ).select_related("step", "case__episode")
    )
    calls = set(
        WorkItem.objects.open()
        .filter(
            kind=WorkKind.CALL_ABSENT, subject_kind=LINE, subject_id__in=[step.case.newest_line_id for step in steps]
        )
        .values_list("subject_id", flat=True)
    )
    due = [step for step in steps if not _is_call_of_today(step, calls)]
    counselors = counselors_of({step.case.episode_id for step in due}, looked.on)
    return open_items(by=looked.by, items=[_item(step, counselors, looked.site) for step in due])


def counselors_of(episode_ids: Iterable[uuid.UUID], on: dt.date) -> dict[uuid.UUID, uuid.UUID]:
    """Name the primary counselor of each stay on a day; one statement."""
    rows = CareTeamMembership.objects.on(on).filter(episode__in=list(episode_ids), role=CareRole.PRIMARY_COUNSELOR)
    return dict(rows.values_list("episode_id", "staff_id"))


def _end_of(case: AbsenceCase, looked: Looked) -> CaseEnd | None:
    """Say how a case ends now: they came since the newest miss, or the misses are no misses without an excuse any more."""
    came = looked.came.get(case.episode_id)
    if came is not None and came >= case.newest_line.session.starts_at:
        return CaseEnd.RETURNED if came > case.newest_line.session.starts_at else CaseEnd.CORRECTED
    if _unexcused(case.episode_id, looked, since=case.first_line.session.starts_at):
        return None
    return CaseEnd.EXCUSED if case.newest_line.status in MISSED else CaseEnd.CORRECTED


def _unexcused(episode_id: uuid.UUID, looked: Looked, since: dt.datetime) -> list[Day]:
    return [
        day for day, found in looked.misses.get(episode_id, ()) if found == Verdict.UNEXCUSED and day.starts_at >= since
    ]


def _answered(known: Sequence[AbsenceCase]) -> dict[uuid.UUID, dt.datetime]:
    """Say up to which missed day each stay was followed up already."""
    found: dict[uuid.UUID, dt.datetime] = {}
    for case in known:
        if case.closed_at is not None:
            at = case.newest_line.session.starts_at
            found[case.episode_id] = max(at, found.get(case.episode_id, at))
    return found


def _opens_by(episode_id: uuid.UUID, looked: Looked, answered: dt.datetime | None) -> Day | None:
    """Give the oldest miss that nobody followed up yet, since the client was last here."""
    since = max(filter(None, [answered, looked.came.get(episode_id), looked.at - OPENS_WITHIN]))
    return next(iter(_unexcused(episode_id, looked, since + dt.timedelta(microseconds=1))), None)


def _open(new: dict[uuid.UUID, Day], looked: Looked) -> int:
    cases = AbsenceCase.objects.bulk_create(
        AbsenceCase(
            episode_id=episode_id, policy=looked.policies[episode_id], first_line_id=miss.line_id,
            newest_line_id=_unexcused(episode_id, looked, miss.starts_at)[-1].line_id, opened_at=looked.at, created_at=looked.at,
        )
        for episode_id, miss in new.items()
    )  # fmt: skip
    AbsenceCaseStep.objects.bulk_create(
        AbsenceCaseStep(case=case, step=step, opens_at=plan.opens_at, due_at=plan.due_at, created_at=looked.at)
        for case in cases
        for step in case.policy.steps.all()
        for plan in [
            rules.planned(new[case.episode_id].starts_at, step.after_hours, step.deadline_hours, looked.site.time_zone)
        ]
    )
    if cases:
        record(
            by=looked.by, verb="sessions.absence_cases_opened", subject=None, site_id=looked.site.pk,
            clients=[looked.stays[case.episode_id].client_id for case in cases], detail={"cases": len(cases)},
        )  # fmt: skip
    return len(cases)


def _move_on(cases: Sequence[AbsenceCase], looked: Looked) -> None:
    """Let a newer miss be the one that is followed up; the next step that waits opens with it."""
    moved = []
    for case in cases:
        newer = _unexcused(case.episode_id, looked, case.newest_line.session.starts_at)[-1:]
        if newer and newer[0].line_id != case.newest_line_id:
            case.newest_line_id = newer[0].line_id
            case.version += 1
            moved.append(case)
    if not moved:
        return
    AbsenceCase.objects.bulk_update(moved, ["newest_line", "version"])
    waiting = AbsenceCaseStep.objects.filter(case__in=moved, done_at__isnull=True).order_by(
        "case", "opens_at", "step__position"
    )
    firsts = [next(group) for _case, group in groupby(waiting.select_related("step"), key=lambda step: step.case_id)]
    for step in firsts:
        if step.opens_at > looked.at:
            length = step.due_at - step.opens_at
            step.opens_at, step.due_at = looked.at, looked.at + length
    AbsenceCaseStep.objects.bulk_update(firsts, ["opens_at", "due_at"])


def _close(by: Actor, closing: Sequence[tuple[AbsenceCase, CaseEnd]], at: dt.datetime) -> int:
    for case, end in closing:
        case.closed_at, case.end = at, end
        case.version += 1
    cases = [case for case, _ in closing]
    if not cases:
        return 0
    AbsenceCase.objects.bulk_update(cases, ["closed_at", "end", "version"])
    steps = list(AbsenceCaseStep.objects.filter(case__in=cases).values_list("pk", flat=True))
    drop_many(by=by, subject_kind=STEP, subject_ids=steps, at=at)
    record(
        by=by, verb="sessions.absence_cases_closed", subject=None, clients=[case.episode.client_id for case in cases],
        detail={"cases": len(cases)},
    )  # fmt: skip
    return len(cases)


def _is_call_of_today(step: AbsenceCaseStep, calls: set[uuid.UUID]) -> bool:
    return step.step.method == OutreachMethod.PHONE and not step.step.after_hours and step.case.newest_line_id in calls


def _item(step: AbsenceCaseStep, counselors: dict[uuid.UUID, uuid.UUID], site: Site) -> NewItem:
    owner = step.step.owner
    staff_id = counselors.get(step.case.episode_id) if owner == StepOwner.COUNSELOR else None
    return NewItem(
        kind=WorkKind.ABSENCE_STEP, site_id=site.pk, subject=(STEP, step.pk), summary=step.step.words,
        due_at=step.due_at, dedupe_key=f"absence_step:{step.pk}", assignee_id=staff_id,
        role_key="" if staff_id else CALLERS if owner == StepOwner.COUNSELOR else owner,
        client_id=step.case.episode.client_id,
    )  # fmt: skip
