"""What a fact rests on: the record it points to, when it was signed or written, and by whom. For papers that must name their sources."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from clients.models import Concern, DimensionalAssessment
from iop.core.words import Sentence, say, sentence
from therapy.models import (
    EarlyWarning,
    GroupNote,
    LevelReview,
    MeasureResponse,
    Medication,
    ProgressNote,
    Referral,
    TreatmentPlan,
)

Place = tuple[str, uuid.UUID]


@dataclass(frozen=True)
class Kind:
    """A kind of record: what to call it, and where its day and its author stand. ``is_signed`` says that the day is a signature's."""

    name: Sentence
    model: type[Model]
    when: str
    who: str = ""
    is_signed: bool = False


@dataclass(frozen=True)
class Source:
    """A record as a paper names it. ``at`` is none for what changes by the day; ``who`` is empty where nobody signs."""

    name: Sentence
    at: dt.datetime | None = None
    who: str = ""
    is_signed: bool = False


KINDS: dict[str, Kind] = {
    "therapy.treatmentplan": Kind(say("Treatment plan"), TreatmentPlan, "signed_at", "signed_by", True),
    "therapy.levelreview": Kind(say("Review of the level of care"), LevelReview, "signed_at", "signed_by", True),
    "therapy.progressnote": Kind(say("Progress note"), ProgressNote, "signed_at", "author", True),
    "therapy.groupnote": Kind(say("Group note"), GroupNote, "signed_at", "author", True),
    "therapy.measureresponse": Kind(say("Questionnaire"), MeasureResponse, "completed_at"),
    "therapy.medication": Kind(say("Medication list"), Medication, "created_at"),
    "therapy.referral": Kind(say("Referral"), Referral, "created_at"),
    "therapy.earlywarning": Kind(say("Early warning"), EarlyWarning, "created_at"),
    "clients.dimensionalassessment": Kind(
        say("Judgement over the dimensions"), DimensionalAssessment, "signed_at", "assessed_by", True
    ),
    "clients.concern": Kind(say("Concern about safety"), Concern, "raised_at", "raised_by"),
}
PAGES: dict[str, Sentence] = {
    "sessions_app.attendance_of": say("Attendance record of the treatment days"),
    "clients.schedule_of": say("Schedule of appointments"),
    "clients.care_of": say("Record of the levels of care"),
    "therapy.medications_of": say("Medication list"),
    "therapy.support_of": say("Record of supports"),
    "therapy.safety_plan_of": say("Safety plan"),
    "therapy.relapse_plan_of": say("Relapse-prevention plan"),
    "therapy.aftercare_of": say("Aftercare plan"),
}
"""Parts of the chart that are written on from day to day: no one signature stands under them."""
RECORD = say("Record of the clinic")


def sources_of(places: Iterable[Place]) -> dict[Place, Source]:
    """Name what each place is, when it was signed or written, and by whom: one statement for each kind of record."""
    wanted: dict[str, set[uuid.UUID]] = defaultdict(set)
    for kind, pk in places:
        wanted[kind].add(pk)
    found: dict[Place, Source] = {}
    for kind, ids in wanted.items():
        known = KINDS.get(kind)
        rows = _read(known, ids) if known else {}
        for pk in ids:
            found[kind, pk] = rows.get(pk) or Source(known.name if known else PAGES.get(kind, RECORD))
    return found


def source_words(source: Source, day: str) -> Sentence:
    """Say a source in one line; ``day`` is its date as the paper's reader writes it, empty where there is none."""
    if source.is_signed and source.who and day:
        return sentence(say("{name}, signed {day} by {who}"), name=source.name, day=day, who=source.who)
    if source.who and day:
        return sentence(say("{name}, {day}, by {who}"), name=source.name, day=day, who=source.who)
    if day:
        return sentence("{name}, {day}", name=source.name, day=day)
    return source.name


def _read(known: Kind, ids: set[uuid.UUID]) -> dict[uuid.UUID, Source]:
    manager: Any = known.model._base_manager
    fields = [known.when, *([f"{known.who}__first_name", f"{known.who}__last_name"] if known.who else [])]
    rows = manager.filter(pk__in=ids).values_list("pk", *fields)
    return {
        pk: Source(known.name, when, " ".join(part for part in name if part), known.is_signed and when is not None)
        for pk, when, *name in rows
    }
