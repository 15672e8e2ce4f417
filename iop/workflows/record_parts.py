"""The clinical parts of a client's own copy of their record: signed notes, plans, questionnaires, tests, medications, reviews.

What is a draft, was entered in error, or is a SUD counseling note is never among them.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clients.choices import Information
from clients.models import Client
from iop.access.choices import Permission
from iop.core.words import Sentence
from therapy.models import (
    Allergy,
    DrugTest,
    LevelReview,
    MeasureResponse,
    Medication,
    PlanObjective,
    ProgressNote,
    TestResult,
    TreatmentPlan,
)
from therapy.questionnaires import find_many

Records = list[tuple[str, uuid.UUID]]
Section = dict[str, Any]


@dataclass(frozen=True)
class Part:
    """A part of the record: its name, what kind of information it is, how it is read, and which permission reads it."""

    label: Sentence
    information: Information
    read: Callable[[Client, ZoneInfo], tuple[Section, Records]]
    needs: Permission = Permission.CLIENT_VIEW


def day(value: dt.date | dt.datetime | None, zone: ZoneInfo | None = None) -> str:
    """Say a day as the paper's reader writes it; an instant by the clock of ``zone``. Nothing for none."""
    if isinstance(value, dt.datetime):
        value = value.astimezone(zone).date()
    return date_format(value, "DATE_FORMAT") if value else ""


def _progress_notes(client: Client, zone: ZoneInfo) -> tuple[Section, Records]:
    rows = list(
        ProgressNote.objects.in_chart()
        .filter(episode__client=client)
        .select_related("format", "author")
        .order_by("starts_at", "pk")
    )
    texts = [
        {
            "title": f"{day(row.starts_at or row.created_at, zone)} · {row.get_kind_display()}",
            "text": "\n\n".join(_sections(row)),
            "under": row.author.name,
        }
        for row in rows
    ]
    return {"title": _("Notes of one-to-one work"), "texts": texts}, [("therapy.progressnote", row.pk) for row in rows]


def _sections(row: ProgressNote) -> list[str]:
    found = [
        f"{section['label']}: {row.contents[section['key']]}"
        for section in row.format.sections
        if row.contents.get(section["key"])
    ]
    return [*found, *([_("Next: %(words)s") % {"words": row.next_step}] if row.next_step else [])]


def _plans(client: Client, zone: ZoneInfo) -> tuple[Section, Records]:
    plans = list(
        TreatmentPlan.objects.filter(episode__client=client, signed_at__isnull=False)
        .select_related("signed_by")
        .order_by("signed_at")
    )
    objectives: dict[uuid.UUID, list[str]] = {}
    rows = PlanObjective.objects.filter(plan__in=plans).select_related("thread", "goal").order_by("thread__number")
    for row in rows:
        aim = row.goal.words
        line = f"{row.thread.number}. {row.words} ({row.thread.get_status_display()})"
        objectives.setdefault(row.plan_id, []).append(f"{aim}\n{line}" if aim else line)
    texts = [
        {
            "title": _("Version %(number)s of %(day)s") % {"number": plan.number, "day": day(plan.signed_at, zone)},
            "text": "\n\n".join([*objectives.get(plan.pk, []), *_plan_words(plan)]),
            "under": plan.signed_by.name if plan.signed_by else "",
        }
        for plan in plans
    ]
    return {"title": _("Treatment plans"), "texts": texts}, [("therapy.treatmentplan", plan.pk) for plan in plans]


def _plan_words(plan: TreatmentPlan) -> list[str]:
    labelled = (
        (_("Strengths"), plan.strengths),
        (_("Needs"), plan.needs),
        (_("Abilities"), plan.abilities),
        (_("Preferences"), plan.preferences),
        (_("Agreed for leaving"), plan.discharge_criteria),
    )
    return [f"{label}: {words}" for label, words in labelled if words]


