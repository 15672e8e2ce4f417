"""Every questionnaire the clinic knows, with what each language of it needs before it can be given."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from iop.access.actors import Actor
from iop.core.words import Sentence
from therapy.choices.questionnaires import QuestionnaireSource
from therapy.models import Questionnaire
from therapy.policies.questionnaires import may_set_up_questionnaires
from therapy.questionnaires.library import LANGUAGES
from therapy.questionnaires.reading import Data
from therapy.questionnaires.shapes import ACCEPT, CLINIC_LOADS, STAFF_ONLY
from therapy.questionnaires.shipped import all_data


@dataclass(frozen=True)
class State:
    """Where a questionnaire stands in one language. ``version`` is the one asked by, none while it cannot be given."""

    language: str
    language_words: Sentence
    tone: str
    words: str
    version: int | None
    url: str


@dataclass(frozen=True)
class Row:
    """One line of the list."""

    key: str
    title: str
    short: str
    source: str
    mode: str
    url: str
    states: list[State]


def read_list(actor: Actor) -> dict[str, Any]:
    """List every questionnaire by its title, in one statement."""
    rows: dict[str, list[Questionnaire]] = defaultdict(list)
    for row in Questionnaire.objects.newest_first():
        rows[row.key].append(row)
    keys = {*all_data(), *rows}
    found = [_row(key, all_data().get(key), rows.get(key, [])) for key in keys]
    return {
        "rows": sorted(found, key=lambda row: row.title.casefold()),
        "may_set_up": may_set_up_questionnaires(actor) is None,
    }


def state_of(key: str, language: str, rows: list[Questionnaire]) -> State:
    """Say where a questionnaire stands in a language; ``rows`` are the clinic's versions of it, newest first."""
    data = all_data().get(key)
    own = [row for row in rows if row.language == language]
    active = next((row for row in own if row.is_active), None)
    if active is not None:
        return _state(
            key, language, "good", _("In use, version %(number)d") % {"number": active.version}, active.version
        )
    if own:
        return _state(key, language, "quiet", _("Switched off"), None)
    if data is None or language not in data["words"] or not data["words"][language].get("wording", True):
        if data is not None and data["licence"] == CLINIC_LOADS and language in data["words"]:
            return _state(key, language, "warn", _("Wording to load"), None)
        return _state(key, language, "quiet", _("No wording"), None)
    if data["licence"] == ACCEPT:
        return _state(key, language, "warn", _("Terms to accept"), None)
    return _state(key, language, "good", _("In use, version %(number)d") % {"number": data["version"]}, data["version"])


def _row(key: str, data: Data | None, rows: list[Questionnaire]) -> Row:
    base = data or rows[0].definition
    words = base["words"].get("en", {})
    words = words if words.get("title") else next(each for each in base["words"].values() if each.get("title"))
    states = [state_of(key, language, rows) for language in LANGUAGES]
    first = next((state for state in states if state.version is not None), states[0])
    return Row(
        key=key,
        title=words["title"],
        short=words.get("short", ""),
        source=str(QuestionnaireSource.SHIPPED.label if data else QuestionnaireSource(rows[0].source).label),
        mode=_("Staff only") if base.get("mode") == STAFF_ONLY else _("Self-report"),
        url=first.url,
        states=states,
    )


def _state(key: str, language: str, tone: str, words: str, version: int | None) -> State:
    return State(language, LANGUAGES[language], tone, words, version, address_of(key, language))


def address_of(key: str, language: str) -> str:
    """Where a questionnaire is looked at in a language."""
    return reverse("questionnaire", args=[key, language])
