"""One part of a day: its script, its handouts, and the topic that the group needs next."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.shortcuts import get_object_or_404

from iop.pages.presenters.days.client import as_uuid
from iop.pages.presenters.days.words import field_time
from iop.pages.presenters.schedule.when import span_words
from scheduling.choices import ComponentCategory
from scheduling.models import CurriculumTopic, Exercise
from sessions_app import coverage
from sessions_app.models import SessionComponent


def page(component: SessionComponent, zone: ZoneInfo) -> dict[str, Any]:
    """Give what the page of one part shows."""
    teaches = component.kind.category not in (ComponentCategory.BREAK, ComponentCategory.MINDFULNESS)
    return {
        "part": component,
        "title": component.title or component.kind.name,
        "planned": span_words(component.starts_at, component.ends_at, zone),
        "began": field_time(component.actual_starts_at, zone),
        "ended": field_time(component.actual_ends_at, zone),
        "handouts": list(component.topic.handouts.all()) if component.topic else [],
        "topics": _topics(component) if teaches else [],
        "proposals": coverage.propose(component)[:3] if teaches else [],
        "exercises": list(Exercise.objects.filter(is_active=True).values("id", "title", "minutes"))
        if component.kind.category == ComponentCategory.MINDFULNESS
        else [],
    }


def _topics(component: SessionComponent) -> list[dict[str, Any]]:
    rows = CurriculumTopic.objects.filter(is_active=True).order_by("category", "position", "title")
    return [{"id": row.pk, "title": row.title, "same": row.category == component.kind.category} for row in rows]


def topic_of(typed: str) -> CurriculumTopic | None:
    """Give the topic chosen on a form; none for an empty choice."""
    return get_object_or_404(CurriculumTopic, pk=as_uuid(typed)) if typed else None


def exercise_of(typed: str) -> Exercise | None:
    """Give the exercise chosen on a form; none for an empty choice."""
    return get_object_or_404(Exercise, pk=as_uuid(typed)) if typed else None
