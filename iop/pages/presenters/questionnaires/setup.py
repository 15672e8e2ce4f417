"""What the pages of setting a questionnaire up begin with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import Http404

from iop.core.words import Sentence
from iop.pages.presenters.questionnaires.listing import address_of
from therapy.questionnaires.changing import Threshold, option_sets_of, questions_of, thresholds_of
from therapy.questionnaires.engine import Definition
from therapy.questionnaires.library import LANGUAGES, in_use
from therapy.questionnaires.reading import Data, read
from therapy.questionnaires.shipped import all_data, shipped


@dataclass(frozen=True)
class Wording:
    """What the page that loads words shows: which questions need them, and under which terms they may be used."""

    key: str
    language: str
    language_words: Sentence
    title: str
    terms: str
    attribution: str
    labels: list[str]
    data: Data
    url: str
    initial: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Settings:
    """What the page of the clinic's own cut-offs shows."""

    definition: Definition
    thresholds: list[Threshold]
    url: str


def read_wording(key: str, language: str) -> Wording:
    """Read which words an instrument needs. Raises ``Http404`` for one that does not come along or another language."""
    data, base = all_data().get(key), shipped(key, "en")
    if data is None or base is None or language not in LANGUAGES:
        raise Http404
    own = data["words"].get(language, {})
    options = own.get("options", {})
    labels = [item.words for item in base.items if item.key in questions_of(data)]
    return Wording(
        key=key,
        language=language,
        language_words=LANGUAGES[language],
        title=base.title,
        terms=base.licence_words,
        attribution=base.attribution,
        labels=labels,
        data=data,
        url=address_of(key, language),
        initial={"title": own.get("title", base.title)}
        | {f"options_{name}": "\n".join(options.get(name, ())) for name in option_sets_of(data)},
    )


def read_settings(key: str) -> Settings | None:
    """Read what holds now for a questionnaire that is in use; nothing for another."""
    found = in_use(key)
    if not found:
        return None
    language, (data, _row) = next(iter(found.items()))
    return Settings(read(data, language), thresholds_of(data), address_of(key, language))
