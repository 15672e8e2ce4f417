"""A draft as it is written: each row a form that saves itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from clients.choices import CareRole
from clients.models import Diagnosis, Dimension
from iop.clinic.models import StaffMember
from iop.core import clock
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.plans.reading import anchor
from iop.pages.presenters.plans.words import HEADINGS, number_words
from iop.pages.presenters.schedule.addresses import to
from iop.pages.presenters.schedule.when import instant_words
from therapy.choices import Modality
from therapy.choices.plans import Per
from therapy.models import ObjectiveAddressed, TreatmentPlan
from therapy.models.plans import PlanObjective, PlanPart
from therapy.plan_contents import Tree, read_tree
from therapy.rules.plans import HEAD, HEAD_NEEDED, PARTS

Options = Sequence[tuple[str, Any]]
MEASURES = ("PHQ-9", "GAD-7", "AUDIT-C", "BAM", "BARC-10", "WHO-5", "PCL-5")
"""Offered while a measure is typed; any other words do."""


def read_writing(row: TreatmentPlan, chart: Chart) -> dict[str, Any]:
    """Give everything that the writing page shows; the statements do not grow with the rows."""
    tree = read_tree(row)
    today = clock.local_date(chart.at, chart.zone)
    kept = _kept_objectives(row, tree)
    address = to("plan")(row.pk)
    return {
        "plan": row,
        "version": _("Version %(n)s") % {"n": row.number},
        "saved": instant_words(row.saved_at, ZoneInfo(chart.zone)),
        "head": [
            {"name": name, "label": HEADINGS[name], "value": getattr(row, name), "needed": name in HEAD_NEEDED}
            for name in HEAD
        ],
        "head_url": to("plan_head")(row.pk),
        "problems": [_problem(tree, each, place, address, kept) for place, each in enumerate(tree.problems, 1)],
        "options": _options(row, today),
        "measures": MEASURES,
        "add_url": to("plan_part_add")(row.pk),
        "gaps": [{"says": gap.sentence, "place": anchor(gap)} for gap in tree.gaps(today)],
        "tomorrow": (today + dt.timedelta(days=1)).isoformat(),
    }


def values_of(kind: str, row: Any) -> dict[str, str]:
    """Give a row's fields as its form names them: text, whatever they are."""
    return {name: _as_text(row, name) for name in PARTS[kind]}


def place_of(plan: TreatmentPlan, kind: str, row: Any) -> str:
    """Say where on the writing page a row stands."""
    return f"{to('plan_edit')(plan.pk)}#{kind}-{row.pk}"


def _as_text(row: Any, name: str) -> str:
    value = getattr(row, f"{name}_id") if hasattr(row, f"{name}_id") else getattr(row, name)
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return value.isoformat()
    return number_words(value) if name in ("baseline", "target") else str(value)


def _kept_objectives(row: TreatmentPlan, tree: Tree) -> set[Any]:
    """Objectives that an earlier version had or a note refers to: they are ended, never taken out."""
    threads = [each.thread_id for each in tree.all_objectives]
    older = PlanObjective.objects.filter(thread__in=threads).exclude(plan=row).values_list("thread_id", flat=True)
    noted = ObjectiveAddressed.objects.filter(thread__in=threads).values_list("thread_id", flat=True)
    return set(older) | set(noted)


def _form(kind: str, row: PlanPart, address: str, place: int, last: int) -> dict[str, Any]:
    own = f"{address}{kind}/{row.pk}/"
    return {
        "id": f"{kind}-{row.pk}", "key": str(row.pk), "kind": kind, "version": row.version, "url": own, "number": place,
        "move_url": f"{own}move/", "remove_url": f"{own}remove/", "is_first": place == 1, "is_last": place == last,
        **values_of(kind, row),
    }  # fmt: skip


def _problem(tree: Tree, row: Any, place: int, address: str, kept: set[Any]) -> dict[str, Any]:
    goals = tree.goals.get(row.pk, [])
    shown = [_goal(tree, each, index, len(goals), address, kept) for index, each in enumerate(goals, 1)]
    return {
        **_form("problem", row, address, place, len(tree.problems)),
        "goals": shown,
        "stays": any(goal["stays"] for goal in shown),
    }


def _goal(tree: Tree, row: Any, place: int, last: int, address: str, kept: set[Any]) -> dict[str, Any]:
    objectives = tree.objectives.get(row.pk, [])
    shown = [_objective(tree, each, index, len(objectives), address, kept) for index, each in enumerate(objectives, 1)]
    return {
        **_form("goal", row, address, place, last),
        "objectives": shown,
        "stays": any(each["stays"] for each in shown),
    }


def _objective(tree: Tree, row: Any, place: int, last: int, address: str, kept: set[Any]) -> dict[str, Any]:
    steps: Sequence[Any] = tree.interventions.get(row.pk, [])
    return {
        **_form("objective", row, address, place, last),
        "thread": row.thread.number,
        "stays": row.thread_id in kept,
        "end_url": f"{address}objective/{row.pk}/end/",
        "ends_as": row.ends_as,
        "ends_label": row.get_ends_as_display() if row.ends_as else "",
        "ends_reason": row.ends_reason,
        "interventions": [
            _form("intervention", each, address, index, len(steps)) for index, each in enumerate(steps, 1)
        ],
    }


def _options(row: TreatmentPlan, today: dt.date) -> dict[str, Options]:
    diagnoses = Diagnosis.objects.filter(
        client=row.episode.client_id, ends_on__isnull=True, entered_in_error_at__isnull=True
    ).select_related("code")
    staff = (
        StaffMember.objects.filter(site_roles__site=row.episode.site_id)
        .exclude(left_on__lte=today)
        .distinct()
        .order_by("last_name", "first_name")
    )
    return {
        "diagnoses": [(str(each.pk), f"{each.code.code} {each.code.title}") for each in diagnoses.order_by("rank")],
        "dimensions": [(str(pk), f"{number} · {name} ({edition})") for pk, number, name, edition in _dimensions()],
        "staff": [(str(each.pk), each.name) for each in staff],
        "roles": list(CareRole.choices),
        "modalities": list(Modality.choices),
        "per": list(Per.choices),
    }


def _dimensions() -> Any:
    newest = Dimension.objects.filter(part=0).order_by("-edition").values("edition")[:1]
    rows = Dimension.objects.filter(part=0, edition__in=newest).order_by("number")
    return rows.values_list("pk", "number", "name", "edition")
