"""Measures on the timeline and among the facts of a stay (the slots ``TIMELINE`` and ``EVIDENCE``)."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Sequence

from clients.evidence import Fact, Subject
from clients.models import Episode
from clients.timeline import Line, LineKind, Point
from iop.access.choices import Permission
from iop.core import clock
from iop.core.words import Sentence, say, sentence
from therapy.actions.measures.finishing import as_score
from therapy.models import MeasureAlert, MeasureResponse
from therapy.questionnaires import find_many
from therapy.questionnaires.engine import change
from therapy.questionnaires.library import Name
from therapy.questionnaires.shapes import Definition

PLACE = "therapy.measureresponse"
TONES = {"calm": "good", "watch": "warn", "alert": "bad"}


def lines(client_id: uuid.UUID, first: dt.date, last: dt.date) -> list[Line]:
    """Give a client's scores between two days, one line for each questionnaire with a total, and the alerts; three statements."""
    rows = list(MeasureResponse.objects.scored().filter(episode__client=client_id).select_related("episode__site"))
    known = _known(rows)
    by_key: dict[str, list[MeasureResponse]] = defaultdict(list)
    for row in rows:
        if row.total is not None and first <= _day(row) <= last and _name(row) in known:
            by_key[row.key].append(row)
    found = [_line(key, given, known) for key, given in sorted(by_key.items())]
    return [*found, _alerts(client_id, first, last)]


def facts(episode: Episode, first: dt.date, last: dt.date, at: dt.datetime) -> list[Fact]:
    """Say for each questionnaire where the stay began and where it stands; alerts that are open too. Three statements.

    ``at`` is when it is asked; answers finished later are not known yet.
    """
    rows = list(
        MeasureResponse.objects.scored().filter(episode=episode, completed_at__lte=at).select_related("episode__site")
    )
    known = _known(rows)
    by_key: dict[str, list[MeasureResponse]] = defaultdict(list)
    for row in rows:
        if first <= _day(row) <= last and _name(row) in known:
            by_key[row.key].append(row)
    found = [_fact(given, known[_name(given[-1])]) for _, given in sorted(by_key.items())]
    waiting = MeasureAlert.objects.unanswered().filter(response__episode=episode).count()
    if waiting:
        words = sentence(say("Alerts of questionnaires not answered yet: {count}."), count=waiting)
        found.append(Fact(Subject.SAFETY, words, tone="bad", needs=Permission.MEASURES_GIVE))
    return found


def _known(rows: Sequence[MeasureResponse]) -> dict[Name, Definition]:
    return find_many({_name(row) for row in rows}) if rows else {}


def _name(row: MeasureResponse) -> Name:
    return (row.key, row.questionnaire_version, row.language)


def _day(row: MeasureResponse) -> dt.date:
    return clock.local_date(row.completed_at or row.started_at, row.episode.site.time_zone)


def _line(key: str, rows: Sequence[MeasureResponse], known: dict[Name, Definition]) -> Line:
    definition = known[_name(rows[-1])]
    tops = [float(band.high) for band in definition.bands if band.high is not None]
    highest = max([*tops, *(float(row.total or 0) for row in rows)])
    return Line(
        f"measure_{key}", definition.short, LineKind.VALUE, [_point(row, known[_name(row)]) for row in rows],
        Permission.MEASURES_GIVE, high=highest,
    )  # fmt: skip


def _point(row: MeasureResponse, definition: Definition) -> Point:
    band = next((each for each in definition.bands if each.key == row.band), None)
    words = _result(row, definition)
    tone = TONES.get(band.tone, "neutral") if band else "neutral"
    return Point(_day(row), words, value=float(row.total or 0), tone=tone, place=(PLACE, row.pk))


def _alerts(client_id: uuid.UUID, first: dt.date, last: dt.date) -> Line:
    rows = (
        MeasureAlert.objects.filter(response__episode__client=client_id)
        .select_related("response__episode__site")
        .order_by("raised_at")
    )
    dated = [(clock.local_date(row.raised_at, row.response.episode.site.time_zone), row) for row in rows]
    points = [
        Point(
            on, say("An answer alarmed; somebody answered for it") if row.acknowledged_at else say("An answer alarmed"),
            tone="warn" if row.acknowledged_at else "bad", place=("therapy.measurealert", row.pk),
        )
        for on, row in dated
        if first <= on <= last
    ]  # fmt: skip
    return Line("measure_alerts", say("Answers that alarmed"), LineKind.EVENT, points, Permission.MEASURES_GIVE)


def _fact(rows: Sequence[MeasureResponse], definition: Definition) -> Fact:
    row, first = rows[-1], rows[0]
    words, tone = _result(row, definition), "neutral"
    now = as_score(definition, row)
    if row.pk != first.pk and row.total is not None and first.total is not None and now is not None:
        moved = change(definition, as_score(definition, first), None, now).since_baseline
        words = sentence(say("{now}; at the beginning {then}"), now=words, then=f"{first.total.normalize():f}")
        if moved and (moved.is_meaningful or moved.is_reliable):
            tone = {"better": "good", "worse": "warn"}.get(moved.way, "neutral")
    return Fact(Subject.MEASURES, words, on=_day(row), tone=tone, place=(PLACE, row.pk), needs=Permission.MEASURES_GIVE)


def _result(row: MeasureResponse, definition: Definition) -> Sentence:
    band = next((each.words for each in definition.bands if each.key == row.band), "")
    if row.total is None:
        parts = [
            f"{scale.words} {row.subscores[scale.key]}" for scale in definition.scales if row.subscores.get(scale.key)
        ]
        value = ", ".join(parts)
    else:
        value = f"{row.total.normalize():f}"
    return (
        f"{definition.short}: {value}{f' ({band})' if band and value else band}" if value or band else definition.short
    )
