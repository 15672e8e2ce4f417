"""The chart's part "Measures": what is due, what came out, one questionnaire's course, and what may be given."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from iop.core import clock
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.clients.listing import date_words
from iop.pages.presenters.measures import words
from iop.pages.presenters.schedule.addresses import to
from therapy.choices.measures import Occasion, ResponseStatus
from therapy.models import MeasureAlert, MeasureAssignment, MeasureResponse
from therapy.questionnaires import available, find_many
from therapy.questionnaires.library import Name
from therapy.questionnaires.shapes import Definition

MOST = 600
"""How many givings a chart reads: more than two years of weekly ones of five kinds."""


def read_measures(chart: Chart, asked: str) -> dict[str, Any]:
    """Give all of the page; ``asked`` is the key of the questionnaire whose course is shown. Fixed statements."""
    usable = {each.key: each for each in [*available("es"), *available("en")]}
    rows = list(
        MeasureResponse.objects.filter(episode__client__in=chart.ids)
        .select_related("entered_by")
        .order_by("-started_at", "-pk")[:MOST]
    )
    known = definitions_of(rows)
    by_key: dict[str, list[MeasureResponse]] = defaultdict(list)
    for row in rows:
        by_key[row.key].append(row)
    finished = {key: [row for row in found if row.completed_at] for key, found in by_key.items()}
    key = asked if finished.get(asked) else _most_telling(finished)
    return {
        "alerts": _alerts(chart, known),
        "due": _due(chart, usable),
        "drafts": [_draft(row, usable) for row in rows if row.status == ResponseStatus.DRAFT],
        "results": [_result(chart, found, known) for found in finished.values() if found],
        "course": course(chart, finished[key], known) if key else None,
        "titles": [(each.key, each.title) for each in sorted(usable.values(), key=lambda one: one.title.casefold())],
    }


def definitions_of(rows: Sequence[MeasureResponse]) -> dict[Name, Definition]:
    """Give the versions these answers are to, in one statement at most."""
    return find_many({_name(row) for row in rows})


def definition_in(known: Mapping[Name, Definition], row: MeasureResponse) -> Definition | None:
    """Give the version that answers are to, if it is known."""
    return known.get(_name(row))


def course(chart: Chart, rows: Sequence[MeasureResponse], known: Mapping[Name, Definition]) -> dict[str, Any]:
    """Give one questionnaire's course: a table of every giving, newest first, and the picture of those that count."""
    definition = definition_in(known, rows[0])
    valid = [row for row in reversed(rows) if row.status == ResponseStatus.COMPLETE and row.entered_in_error_at is None]
    before = {row.pk: (valid[0], valid[place - 1] if place else None) for place, row in enumerate(valid)}
    return {
        "key": rows[0].key,
        "title": definition.title if definition else rows[0].key,
        "attribution": definition.attribution if definition else "",
        "rows": [_giving(chart, row, definition_in(known, row), before.get(row.pk)) for row in rows],
        "picture": json.dumps(_picture(chart, definition, valid)) if definition and len(valid) > 1 else "",
        "summary": _summary(definition, valid),
        "change_words": _change_words(definition),
    }


def _name(row: MeasureResponse) -> Name:
    return (row.key, row.questionnaire_version, row.language)


def _most_telling(finished: Mapping[str, Sequence[MeasureResponse]]) -> str:
    return max((key for key, rows in finished.items() if rows), key=lambda key: len(finished[key]), default="")


def _alerts(chart: Chart, known: Mapping[Name, Definition]) -> list[dict[str, Any]]:
    rows = MeasureAlert.objects.unanswered().filter(response__episode__client__in=chart.ids).select_related("response")
    url = to("measure_alert")
    return [
        {
            "url": url(row.pk),
            "tone": words.ALERT_TONES[row.level],
            "level": row.get_level_display(),
            "words": words.alert_words(definition_in(known, row.response), row.rule_key),
            "when": _moment(chart, row.raised_at),
        }
        for row in rows
    ]


def _due(chart: Chart, usable: Mapping[str, Definition]) -> list[dict[str, Any]]:
    rows = MeasureAssignment.objects.open().filter(episode__client__in=chart.ids)
    begin, skip = to("measure_begin"), to("measure_skip")
    return [
        {
            "id": row.pk, "title": usable[row.key].title if row.key in usable else row.key, "when": date_words(row.due_on),
            "is_late": row.due_on < chart.today, "is_due": row.due_on <= chart.today,
            "why": Occasion(row.occasion).label, "begin": begin(row.pk), "skip": skip(row.pk),
            "may_hand": row.key in usable and not usable[row.key].is_staff_only, "is_begun": row.status == "begun",
        }
        for row in rows
    ]  # fmt: skip


