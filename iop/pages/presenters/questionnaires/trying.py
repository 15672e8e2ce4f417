"""One questionnaire looked at and tried out: its questions, what the answers come to, its rules and its versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from iop.access.actors import Actor
from iop.core.words import Sentence
from iop.pages.presenters.clients.listing import date_words
from iop.pages.presenters.questionnaires.listing import State, address_of, state_of
from therapy.models import Questionnaire
from therapy.policies.questionnaires import may_set_up_questionnaires
from therapy.questionnaires.asking import Asking, Posted, ask, read_posted
from therapy.questionnaires.engine import Definition, score
from therapy.questionnaires.library import LANGUAGES
from therapy.questionnaires.reading import read
from therapy.questionnaires.shapes import ACCEPT, LEVELS, ROUTINE, TODAY, URGENT, Alert, Score
from therapy.questionnaires.shipped import all_data, shipped

LEVEL_TONES = {URGENT: "bad", TODAY: "warn", ROUTINE: "info"}
BAND_TONES = {"calm": "good", "watch": "warn", "alert": "bad"}


@dataclass(frozen=True)
class Tried:
    """What the answers of a try-out come to, in words."""

    total: str
    of: str
    band: str
    band_tone: str
    parts: list[tuple[str, str]]
    flags: list[str]
    alerts: list[tuple[str, str, str]]
    missing: int
    answered: int


def read_page(actor: Actor, key: str, language: str, version: str, data: Mapping[str, Any] | None) -> dict[str, Any]:
    """Read everything the page of one questionnaire shows. ``data`` is a try-out that was sent. Raises ``Http404``."""
    rows = list(Questionnaire.objects.filter(key=key).newest_first().select_related("licence_accepted_by", "made_by"))
    if language not in LANGUAGES or (key not in all_data() and not rows):
        raise Http404
    definition = _chosen(key, language, version, rows)
    states = [state_of(key, each, rows) for each in LANGUAGES]
    own = next(state for state in states if state.language == language)
    posted = read_posted(definition, data) if definition and data is not None else Posted()
    shipped_data = all_data().get(key)
    return {
        "definition": definition,
        "title": definition.title if definition else _title(key, rows),
        "key": key,
        "language": language,
        "states": states,
        "state": own,
        "may_set_up": may_set_up_questionnaires(actor) is None,
        "may_change": any(state.version is not None for state in states),
        "is_latest": definition is not None and own.version == definition.version,
        "labels": _labels(key) if definition is None else [],
        "terms": _terms(key, own) if shipped_data and shipped_data["licence"] == ACCEPT and own.version is None else "",
        "loads_wording": shipped_data is not None,
        "asking": _asking(definition, posted) if definition else None,
        "tried": _tried(definition, score(definition, posted.answers, sex=str((data or {}).get("sex", "unknown"))))
        if definition
        else None,
        "rules": _rules(definition) if definition else [],
        "bands": [(band.words, _range(band.low, band.high)) for band in definition.bands] if definition else [],
        "versions": [_version(row) for row in rows if row.language == language],
        "sex": str((data or {}).get("sex", "unknown")),
    }


def _chosen(key: str, language: str, version: str, rows: list[Questionnaire]) -> Definition | None:
    own = [row for row in rows if row.language == language]
    along = shipped(key, language)
    if version:
        found = next((row for row in own if str(row.version) == version), None)
        if found is not None:
            return read(found.definition, language)
        earlier = shipped(key, language, int(version)) if version.isascii() and version.isdecimal() else None
        if earlier is not None and earlier.has_wording:
            return earlier
        raise Http404
    row = next((row for row in own if row.is_active), own[0] if own else None)
    if row is not None:
        return read(row.definition, language)
    return along if along is not None and along.has_wording else None


def _asking(definition: Definition, posted: Posted) -> Asking:
    return ask(definition, posted.answers, left=posted.left, problems=posted.problems, typed=posted.typed)


def _tried(definition: Definition, result: Score) -> Tried:
    scale = definition.scale("total")
    return Tried(
        total=number(result.total),
        of=_most(definition) if scale else "",
        band=result.band.words if result.band else "",
        band_tone=BAND_TONES[result.band.tone] if result.band else "quiet",
        parts=[
            (each.words, number(result.subscores.get(each.key))) for each in definition.scales if each.key != "total"
        ],
        flags=[flag.words for flag in result.flags],
        alerts=[(LEVEL_TONES[alert.level], level_words(alert), alert.words) for alert in sorted_alerts(result.alerts)],
        missing=len(result.missing),
        answered=result.answered,
    )


def sorted_alerts(alerts: list[Alert]) -> list[Alert]:
    """Put the most urgent first."""
    return sorted(alerts, key=lambda alert: LEVELS.index(alert.level))


def level_words(alert: Alert) -> str:
    """Say how soon somebody must react."""
    return {URGENT: _("At once"), TODAY: _("Today"), ROUTINE: _("Next contact")}[alert.level]


def number(value: Decimal | None) -> str:
    """Write a score, or a dash where it cannot be said."""
    return "—" if value is None else f"{value.normalize():f}"


def _most(definition: Definition) -> str:
    scale = definition.scale("total")
    if scale is None:
        return ""
    most = Decimal(0)
    for key in scale.items:
        item = definition.item(key)
        most += max((option.points or Decimal(0) for option in item.options), default=Decimal(0)) if item else 0
    return number(most * scale.times)


def _rules(definition: Definition) -> list[tuple[str, str]]:
    found = [(level_words(Alert(rule.level, rule.key, rule.words)), rule.words) for rule in definition.alerts]
    return found + [
        (level_words(Alert(rule.level, rule.key, rule.words)), rule.words) for rule in definition.change.alerts
    ]


def _range(low: Decimal | None, high: Decimal | None) -> str:
    return "" if low is None or high is None else (number(low) if low == high else f"{number(low)}–{number(high)}")


def _labels(key: str) -> list[str]:
    definition = shipped(key, "en")
    return [item.words for item in definition.items] if definition and not definition.has_wording else []


def _terms(key: str, own: State) -> Sentence:
    definition = shipped(key, own.language)
    return definition.licence_words if definition and definition.has_wording else ""


def _title(key: str, rows: list[Questionnaire]) -> str:
    definition = shipped(key, "en")
    return definition.title if definition else rows[0].title


def _version(row: Questionnaire) -> dict[str, Any]:
    accepted = row.licence_accepted_by
    return {
        "url": f"{address_of(row.key, row.language)}?version={row.version}",
        "words": _("Version %(number)d, %(day)s") % {"number": row.version, "day": date_words(row.created_at.date())},
        "note": row.note,
        "by": row.made_by.name if row.made_by else "",
        "terms": _("Terms accepted by %(name)s") % {"name": accepted.name} if accepted else "",
        "is_active": row.is_active,
    }
