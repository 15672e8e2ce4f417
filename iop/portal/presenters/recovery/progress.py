"""How far somebody has come, told kindly: days, goals, homework, and the course of questionnaires."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from clients.models import Client, Episode
from iop.core import clock
from iop.core.words import Sentence, day_words
from iop.pages.presenters.measures.words import change_between, number
from iop.portal.presenters.recovery.stay import stay_of, zone_of
from sessions_app.choices import ATTENDED, MISSED, GoalOutcome
from sessions_app.models import Attendance, ShortTermGoal
from therapy.choices.recovery import HomeworkStatus
from therapy.models import Homework, MeasureResponse
from therapy.questionnaires import find_many
from therapy.questionnaires.shapes import WORSE, Definition

SINCE: dict[str, Sentence] = {
    "better": gettext_lazy("Clearly better than when you began. That is your work."),
    "worse": gettext_lazy(
        "These weeks have been heavier. Please talk with your counselor about it; they want to know."
    ),
    "same": gettext_lazy("About as it was when you began. Change takes time, and it does not go in a straight line."),
}


def page(client: Client) -> dict[str, Any]:
    """Give the whole page, in a fixed number of statements."""
    stay = stay_of(client)
    return {"counts": _counts(client, stay) if stay else [], "courses": _courses(client, zone_of(stay))}


def _counts(client: Client, stay: Episode) -> list[dict[str, Any]]:
    days = Attendance.objects.filter(episode=stay).aggregate(
        came=Count("pk", filter=Q(status__in=ATTENDED)), missed=Count("pk", filter=Q(status__in=MISSED))
    )
    goals = ShortTermGoal.objects.filter(client=client, attendance__episode=stay, withdrawn_at__isnull=True).aggregate(
        kept=Count("pk", filter=Q(outcome__in=[GoalOutcome.KEPT, GoalOutcome.PARTLY])),
        told=Count("pk", filter=~Q(outcome="")),
    )
    done = Homework.objects.filter(episode=stay, status=HomeworkStatus.DONE).count()
    return [row for row in (_days(days), _goals(goals), _tasks(done)) if row]


def _days(found: dict[str, int]) -> dict[str, Any] | None:
    came, planned = found["came"], found["came"] + found["missed"]
    if not came:
        return None
    words = ngettext(
        "You came to %(came)s of %(all)s group day.", "You came to %(came)s of %(all)s group days.", planned
    )
    return {"icon": "calendar-week", "number": came, "words": words % {"came": came, "all": planned}}


def _goals(found: dict[str, int]) -> dict[str, Any] | None:
    if not found["told"]:
        return None
    words = ngettext(
        "You kept %(kept)s of %(all)s small goal, at least in part.",
        "You kept %(kept)s of %(all)s small goals, at least in part.",
        found["told"],
    )
    return {
        "icon": "check-circle",
        "number": found["kept"],
        "words": words % {"kept": found["kept"], "all": found["told"]},
    }


def _tasks(done: int) -> dict[str, Any] | None:
    if not done:
        return None
    words = ngettext("You did %(n)s piece of homework.", "You did %(n)s pieces of homework.", done) % {"n": done}
    return {"icon": "list-check", "number": done, "words": words}


def _courses(client: Client, zone: str) -> list[dict[str, Any]]:
    rows = list(MeasureResponse.objects.scored().filter(episode__client=client, total__isnull=False))
    known = find_many({(row.key, row.questionnaire_version, row.language) for row in rows}) if rows else {}
    by_key: dict[str, list[MeasureResponse]] = defaultdict(list)
    for row in rows:
        by_key[row.key].append(row)
    found = []
    for given in by_key.values():
        last = given[-1]
        definition = known.get((last.key, last.questionnaire_version, last.language))
        if definition and not definition.is_staff_only:
            found.append(_course(definition, given, zone))
    return sorted(found, key=lambda each: each["title"].casefold())


def _course(definition: Definition, rows: Sequence[MeasureResponse], zone: str) -> dict[str, Any]:
    points = [(_day(row, zone), row) for row in rows]
    return {
        "title": definition.title,
        "key": definition.key,
        "hint": _("A lower number is lighter.") if definition.direction == WORSE else _("A higher number is stronger."),
        "since": _since(definition, rows),
        "rows": [{"when": str(day_words(day)), "value": number(row.total)} for day, row in reversed(points)],
        "picture": json.dumps(_picture(definition, points)) if len(points) > 1 else "",
    }


def _since(definition: Definition, rows: Sequence[MeasureResponse]) -> str:
    if len(rows) < 2:
        return _("You answered it once so far. The next time shows which way it goes.")
    moved = change_between(definition, rows[0], None, rows[-1])
    step = moved.since_baseline if moved else None
    matters = step is not None and (step.is_meaningful or step.is_reliable)
    return str(SINCE.get(step.way if step and matters else "same", SINCE["same"]))


def _picture(definition: Definition, points: Sequence[tuple[dt.date, MeasureResponse]]) -> dict[str, Any]:
    values = [float(row.total or 0) for _on, row in points]
    tops = [float(band.high) for band in definition.bands if band.high is not None]
    return {
        "dates": [day.isoformat() for day, _row in points],
        "labels": [str(day_words(day)) for day, _row in points],
        "lines": [{"label": definition.title, "values": values}],
        "high": max([*tops, *values]),
        "bands": [],
        "notes": [{"says": "", "matters": False} for _point in points],
    }


def _day(row: MeasureResponse, zone: str) -> dt.date:
    return clock.local_date(row.completed_at or row.started_at, zone)
