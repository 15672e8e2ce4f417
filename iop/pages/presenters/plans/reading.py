"""A plan as it is read: the thread from each problem to what notes say of it, in a fixed number of statements."""

from __future__ import annotations

import uuid
from collections import defaultdict
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from iop.access.choices import Permission
from iop.core import clock
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.clients.listing import date_words
from iop.pages.presenters.plans.words import (
    HEADINGS,
    STATUS_TONES,
    THREAD_TONES,
    day_short,
    measure_words,
    measured_words,
    progress_chip,
    signature_words,
    step_words,
)
from iop.pages.presenters.schedule.addresses import to
from iop.pages.presenters.schedule.when import instant_words
from therapy.choices.plans import ClientSignatureMethod, PlanStatus, ThreadStatus
from therapy.models import ObjectiveAddressed, PlanReview, TreatmentPlan
from therapy.models.plans import PlanSignature
from therapy.plan_contents import Tree, read_tree, seen
from therapy.policies.plans import may_plan, may_record_client_answer, may_review_plan

MARKS_SHOWN = 6


def read_plan(row: TreatmentPlan, chart: Chart) -> dict[str, Any]:
    """Give one version as its page shows it, with what may be done to it."""
    tree = read_tree(row)
    is_draft = row.status == PlanStatus.DRAFT
    gaps = tree.gaps(clock.local_date(chart.at, chart.zone)) if is_draft else []
    answers = list(row.client_signatures.all())
    may_write = may_plan(chart.actor, row.episode.site_id) is None
    return {
        "plan": row,
        "version": _("Version %(n)s") % {"n": row.number},
        "state": row.get_status_display(),
        "tone": STATUS_TONES[PlanStatus(row.status)],
        "is_draft": is_draft,
        "facts": _facts(row, chart),
        "head": [(HEADINGS[name], getattr(row, name)) for name in HEADINGS if getattr(row, name)],
        "problems": problems_of(tree, marks_of(tree)),
        "answers": [signature_words(one, instant_words(one.signed_at, ZoneInfo(chart.zone))) for one in answers],
        "waits_for_client": not is_draft and not any(_is_signed(one) for one in answers),
        "is_refused": any(not _is_signed(one) for one in answers),
        "reviews": _reviews(row, chart),
        "may_write": may_write and is_draft,
        "may_begin_next": may_write and row.status == PlanStatus.ACTIVE,
        "may_review": may_review_plan(chart.actor, row) is None,
        "may_answer": may_record_client_answer(chart.actor, row) is None,
        "may_hand_out": may_write and not is_draft,
        "gaps": [{"says": gap.sentence, "url": f"{to('plan_edit')(row.pk)}#{anchor(gap)}"} for gap in gaps],
        "read": seen(tree) if is_draft else "",
    }


def read_tab(chart: Chart) -> dict[str, Any]:
    """Give the chart's part "Plan": every version and review of all stays, and the plan in force in full."""
    rows = list(
        TreatmentPlan.objects.visible_to(chart.actor, at=chart.at)
        .filter(episode__client__in=chart.ids)
        .with_review_due()
        .select_related("episode__site", "episode__client", "author", "signed_by", "saved_by", "previous")
        .order_by("-episode__opened_on", "-number")
    )
    here = [row for row in rows if row.episode_id == chart.episode.pk]
    drafts = [row for row in here if row.status == PlanStatus.DRAFT]
    active = next((row for row in here if row.status == PlanStatus.ACTIVE), None)
    may_begin = chart.actor.can(Permission.PLAN_WRITE, chart.episode.site_id) and chart.episode.status in (
        "inquiry",
        "admitted",
    )
    return {
        "versions": [version_row(row, chart) for row in rows],
        "draft_url": to("plan_edit")(drafts[0].pk) if drafts else "",
        "may_begin": may_begin and not drafts,
        "active": read_plan(active, chart) if active else None,
    }


def version_row(row: TreatmentPlan, chart: Chart) -> dict[str, Any]:
    """Give one version as a list shows it."""
    name = row.signed_by.name if row.signed_by else row.author.name
    return {
        "url": to("plan")(row.pk),
        "title": _("Version %(n)s") % {"n": row.number},
        "tone": STATUS_TONES[PlanStatus(row.status)],
        "state": row.get_status_display(),
        "when": instant_words(row.signed_at or row.saved_at, ZoneInfo(chart.zone)),
        "who": name,
    }


