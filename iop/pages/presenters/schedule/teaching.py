"""Topics, handouts, exercises and levels, in words."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from clients.models import LevelOfCare, LevelRequirement
from iop.access.actors import Actor
from iop.core.words import hours_minutes
from iop.documents.models import StoredFile
from iop.pages.presenters.schedule import addresses, when
from scheduling import actions
from scheduling.choices import ComponentCategory
from scheduling.models import CurriculumTopic, Handout


@dataclass(frozen=True)
class Line:
    """One topic on the list."""

    topic: CurriculumTopic
    url: str


def by_category(topics: Iterable[CurriculumTopic]) -> list[tuple[str, list[Line]]]:
    """Group topics under their categories, in the order of the words."""
    url = addresses.to("topic")
    groups: dict[str, list[Line]] = defaultdict(list)
    for topic in topics:
        groups[topic.category].append(Line(topic, url(topic.pk)))
    return [(str(label), groups[key]) for key, label in ComponentCategory.choices if key in groups]


def handouts(rows: Iterable[Handout]) -> list[dict[str, Any]]:
    """Word a topic's handouts."""
    return [
        {
            "id": row.pk,
            "title": row.title,
            "body": row.body,
            "language": row.language,
            "file": row.file.original_name if row.file else "",
            "size": _size(row.file.size_bytes) if row.file else "",
        }
        for row in rows
    ]


def _size(number: int) -> str:
    return _("%(size)d KB") % {"size": max(1, number // 1024)}


@transaction.atomic
def add_handout(
    *,
    by: Actor,
    topic: CurriculumTopic,
    upload: Any,
    store: Callable[..., StoredFile],
    at: dt.datetime,
    title: str,
    body: str,
    language: str,
) -> Handout:
    """Keep the file and the handout together: neither stays when the other is refused."""
    file = store(by=by, upload=upload) if upload else None
    return actions.add_handout(by=by, topic=topic, title=title, body=body, file=file, language=language, at=at)


def steps(script: str) -> list[str]:
    """Cut a script at its empty lines: each piece is read, then there is a silence."""
    return [piece.strip() for piece in re.split(r"\n\s*\n", script.replace("\r\n", "\n")) if piece.strip()]


@dataclass(frozen=True)
class Level:
    """A level with what holds now and the rows before and after it."""

    level: LevelOfCare
    now: list[tuple[str, str]]
    rows: list[dict[str, str]]
    url: str
    require_url: str


def levels(rows: Iterable[LevelOfCare], today: dt.date) -> list[Level]:
    """Word the levels with their dated requirements."""
    edit, demand = addresses.to("edit_level"), addresses.to("add_requirement")
    return [_level(row, today, edit(row.pk), demand(row.pk)) for row in rows]


def _level(row: LevelOfCare, today: dt.date, url: str, require_url: str) -> Level:
    dated: list[LevelRequirement] = row.dated  # type: ignore[attr-defined]
    holding = next((one for one in dated if one.valid_from <= today), None)
    told = [
        {
            "from": when.period_words(one.valid_from, None),
            "words": "; ".join(f"{name} {value}" for name, value in requirement(one)),
            "state": _("holds now")
            if one is holding
            else (_("from then on") if one.valid_from > today else _("before")),
            "tone": "good" if one is holding else ("info" if one.valid_from > today else "quiet"),
        }
        for one in dated
    ]
    return Level(row, requirement(holding) if holding else [], told, url, require_url)


def requirement(row: LevelRequirement) -> list[tuple[str, str]]:
    """Word what a level asks of a week."""
    most = f"–{hours_minutes(row.max_weekly_minutes)}" if row.max_weekly_minutes else _(" or more")
    words = [
        (_("Service a week"), f"{hours_minutes(row.min_weekly_minutes)}{most}"),
        (_("Days a week"), f"{row.min_days}–{row.max_days}"),
    ]
    if row.min_daily_minutes:
        words.append((_("Service on a day"), _("%(hours)s or more") % {"hours": hours_minutes(row.min_daily_minutes)}))
    if row.individual_per_week:
        words.append((_("Individual sessions a week"), str(row.individual_per_week)))
    return words


def minutes(hours: Decimal | None) -> int | None:
    """Turn hours as typed (9.5) into whole minutes."""
    return None if hours is None else round(hours * 60)


def as_typed(row: LevelRequirement | None) -> dict[str, Any]:
    """Give what holds as the beginning of a new row."""
    if row is None:
        return {}
    return {
        "min_weekly_hours": Decimal(row.min_weekly_minutes) / 60,
        "max_weekly_hours": Decimal(row.max_weekly_minutes) / 60 if row.max_weekly_minutes else None,
        "min_daily_hours": Decimal(row.min_daily_minutes) / 60,
        "min_days": row.min_days,
        "max_days": row.max_days,
        "individual_per_week": row.individual_per_week,
    }
