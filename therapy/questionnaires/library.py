"""Which definition is asked: the clinic's newest version, or the one that comes along; and any version once used."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from iop.core.errors import Refusal
from iop.core.words import Sentence, say, sentence
from therapy.models.questionnaires import Questionnaire
from therapy.questionnaires.changing import in_language
from therapy.questionnaires.reading import languages_of, read
from therapy.questionnaires.shapes import ACCEPT, CLINIC_LOADS, Definition
from therapy.questionnaires.shipped import all_data, shipped

Name = tuple[str, int, str]
"""Key, version and language: what an answered questionnaire keeps of its definition."""

LANGUAGES = {"en": say("English"), "es": say("Spanish")}


class NoQuestionnaire(Refusal):
    """There is no such questionnaire, or not with wording in this language."""

    status = HTTPStatus.NOT_FOUND
    code = "no_questionnaire"


def find(key: str, *, language: str = "en", version: int | None = None) -> Definition:
    """Give the definition to ask by: ``version`` as it was once used, or the newest that is in use.

    Raises ``NoQuestionnaire`` for a key, version or language that is not there, and for one without its wording or switched off
    when no version is named.
    """
    if version is not None:
        found = find_many([(key, version, language)]).get((key, version, language))
    else:
        found = next((each for each in available(language) if each.key == key), None)
    if found is None:
        raise NoQuestionnaire(_why_not_there(key, language, version))
    return found


def find_many(names: Iterable[Name]) -> dict[Name, Definition]:
    """Give the definitions of many answered questionnaires in one statement; what is not there is left out."""
    wanted = set(names)
    found: dict[Name, Definition] = {}
    for key, version, language in wanted:
        along = shipped(key, language, version)
        if along is not None and along.has_wording:
            found[key, version, language] = along
    rest = wanted - set(found)
    for row in Questionnaire.objects.named(rest) if rest else ():
        found[row.key, row.version, row.language] = read(row.definition, row.language)
    return found


def available(language: str = "en") -> list[Definition]:
    """Give what may be asked in a language now, by title: what comes along freely, what was accepted or loaded, the clinic's own."""
    newest = _newest_rows(language)
    found = [read(row.definition, language) for row in newest.values() if row.is_active]
    for key, data in all_data().items():
        along = shipped(key, language)
        if (
            key not in newest
            and along is not None
            and along.has_wording
            and data["licence"] not in (ACCEPT, CLINIC_LOADS)
        ):
            found.append(along)
    return sorted(found, key=lambda each: each.title.casefold())


def languages_with(key: str) -> list[str]:
    """Name the languages in which a questionnaire may be asked now."""
    return [language for language in LANGUAGES if any(each.key == key for each in available(language))]


def in_use(key: str) -> dict[str, tuple[Any, Questionnaire | None]]:
    """Give the data that each language is asked by now, with the clinic's row where there is one."""
    found: dict[str, tuple[Any, Questionnaire | None]] = {}
    for language in LANGUAGES:
        current = next((each for each in available(language) if each.key == key), None)
        if current is None:
            continue
        row = Questionnaire.objects.filter(key=key, language=language, version=current.version).first()
        found[language] = (
            (row.definition, row) if row else (in_language(all_data()[key], language, current.version), None)
        )
    return found


def next_version(key: str) -> int:
    """Give the number of the version that would come next, over all languages."""
    data = all_data().get(key)
    numbers = [*Questionnaire.objects.filter(key=key).values_list("version", flat=True), data["version"] if data else 0]
    return max(numbers) + 1


def wording_languages(key: str) -> list[str]:
    """Name the languages whose wording comes along with a shipped instrument."""
    data = all_data().get(key)
    return languages_of(data) if data else []


def _newest_rows(language: str) -> dict[str, Questionnaire]:
    by_key: dict[str, list[Questionnaire]] = defaultdict(list)
    for row in Questionnaire.objects.filter(language=language).order_by("-version"):
        by_key[row.key].append(row)
    return {key: next((row for row in rows if row.is_active), rows[0]) for key, rows in by_key.items()}


def _why_not_there(key: str, language: str, version: int | None) -> Sentence:
    spoken = LANGUAGES.get(language, language)
    if version is not None:
        return sentence(
            say("There is no version {version} of this questionnaire in {language}."), version=version, language=spoken
        )
    data = all_data().get(key)
    if data is not None and data["licence"] == CLINIC_LOADS:
        return sentence(
            say("{title} cannot be asked yet: load its wording in the setup of questionnaires first."),
            title=data["words"]["en"]["title"],
        )
    return sentence(say("This questionnaire is not in use in {language}."), language=spoken)