def problems_of(tree: Tree, marks: dict[uuid.UUID, list[ObjectiveAddressed]]) -> list[dict[str, Any]]:
    """Give the thread of each problem in words."""
    return [
        {
            "number": place,
            "words": problem.words,
            "diagnosis": f"{problem.diagnosis.code.code} {problem.diagnosis.code.title}" if problem.diagnosis else "",
            "dimension": f"{problem.dimension.number} · {problem.dimension.name}" if problem.dimension else "",
            "goals": [
                {
                    "words": goal.words,
                    "objectives": [
                        objective_words(tree, each, marks.get(each.thread_id, []))
                        for each in tree.objectives.get(goal.pk, ())
                    ],
                }
                for goal in tree.goals.get(problem.pk, ())
            ],
        }
        for place, problem in enumerate(tree.problems, 1)
    ]


def objective_words(tree: Tree, row: Any, marks: list[ObjectiveAddressed]) -> dict[str, Any]:
    """Give one objective with its interventions and what was said of it."""
    status = ThreadStatus(row.ends_as or row.thread.status)
    return {
        "number": row.thread.number,
        "words": row.words,
        "measure": measure_words(row),
        "measured": measured_words(row),
        "state": {"tone": THREAD_TONES[status], "label": str(status.label)},
        "because": row.ends_reason or row.thread.ended_reason,
        "steps": [step_words(each) for each in tree.interventions.get(row.pk, ())],
        "latest": mark_words(marks[0]) if marks else None,
        "marks": [mark_words(each) for each in marks[:MARKS_SHOWN]],
        "more_marks": max(0, len(marks) - MARKS_SHOWN),
    }


def mark_words(row: ObjectiveAddressed) -> dict[str, Any]:
    """Give what a note or a review said of an objective."""
    source = _("review") if row.review_id else (_("group note") if row.line_id else _("note"))
    return {**progress_chip(row.progress), "on": day_short(row.on), "source": source, "comment": row.comment}


def anchor(gap: Any) -> str:
    """Name the place on the writing page where something is missing."""
    return f"{gap.kind}-{gap.id}" if gap.id else f"head-{gap.field}" if gap.field else "problems"


def marks_of(tree: Tree) -> dict[uuid.UUID, list[ObjectiveAddressed]]:
    found: dict[uuid.UUID, list[ObjectiveAddressed]] = defaultdict(list)
    threads = [row.thread_id for row in tree.all_objectives]
    for mark in ObjectiveAddressed.objects.signed().filter(thread__in=threads).order_by("-on", "-created_at"):
        found[mark.thread_id].append(mark)
    return found


def _is_signed(one: PlanSignature) -> bool:
    return one.method != ClientSignatureMethod.REFUSED


def _facts(row: Any, chart: Chart) -> list[tuple[str, str]]:
    found = [
        (_("Begun by"), row.author.name),
        (_("Saved"), instant_words(row.saved_at, ZoneInfo(chart.zone)) if row.status == PlanStatus.DRAFT else ""),
        (_("Signed by"), _signed_by(row)),
        (_("Signed"), instant_words(row.signed_at, ZoneInfo(chart.zone)) if row.signed_at else ""),
        (_("Next review"), date_words(row.review_due) if row.status == PlanStatus.ACTIVE else ""),
        (_("Replaced"), instant_words(row.superseded_at, ZoneInfo(chart.zone)) if row.superseded_at else ""),
    ]
    return [(label, value) for label, value in found if value]


def _signed_by(row: TreatmentPlan) -> str:
    if row.signed_by is None:
        return ""
    return f"{row.signed_by.name}, {row.credential}" if row.credential else row.signed_by.name


def _reviews(row: TreatmentPlan, chart: Chart) -> list[dict[str, Any]]:
    rows = list(row.reviews.select_related("by").order_by("-held_on", "-created_at"))
    return [
        _review(each) for each in rows if each.signed_at or chart.actor.can(Permission.PLAN_WRITE, row.episode.site_id)
    ]


def _review(row: PlanReview) -> dict[str, Any]:
    return {
        "url": to("plan_review")(row.pk), "on": date_words(row.held_on), "by": row.by.name, "is_draft": row.signed_at is None,
        "summary": row.summary, "change": row.get_change_display(),
    }  # fmt: skip
