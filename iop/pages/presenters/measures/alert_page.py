"""One alert: what was answered, who was asked when, whom to call, and what was done."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse

from iop.clinic import on_call
from iop.core import clock
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.clients.listing import date_words
from iop.pages.presenters.days.words import clock_of
from iop.pages.presenters.measures import words
from iop.pages.presenters.measures.asking import helps_of
from therapy.choices.measures import AlertAction
from therapy.models import MeasureAlert
from therapy.questionnaires.asking import answer_words
from therapy.questionnaires.shapes import Definition


def read_alert(chart: Chart, row: MeasureAlert, definition: Definition) -> dict[str, Any]:
    """Give all of the page: the answers that alarmed first, then help, then what was done."""
    response = row.response
    called = on_call.now(response.episode.site_id, chart.at)
    return {
        "row": row,
        "says": words.alert_words(definition, row.rule_key),
        "tone": words.ALERT_TONES[row.level],
        "level": row.get_level_display(),
        "measure": definition.title,
        "result": words.result_words(definition, response),
        "band": words.band_of(definition, response),
        "response_url": reverse("measure_response", args=[response.pk]),
        "told": [
            {"question": item.words, "answer": answer_words(item, response.answers[item.key])}
            for item in definition.questions
            if item.key in response.answers and response.answers[item.key] in item.safety
        ],
        "raised": _moment(chart, row.raised_at),
        "asked": row.assigned_to.name if row.assigned_to else "",
        "escalated": _moment(chart, row.escalated_at),
        "escalated_to": row.escalated_to.name if row.escalated_to else "",
        "on_call": called,
        "plan": [help.words for help in helps_of(chart.client, "en")][1:] if row.is_safety else [],
        "phones": [str(point.value) for point in chart.client.contact_points.filter(kind="phone")]
        if row.acknowledged_at is None
        else [],
        "answered": _moment(chart, row.acknowledged_at),
        "answered_by": row.acknowledged_by.name if row.acknowledged_by else "",
        "done": [AlertAction(each).label for each in row.done],
    }


def _moment(chart: Chart, at: dt.datetime | None) -> str:
    return f"{date_words(clock.local_date(at, chart.zone))}, {clock_of(at, ZoneInfo(chart.zone))}" if at else ""
