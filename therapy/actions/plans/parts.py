"""The rows of a draft: problems, goals, objectives and interventions, added, saved, ordered and taken out one by one."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max

from clients.models import Diagnosis, Dimension
from iop.access.actors import Actor
from iop.clinic.models import StaffMember
from iop.core import clock
from iop.core.errors import Conflict, Invalid, Stale, require, require_valid
from iop.core.words import Sentence, say
from therapy.actions.plans.drafts import STALE, begin_goal, begin_objective, begin_problem, locked, told
from therapy.choices.plans import ThreadStatus
from therapy.models.plans import (
    ObjectiveThread,
    PlanGoal,
    PlanIntervention,
    PlanObjective,
    PlanPart,
    PlanProblem,
    TreatmentPlan,
)
from therapy.policies.plans import may_change_plan
from therapy.policies.signers import signer
from therapy.rules.plans import LINES, cleaned

MODELS: dict[str, type[PlanPart]] = {
    "problem": PlanProblem, "goal": PlanGoal, "objective": PlanObjective, "intervention": PlanIntervention,
}  # fmt: skip
PARENT = {"problem": "", "goal": "problem", "objective": "goal", "intervention": "objective"}
MOST_ROWS = 60
GONE = say("A colleague took this out meanwhile. Load the page again.")


class UnfitPart(Invalid):
    """Some fields of a row do not fit; ``problems`` says which and why."""

    def __init__(self, problems: list[tuple[str, Sentence]]) -> None:
        super().__init__(problems[0][1], field=problems[0][0])
        self.problems = problems


@transaction.atomic
def add_part(
    *, by: Actor, plan: TreatmentPlan, kind: str, at: dt.datetime, parent_id: uuid.UUID | None = None
) -> PlanPart:
    """Add a row of ``kind`` (``MODELS``) below ``parent_id``, with the rest of its thread ready to be filled in."""
    row = _to_change(by, plan)
    if kind not in MODELS:
        raise Invalid(say("Choose from the list."), field="kind")
    if MODELS[kind].objects.filter(plan=row).count() >= MOST_ROWS:
        raise Conflict(say("A plan that long helps nobody: bring some of it together."), code="too_many")
    made = _begin(row, kind, parent_id)
    _touched(by, row, at, "therapy.plan_part_added", part=kind)
    return made


@transaction.atomic
def save_part(
    *, by: Actor, plan: TreatmentPlan, kind: str, part_id: uuid.UUID, version: int, values: Mapping[str, Any], at: dt.datetime
) -> PlanPart:  # fmt: skip
    """Save what was typed for one row. ``version`` is the row's: two colleagues may write in two rows at once, and the later in
    the same one is told (``Stale``). Raises ``UnfitPart`` for fields that do not fit; nothing is kept then.
    """
    head = _to_change(by, plan)
    row = part_of(head, kind, part_id)
    if row.version != version:
        raise Stale(STALE)
    kept, wrong = cleaned(kind, values)
    wrong += _not_theirs(head, kept, at)
    if wrong:
        raise UnfitPart(wrong)
    for name, value in kept.items():
        setattr(row, f"{name}_id" if name in ("diagnosis", "dimension", "staff") else name, value)
    row.version += 1
    row.save()
    _touched(by, head, at, "therapy.plan_saved", part=kind)
    return row


@transaction.atomic
def move_part(*, by: Actor, plan: TreatmentPlan, kind: str, part_id: uuid.UUID, up: bool, at: dt.datetime) -> PlanPart:
    """Put a row one place higher or lower among those beside it."""
    head = _to_change(by, plan)
    row = part_of(head, kind, part_id)
    beside = list(_siblings(row, kind))
    here = next(index for index, each in enumerate(beside) if each.pk == row.pk)
    there = here - 1 if up else here + 1
    if 0 <= there < len(beside):
        beside[here], beside[there] = beside[there], beside[here]
    for position, each in enumerate(beside):
        each.position = position
    MODELS[kind]._default_manager.bulk_update(beside, ["position"])
    _touched(by, head, at, "therapy.plan_part_moved", part=kind)
    return row


@transaction.atomic
def remove_part(*, by: Actor, plan: TreatmentPlan, kind: str, part_id: uuid.UUID, at: dt.datetime) -> None:
    """Take a row out of a draft, with what stands below it. Raises ``Conflict`` where an objective stands that an earlier
    version had or a note refers to: that one is ended instead (``end_objective``).
    """
    head = _to_change(by, plan)
    row = part_of(head, kind, part_id)
    objectives = _objectives_below(row, kind)
    if _are_referred_to(head, objectives):
        raise Conflict(
            say("Notes or an earlier version refer to an objective here: it stays in the record. End it instead."),
            code="referred_to",
        )
    _delete(row, kind, objectives)
    _touched(by, head, at, "therapy.plan_part_removed", part=kind)


@transaction.atomic
def end_objective(
    *, by: Actor, plan: TreatmentPlan, part_id: uuid.UUID, ends_as: str, reason: str, at: dt.datetime
) -> PlanObjective:
    """Say in a draft that an objective ends with this version, met or discontinued, and why. Notes that refer to it stay."""
    head = _to_change(by, plan)
    row = part_of(head, "objective", part_id)
    if ends_as not in (ThreadStatus.MET, ThreadStatus.DISCONTINUED):
        raise Invalid(say("Choose how it ends."), field="ends_as")
    said = " ".join(reason.replace("\x00", "").split())[: LINES["ends_reason"]]
    require_valid(None if said else say("Say in a few words why it ends."), "ends_reason")
    return _set_end(by, head, row, ends_as, said, at)


@transaction.atomic
def go_on_with(*, by: Actor, plan: TreatmentPlan, part_id: uuid.UUID, at: dt.datetime) -> PlanObjective:
    """Take back, while it is a draft, that an objective ends."""
    head = _to_change(by, plan)
    return _set_end(by, head, part_of(head, "objective", part_id), "", "", at)


def part_of(plan: TreatmentPlan, kind: str, part_id: uuid.UUID) -> Any:
    """Read one row of a plan. Raises ``Conflict`` for one that a colleague took out meanwhile."""
    row = MODELS[kind].objects.filter(plan=plan, pk=part_id).first() if kind in MODELS else None
    if row is None:
        raise Conflict(GONE, code="gone")
    return row


def _to_change(by: Actor, plan: TreatmentPlan) -> TreatmentPlan:
    row = locked(plan.pk)
    require(may_change_plan(by, row))
    return row


def _touched(by: Actor, plan: TreatmentPlan, at: dt.datetime, verb: str, **detail: Any) -> None:
    TreatmentPlan.objects.filter(pk=plan.pk).update(saved_at=at, saved_by=signer(by))
    told(by, verb, plan, **detail)


def _begin(plan: TreatmentPlan, kind: str, parent_id: uuid.UUID | None) -> PlanPart:
    parent: Any = None
    if above := PARENT[kind]:
        parent = part_of(plan, above, parent_id) if parent_id else None
        if parent is None:
            raise Conflict(GONE, code="gone")
    last = MODELS[kind].objects.filter(plan=plan, **({above: parent} if above else {})).aggregate(last=Max("position"))
    position = 0 if last["last"] is None else last["last"] + 1
    if kind == "problem":
        return begin_problem(plan, position)
    if kind == "goal":
        return begin_goal(plan, parent, position)
    if kind == "objective":
        return begin_objective(plan, parent, position)
    return PlanIntervention.objects.create(plan=plan, objective=parent, position=position)


def _siblings(row: Any, kind: str) -> Any:
    rows = MODELS[kind].objects.filter(plan=row.plan_id)
    above = PARENT[kind]
    return rows.filter(**{above: getattr(row, f"{above}_id")}) if above else rows


def _objectives_below(row: Any, kind: str) -> list[PlanObjective]:
    rows = PlanObjective.objects.select_related("thread")
    where = {"problem": {"goal__problem": row.pk}, "goal": {"goal": row.pk}, "objective": {"pk": row.pk}}
    return list(rows.filter(**where[kind])) if kind in where else []


def _are_referred_to(plan: TreatmentPlan, objectives: list[PlanObjective]) -> bool:
    ids = [each.thread_id for each in objectives]
    # Held, so that no note begins to refer to one between this look and its end.
    list(ObjectiveThread.objects.select_for_update().filter(pk__in=ids))
    older = PlanObjective.objects.filter(thread__in=ids).exclude(plan=plan)
    return older.exists() or ObjectiveThread.objects.filter(pk__in=ids, marks__isnull=False).exists()


def _delete(row: Any, kind: str, objectives: list[PlanObjective]) -> None:
    ids = [each.pk for each in objectives]
    PlanIntervention.objects.filter(objective__in=ids).delete()
    threads = [each.thread_id for each in objectives]
    PlanObjective.objects.filter(pk__in=ids).delete()
    ObjectiveThread.objects.filter(pk__in=threads).delete()
    if kind == "problem":
        PlanGoal.objects.filter(problem=row.pk).delete()
    if kind != "objective":
        row.delete()


def _set_end(
    by: Actor, plan: TreatmentPlan, row: PlanObjective, ends_as: str, reason: str, at: dt.datetime
) -> PlanObjective:
    row.ends_as, row.ends_reason = ends_as, reason
    row.version += 1
    row.save(update_fields=["ends_as", "ends_reason", "version"])
    _touched(by, plan, at, "therapy.objective_ending" if ends_as else "therapy.objective_goes_on", ends_as=ends_as)
    return row


def _not_theirs(plan: TreatmentPlan, kept: Mapping[str, Any], at: dt.datetime) -> list[tuple[str, Sentence]]:
    day = clock.local_date(at, plan.episode.site.time_zone)
    known = {
        "diagnosis": Diagnosis.objects.filter(client=plan.episode.client_id, entered_in_error_at__isnull=True),
        "dimension": Dimension.objects.filter(is_rated=True),
        "staff": StaffMember.objects.exclude(left_on__lte=day),
    }
    return [
        (name, say("Choose from the list."))
        for name, rows in known.items()
        if kept.get(name) and not rows.filter(pk=kept[name]).exists()
    ]
