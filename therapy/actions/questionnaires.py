"""The clinic's questionnaires: terms accepted, wording loaded, own versions and imports, on and off. A version is never changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import connection, transaction

from clients.rules import plain_line, plain_text
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import Conflict, Invalid, require
from iop.core.words import say, sentence
from iop.documents.signing import digest_of
from therapy.choices.questionnaires import QuestionnaireSource
from therapy.models import Questionnaire
from therapy.policies.questionnaires import may_set_up_questionnaires
from therapy.questionnaires.changing import in_language, with_settings, with_wording
from therapy.questionnaires.importing import Scoring, read_fhir
from therapy.questionnaires.library import LANGUAGES, available, in_use, next_version
from therapy.questionnaires.reading import read
from therapy.questionnaires.shapes import ACCEPT
from therapy.questionnaires.shipped import all_data

ONE_AT_A_TIME = 0x51554553
"""The lock under which numbers of versions are given ("QUES")."""


@transaction.atomic
def accept_terms(*, by: Actor, key: str, at: dt.datetime) -> list[Questionnaire]:
    """Accept the terms of wording that comes along but is not free for every use; it may be given from then on.

    Raises ``Conflict`` where there is nothing to accept.
    """
    require(may_set_up_questionnaires(by))
    _hold()
    data = all_data().get(key)
    if data is None or data["licence"] != ACCEPT or Questionnaire.objects.named(_names_of(data)).exists():
        raise Conflict(say("There are no terms to accept here."), code="nothing_to_accept")
    rows = [
        _keep(
            by, in_language(data, language, data["version"]), language, QuestionnaireSource.SHIPPED, at, accepted=True
        )
        for language, words in data["words"].items()
        if words.get("wording", True)
    ]
    _told(by, "therapy.questionnaire_terms_accepted", rows[0])
    return rows


@transaction.atomic
def load_wording(
    *,
    by: Actor,
    key: str,
    language: str,
    title: str,
    stem: str,
    items: Sequence[str],
    options: Mapping[str, Sequence[str]],
    accepts: bool,
    at: dt.datetime,
) -> Questionnaire:
    """Load an instrument's wording that does not come along, or one in another language, after accepting its terms.

    ``items`` are the questions in order, ``options`` the answers by set. Raises ``Invalid`` when they do not fit the instrument.
    """
    require(may_set_up_questionnaires(by))
    _hold()
    data = all_data().get(key)
    if data is None or language not in LANGUAGES:
        raise Invalid(
            say("Wording is loaded for an instrument that the system knows, in English or Spanish."), field="language"
        )
    if not accepts:
        raise Invalid(say("Tick that the clinic may use this wording."), field="accepts")
    made = with_wording(
        data, language=language, version=next_version(key), title=plain_line(title)[:200] or _title_of(data),
        stem=plain_text(stem)[:2000], items=[plain_line(each)[:1000] for each in items],
        options={name: [plain_line(each)[:300] for each in lines] for name, lines in options.items()},
    )  # fmt: skip
    row = _keep(by, made, language, QuestionnaireSource.SHIPPED, at, accepted=True)
    _replace_older(row)
    _told(by, "therapy.questionnaire_wording_loaded", row)
    return row


@transaction.atomic
def change_settings(
    *,
    by: Actor,
    key: str,
    bands: Mapping[str, tuple[Decimal | None, Decimal | None]],
    thresholds: Mapping[str, Decimal],
    missing: Mapping[str, int],
    meaningful: Decimal | None,
    reliable: Decimal | None,
    note: str,
    at: dt.datetime,
) -> list[Questionnaire]:
    """Make a new version with the clinic's own bands, cut-offs and rule for missing answers, in every language in use.

    What was answered by an earlier version keeps its score. Raises ``Invalid`` for bands that overlap, or without ``note``: why.
    """
    require(may_set_up_questionnaires(by))
    _hold()
    if not plain_line(note):
        raise Invalid(say("Say what changed and why."), field="note")
    version = next_version(key)
    rows = []
    for language, (data, row) in in_use(key).items():
        made = with_settings(
            data,
            version=version,
            bands=bands,
            thresholds=thresholds,
            missing=missing,
            meaningful=meaningful,
            reliable=reliable,
        )
        source = QuestionnaireSource(row.source) if row else QuestionnaireSource.CLINIC
        rows.append(_keep(by, made, language, source, at, note=note, terms_of=row))
        _replace_older(rows[-1])
    if not rows:
        raise Conflict(say("This questionnaire is not in use."), code="not_in_use")
    _told(by, "therapy.questionnaire_version_made", rows[0], languages=len(rows))
    return rows


@transaction.atomic
def import_questionnaire(
    *,
    by: Actor,
    resource: Any,
    key: str,
    title: str,
    language: str,
    scoring: Scoring,
    at: dt.datetime,
) -> Questionnaire:
    """Take a questionnaire of the clinic's own from FHIR R4 JSON. The same key again makes its next version.

    ``resource`` is the parsed JSON. Raises ``Invalid`` with everything that cannot be taken, in one sentence after the other.
    """
    require(may_set_up_questionnaires(by))
    _hold()
    if language not in LANGUAGES:
        raise Invalid(say("Choose English or Spanish."), field="language")
    if key in all_data():
        raise Invalid(
            sentence(say("“{key}” is the key of an instrument that comes along. Choose another."), key=key), field="key"
        )
    taken = read_fhir(resource, key=key, title=plain_line(title)[:200], language=language, scoring=scoring)
    made = {**taken.data, "version": next_version(key)}
    row = _keep(by, made, language, QuestionnaireSource.IMPORTED, at)
    _replace_older(row)
    _told(by, "therapy.questionnaire_imported", row, questions=len(made["items"]))
    return row


@transaction.atomic
def switch_questionnaire(*, by: Actor, key: str, language: str, on: bool, at: dt.datetime) -> Questionnaire:
    """Stop giving a questionnaire in a language, or begin again. What was answered stays, and what is half answered is finished.

    Raises ``Conflict`` when it is so already.
    """
    require(may_set_up_questionnaires(by))
    _hold()
    if (key in {each.key for each in available(language)}) == on:
        raise Conflict(say("It is so already."), code="nothing_to_switch")
    newest = Questionnaire.objects.filter(key=key, language=language).order_by("-version").first()
    if newest is None:
        newest = _keep_shipped(by, key, language, at)
    Questionnaire.objects.filter(key=key, language=language).update(is_active=False)
    newest.is_active = on
    newest.save(update_fields=["is_active"])
    _told(by, "therapy.questionnaire_switched", newest, on=on)
    return newest


def _keep_shipped(by: Actor, key: str, language: str, at: dt.datetime) -> Questionnaire:
    data = all_data().get(key)
    if data is None or language not in data["words"] or not data["words"][language].get("wording", True):
        raise Conflict(say("There is no such questionnaire in this language."), code="no_questionnaire")
    if data["licence"] == ACCEPT:
        raise Conflict(say("Accept the terms of this questionnaire first."), code="terms_first")
    return _keep(by, in_language(data, language, data["version"]), language, QuestionnaireSource.SHIPPED, at)


def _keep(
    by: Actor,
    data: dict[str, Any],
    language: str,
    source: QuestionnaireSource,
    at: dt.datetime,
    *,
    accepted: bool = False,
    note: str = "",
    terms_of: Questionnaire | None = None,
) -> Questionnaire:
    definition = read(data, language)
    if accepted and by.staff_id is None:
        raise Invalid(say("Terms are accepted by a colleague, by name."), field="accepts")
    return Questionnaire.objects.create(
        key=data["key"], version=data["version"], language=language, title=definition.title[:200], definition=data,
        source=source, digest=digest_of(data), made_by_id=by.staff_id, note=plain_line(note)[:300], created_at=at,
        licence_accepted_by_id=by.staff_id if accepted else (terms_of.licence_accepted_by_id if terms_of else None),
        licence_accepted_at=at if accepted else (terms_of.licence_accepted_at if terms_of else None),
    )  # fmt: skip


def _replace_older(row: Questionnaire) -> None:
    older = Questionnaire.objects.filter(key=row.key, language=row.language, version__lt=row.version)
    older.update(is_active=False)


def _hold() -> None:
    """Let one set up at a time: numbers of versions come from what is there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])


def _names_of(data: Any) -> list[tuple[str, int, str]]:
    return [(data["key"], data["version"], language) for language in data["words"]]


def _title_of(data: Any) -> str:
    return str(data["words"]["en"]["title"])


def _told(by: Actor, verb: str, row: Questionnaire, **detail: Any) -> None:
    record(
        by=by,
        verb=verb,
        subject=row,
        detail={"key": row.key, "version": row.version, "language": row.language, **detail},
    )
