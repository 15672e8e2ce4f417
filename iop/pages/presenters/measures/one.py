"""One giving of a questionnaire: every question with its answer, what it came to, and what was saved when."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from iop.core import clock
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.clients.listing import date_words
from iop.pages.presenters.days.words import clock_of
from iop.pages.presenters.measures import words
from iop.pages.presenters.schedule.addresses import to
from therapy.choices.assessments import LeftOut
from therapy.choices.measures import ResponseStatus
from therapy.models import MeasureAlert, MeasureResponse
from therapy.policies.measures import may_answer, may_mark_error
from therapy.questionnaires.asking import answer_words
from therapy.questionnaires.engine import visible_items
from therapy.questionnaires.shapes import Definition


def read_one(chart: Chart, row: MeasureResponse, definition: Definition) -> dict[str, Any]:
    """Give all of the page; three statements."""
    zone = ZoneInfo(chart.zone)
    scored = MeasureResponse.objects.scored().filter(episode=row.episode_id, key=row.key)
    earlier = [
        each for each in scored if each.completed_at and row.completed_at and each.completed_at < row.completed_at
    ]
    moved = None
    if earlier and row.status == ResponseStatus.COMPLETE:
        moved = words.change_between(definition, earlier[0], earlier[-1], row)
    return {
        "row": row,
        "title": definition.title,
        "attribution": definition.attribution,
        "status": (words.STATUS_TONES[row.status], row.get_status_display()),
        "result": words.result_words(definition, row),
        "scales": _scales(definition, row),
        "band": words.band_of(definition, row),
        "flags": [flag.words for flag in definition.flags if flag.key in row.flags],
        "since_last": words.step_words(moved.since_previous) if moved else ("quiet", ""),
        "since_first": words.since_first_words(moved),
        "answers": _answers(definition, row),
        "facts": {
            "begun": f"{date_words(clock.local_date(row.started_at, zone))}, {clock_of(row.started_at, zone)}",
            "finished": f"{date_words(clock.local_date(row.completed_at, zone))}, {clock_of(row.completed_at, zone)}"
            if row.completed_at
            else "",
            "by": row.entered_by.name if row.entered_by else "",
        },
        "alerts": [_alert(alert, definition) for alert in MeasureAlert.objects.filter(response=row)],
        "may_answer": may_answer(chart.actor, row) is None,
        "may_mark_error": row.completed_at is not None
        and row.entered_in_error_at is None
        and may_mark_error(chart.actor, row) is None,
        "saves": [
            {
                "when": f"{date_words(clock.local_date(save.at, zone))}, {clock_of(save.at, zone)}",
                "count": len(save.answers),
            }
            for save in row.saves.order_by("-number")[:30]
        ],
    }


def _scales(definition: Definition, row: MeasureResponse) -> list[tuple[str, str]]:
    named = {scale.key: scale.words for scale in definition.scales}
    return [(named.get(key, key), "–" if value is None else str(value)) for key, value in row.subscores.items()]


def _answers(definition: Definition, row: MeasureResponse) -> list[dict[str, Any]]:
    asked = {item.key for item in visible_items(definition, row.answers)}
    found = []
    for item in definition.questions:
        value = row.answers.get(item.key)
        if value is None and item.key not in asked:
            continue
        left = row.left.get(item.key)
        found.append(
            {
                "number": item.number,
                "words": item.words,
                "answer": answer_words(item, value) if value is not None else "",
                "value": value,
                "left": LeftOut(left).label if left else "",
                "is_safety": value in item.safety,
            }
        )
    return found


def _alert(row: MeasureAlert, definition: Definition) -> dict[str, Any]:
    return {
        "url": to("measure_alert")(row.pk),
        "tone": "quiet" if row.acknowledged_at else words.ALERT_TONES[row.level],
        "words": words.alert_words(definition, row.rule_key),
        "is_open": row.acknowledged_at is None,
    }