def _measures(client: Client, zone: ZoneInfo) -> tuple[Section, Records]:
    rows = list(MeasureResponse.objects.scored().filter(episode__client=client).order_by("completed_at", "pk"))
    names = {(row.key, row.questionnaire_version, row.language) for row in rows}
    known = find_many(names) if names else {}
    table = []
    for row in rows:
        definition = known.get((row.key, row.questionnaire_version, row.language))
        bands = definition.bands if definition else ()
        band = next((str(each.words) for each in bands if each.key == row.band), "")
        score = f"{row.total.normalize():f}" if row.total is not None else "–"
        table.append([day(row.completed_at, zone), definition.title if definition else row.key, score, band])
    return {
        "title": _("Results of questionnaires"),
        "columns": [_("Day"), _("Questionnaire"), _("Score"), _("Meaning")],
        "rows": table,
    }, [("therapy.measureresponse", row.pk) for row in rows]


def _tests(client: Client, zone: ZoneInfo) -> tuple[Section, Records]:
    rows = list(
        DrugTest.objects.filter(episode__client=client).select_related("panel").order_by("due_on", "ordered_at")
    )
    overall: dict[uuid.UUID, str] = {}
    for result in TestResult.objects.standing().filter(test__in=rows).order_by("resulted_at", "pk"):
        overall[result.test_id] = str(result.get_overall_display())
    return {
        "title": _("Drug tests"),
        "columns": [_("Day"), _("Panel"), _("Status"), _("Result")],
        "rows": [
            [day(row.collected_at or row.due_on, zone), row.panel.name, str(row.get_status_display()), overall.get(row.pk, "–")]
            for row in rows
        ],
    }, [("therapy.drugtest", row.pk) for row in rows]  # fmt: skip


def _medications(client: Client, zone: ZoneInfo) -> tuple[Section, Records]:
    rows = list(Medication.objects.right().filter(client=client).order_by("starts_on", "name"))
    allergies = list(Allergy.objects.right().filter(client=client).order_by("substance", "pk"))
    table = [[day(row.starts_on), day(row.ends_on) or _("now"), row.label, row.frequency] for row in rows]
    table += [
        [day(row.recorded_on), "", _("Allergy: %(substance)s") % {"substance": row.substance}, row.reaction]
        for row in allergies
    ]
    return {
        "title": _("Medications and allergies"),
        "columns": [_("From"), _("Until"), _("What"), _("How")],
        "rows": table,
    }, [*(("therapy.medication", row.pk) for row in rows), *(("therapy.allergy", row.pk) for row in allergies)]


def _reviews(client: Client, zone: ZoneInfo) -> tuple[Section, Records]:
    rows = list(
        LevelReview.objects.filter(episode__client=client, signed_at__isnull=False)
        .select_related("chosen_level", "signed_by")
        .order_by("signed_at")
    )
    texts = [
        {
            "title": f"{day(row.signed_at, zone)} · {row.get_decision_display()}",
            "text": "\n\n".join(part for part in (row.reason, row.next_steps, row.client_view) if part),
            "under": row.signed_by.name if row.signed_by else "",
        }
        for row in rows
    ]
    return {"title": _("Reviews of the level of care"), "texts": texts}, [
        ("therapy.levelreview", row.pk) for row in rows
    ]


CLINICAL_PARTS: dict[str, Part] = {
    "progress_notes": Part(
        gettext_lazy("Signed notes of one-to-one work"), Information.NOTES, _progress_notes, Permission.NOTE_VIEW
    ),
    "plans": Part(gettext_lazy("Signed treatment plans"), Information.PLAN, _plans, Permission.NOTE_VIEW),
    "reviews": Part(
        gettext_lazy("Reviews of the level of care"), Information.ASSESSMENT, _reviews, Permission.NOTE_VIEW
    ),
    "measures": Part(
        gettext_lazy("Results of questionnaires"), Information.MEASURES, _measures, Permission.MEASURES_GIVE
    ),
    "tests": Part(gettext_lazy("Drug tests"), Information.DRUG_TESTS, _tests, Permission.TESTS_VIEW),
    "medications": Part(
        gettext_lazy("Medications and allergies"), Information.MEDICATIONS, _medications, Permission.MEDICATIONS_VIEW
    ),
}