def _draft(row: MeasureResponse, usable: Mapping[str, Definition]) -> dict[str, Any]:
    title = usable[row.key].title if row.key in usable else row.key
    return {"title": title, "url": to("measure_answer")(row.pk), "answered": len(row.answers)}


def _result(chart: Chart, rows: Sequence[MeasureResponse], known: Mapping[Name, Definition]) -> dict[str, Any]:
    counted = [row for row in rows if row.status == ResponseStatus.COMPLETE and row.entered_in_error_at is None]
    row = counted[0] if counted else rows[0]
    definition = definition_in(known, row)
    moved = words.change_between(definition, counted[-1], None, row) if definition and len(counted) > 1 else None
    return {
        "key": row.key,
        "title": (definition.short or definition.title) if definition else row.key,
        "when": date_words(_day(chart, row)),
        "result": words.result_words(definition, row),
        "band": words.band_of(definition, row),
        "since": words.since_first_words(moved),
        "times": len(counted),
        "url": f"?m={row.key}#course",
    }


def _giving(
    chart: Chart,
    row: MeasureResponse,
    definition: Definition | None,
    earlier: tuple[MeasureResponse, MeasureResponse | None] | None,
) -> dict[str, Any]:
    first, before = earlier or (None, None)
    moved = words.change_between(definition, first, before, row) if definition and earlier else None
    return {
        "url": to("measure_response")(row.pk),
        "when": date_words(_day(chart, row)),
        "result": words.result_words(definition, row),
        "band": words.band_of(definition, row),
        "since_last": words.step_words(moved.since_previous) if moved else ("quiet", ""),
        "since_first": words.since_first_words(moved) if moved and first is not row else ("quiet", ""),
        "mode": row.get_mode_display(),
        "status": "" if row.status == ResponseStatus.COMPLETE else row.get_status_display(),
        "is_error": row.entered_in_error_at is not None,
    }


def _picture(chart: Chart, definition: Definition, rows: Sequence[MeasureResponse]) -> dict[str, Any]:
    total = definition.scale("total")
    scales = [total] if total else list(definition.scales)
    highest = max((_highest(definition, scale.key) for scale in scales), default=10)
    lines = [
        {
            "label": scale.words if not total else definition.short,
            "values": [_value(row, scale.key) for row in rows],
        }
        for scale in scales
        if scale
    ]
    return {
        "dates": [_day(chart, row).isoformat() for row in rows],
        "labels": [date_words(_day(chart, row)) for row in rows],
        "lines": lines,
        "high": highest,
        "bands": [
            {"words": band.words, "low": float(band.low), "high": float(band.high), "tone": band.tone}
            for band in definition.bands
            if band.low is not None and band.high is not None
        ]
        if total
        else [],
        "notes": [_note(definition, rows, place) for place in range(len(rows))],
        "ids": [str(row.pk) for row in rows],
    }


def _note(definition: Definition, rows: Sequence[MeasureResponse], place: int) -> dict[str, Any]:
    row = rows[place]
    moved = words.change_between(definition, rows[0], rows[place - 1] if place else None, row)
    band, step = words.band_of(definition, row)[1], words.step_words(moved.since_previous if moved else None)
    last = _("since the last: %(words)s") % {"words": step[1]} if step[1] else ""
    return {"says": " · ".join(each for each in (band, last) if each), "matters": step[0] in ("good", "warn")}


def _highest(definition: Definition, key: str) -> float:
    scale = definition.scale(key)
    if scale is None:
        return 0
    items = [definition.item(name) for name in scale.items]
    nought = Decimal(0)
    most = [
        max((each.points or nought for each in item.options), default=item.maximum or nought) for item in items if item
    ]
    return float(sum(most, nought) * scale.times)


def _value(row: MeasureResponse, key: str) -> float | None:
    value = row.total if key == "total" else row.subscores.get(key)
    return None if value is None else float(value)


def _summary(definition: Definition | None, rows: Sequence[MeasureResponse]) -> str:
    """Say the course in a sentence, for who does not see the picture."""
    if definition is None or len(rows) < 2 or rows[0].total is None or rows[-1].total is None:
        return ""
    return _("From %(first)s to %(last)s over %(times)d times.") % {
        "first": words.number(rows[0].total), "last": words.number(rows[-1].total), "times": len(rows),
    }  # fmt: skip


def _change_words(definition: Definition | None) -> str:
    if definition is None or definition.change.meaningful is None:
        return ""
    return _("A change of %(points)s points or more is meaningful.") % {
        "points": words.number(definition.change.meaningful)
    }


def _day(chart: Chart, row: MeasureResponse) -> Any:
    return clock.local_date(row.completed_at or row.started_at, chart.zone)


def _moment(chart: Chart, at: Any) -> str:
    return date_words(clock.local_date(at, chart.zone))
