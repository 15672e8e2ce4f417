"""Kinds of parts of a day, with their minutes (program.md §2) and how many clients one facilitator holds (issue 2)."""

from __future__ import annotations

from dataclasses import dataclass

from scheduling.choices import ComponentCategory as C

THERAPY_LIMIT, EDUCATION_LIMIT = 12, 20


@dataclass(frozen=True)
class Kind:
    """A kind; ``minutes`` are the shortest, the usual and the longest."""

    key: str
    name: str
    category: C
    minutes: tuple[int, int, int]
    limit: int | None = None
    is_service: bool = True
    is_licensed: bool = False
    least: int = 0


def _group(key: str, name: str, minutes: tuple[int, int, int] = (60, 80, 90)) -> Kind:
    return Kind(key, name, C.GROUP, minutes, THERAPY_LIMIT, is_licensed=True, least=2)


def _lesson(key: str, name: str, category: C, minutes: tuple[int, int, int] = (45, 55, 60)) -> Kind:
    return Kind(key, name, category, minutes, EDUCATION_LIMIT)


KINDS = (
    Kind("check-in", "Check-in", C.CHECK_IN, (15, 25, 30)),
    Kind("mindfulness", "Mindfulness", C.MINDFULNESS, (5, 20, 60)),
    _group("process-group", "Process group"),
    _group("relapse-prevention", "Relapse prevention group"),
    _group("coping-skills", "Coping skills group"),
    _group("emotional-regulation", "Emotional regulation group"),
    _group("cbt-group", "CBT for recovery group"),
    _group("communication", "Communication and relationships group"),
    _group("grief-trauma", "Grief, trauma and shame group"),
    _group("co-occurring", "Co-occurring conditions group"),
    _group("support-group", "Support group (12-Step or not)", (45, 55, 90)),
    _lesson("psychoeducation", "Psychoeducation workshop", C.PSYCHOEDUCATION),
    _lesson("life-skills", "Life skills workshop", C.LIFE_SKILLS, (30, 55, 60)),
    _lesson("vocational", "Vocational workshop", C.VOCATIONAL, (30, 55, 60)),
    _lesson("yoga", "Yoga and movement", C.HOLISTIC, (20, 55, 60)),
    _lesson("art", "Art", C.HOLISTIC, (30, 55, 80)),
    _lesson("music", "Music", C.HOLISTIC, (30, 55, 80)),
    _lesson("nutrition", "Nutrition", C.HOLISTIC, (30, 55, 60)),
    Kind("journaling", "Journaling", C.JOURNALING, (5, 15, 30)),
    Kind("individual-in-day", "Individual therapy in the day", C.INDIVIDUAL, (30, 55, 60), is_licensed=True),
    Kind("family-in-day", "Family therapy session", C.FAMILY, (60, 80, 90), THERAPY_LIMIT, is_licensed=True),
    Kind("break", "Break", C.BREAK, (5, 15, 30), is_service=False),
    Kind("wrap-up", "Wrap-up and goals", C.WRAP_UP, (15, 20, 30)),
)
