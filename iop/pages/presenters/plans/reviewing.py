"""A review as it is written and read."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.clients.listing import date_words
from iop.pages.presenters.plans.reading import mark_words, marks_of
from iop.pages.presenters.plans.words import measure_words, signature_words
from iop.pages.presenters.schedule.addresses import to
from iop.pages.presenters.schedule.when import instant_words
from therapy.choices.plans import ClientSignatureMethod, Progress, ReviewChange, ThreadStatus
from therapy.models import PlanReview
from therapy.plan_contents import read_tree
from therapy.policies.plans import may_change_review, may_record_client_answer


def read_review(row: PlanReview, chart: Chart) -> dict[str, Any]:
    """Give a review with each objective, what notes said of it, and what the review says."""
    tree = read_tree(row.plan)
    notes = marks_of(tree)
    said = {mark.thread_id: mark for mark in row.marks.all()}
    answers = list(row.client_signatures.all())
    may_write = may_change_review(chart.actor, row) is None
    objectives = [
        {
            "thread": str(each.thread_id),
            "number": each.thread.number,
            "words": each.words,
            "measure": measure_words(each),
            "progress": said[each.thread_id].progress if each.thread_id in said else "",
            "progress_label": said[each.thread_id].get_progress_display() if each.thread_id in said else "—",
            "comment": said[each.thread_id].comment if each.thread_id in said else "",
            "marks": [mark_words(mark) for mark in notes.get(each.thread_id, []) if mark.review_id != row.pk][:4],
        }
        for each in tree.all_objectives
        if each.thread_id in said or each.thread.status == ThreadStatus.OPEN
    ]
    return {
        "review": row,
        "plan_url": to("plan")(row.plan_id),
        "held_on": date_words(row.held_on),
        "next": date_words(row.next_review_on) if row.next_review_on else "",
        "may_write": may_write,
        "objectives": objectives,
        "progresses": [(value, label) for value, label in Progress.choices if value != Progress.WORKED_ON],
        "changes": ReviewChange.choices,
        "signed": instant_words(row.signed_at, ZoneInfo(chart.zone)) if row.signed_at else "",
        "saved": instant_words(row.saved_at, ZoneInfo(chart.zone)),
        "answers": [signature_words(one, instant_words(one.signed_at, ZoneInfo(chart.zone))) for one in answers],
        "may_answer": row.signed_at is not None and may_record_client_answer(chart.actor, row.plan) is None,
        "waits_for_client": row.signed_at is not None
        and not any(one.method != ClientSignatureMethod.REFUSED for one in answers),
    }


def as_names(row: PlanReview) -> dict[str, str]:
    """Give a review's fields as its form names them, for somebody who is told that a colleague was quicker."""
    fields = {
        "summary": row.summary, "client_view": row.client_view, "change": row.change, "held_on": row.held_on.isoformat(),
        "next_review_on": row.next_review_on.isoformat() if row.next_review_on else "",
    }  # fmt: skip
    for mark in row.marks.all():
        fields[f"progress-{mark.thread_id}"] = mark.progress
        fields[f"comment-{mark.thread_id}"] = mark.comment
    return fields
