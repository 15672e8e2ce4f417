"""QuestionnaireResponse: a questionnaire as it was answered, item by item, by the version that was asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from clients.choices import Information
from iop.access.actors import Actor
from iop.fhir import elements as el
from iop.fhir.matching import Code, Match, Ref, When
from iop.fhir.specs import Drawn, Parameter, Source, Spec
from iop.fhir.telling import PATIENT, of
from therapy.choices.measures import Mode, ResponseStatus
from therapy.models import MeasureResponse
from therapy.questionnaires import find_many
from therapy.questionnaires.library import Name
from therapy.questionnaires.shapes import CHOICE, DECIMAL, INTEGER, Definition, Item

STATUSES = "http://hl7.org/fhir/questionnaire-answers-status"
QUESTIONNAIRE = el.own_system("questionnaire:")
FINISHED = ~Q(status=ResponseStatus.DRAFT)
COMPLETE = Q(status=ResponseStatus.COMPLETE)
Definitions = Mapping[Name, Definition]


def rows(actor: Actor) -> QuerySet[MeasureResponse]:
    """Finished answers that count; what was not completed or declined says so."""
    return MeasureResponse.objects.visible_to(actor).valid().filter(FINISHED).select_related("episode", "entered_by")


def definitions(found: Sequence[MeasureResponse]) -> Definitions:
    """Read the versions by which these were asked, in one statement."""
    return find_many({(row.key, row.questionnaire_version, row.language) for row in found})


def definition_of(row: MeasureResponse, known: Definitions) -> Definition | None:
    """Find the version by which one was asked; none when its wording is gone."""
    return known.get((row.key, row.questionnaire_version, row.language))


def canonical(row: MeasureResponse) -> str:
    """Name the questionnaire with its version."""
    return f"{QUESTIONNAIRE}{row.key}|{row.questionnaire_version}"


def draw(row: MeasureResponse, known: Any) -> Drawn:
    """Draw the answers."""
    client, definition = row.episode.client_id, definition_of(row, known)
    by_client = row.mode == Mode.SELF or row.entered_by_id is None
    return {
        "language": row.language,
        "identifier": el.identifier(el.own_system("answers"), str(row.pk)),
        "questionnaire": canonical(row),
        "status": "completed" if row.status == ResponseStatus.COMPLETE else "stopped",
        "subject": el.reference("Patient", client),
        "authored": el.moment(row.completed_at),
        "author": el.reference("Patient", client)
        if by_client
        else el.reference("Practitioner", row.entered_by_id, row.entered_by.name if row.entered_by else ""),
        "source": el.reference("Patient", client) if row.mode != Mode.PROXY else None,
        "item": _items(row.answers, definition) if definition else [_plain(*one) for one in row.answers.items()],
    }


def _items(answers: Mapping[str, Any], definition: Definition) -> list[Drawn]:
    """Give the questions that were answered, below their headings as in the exported questionnaire."""
    found: list[Drawn] = []
    for item in definition.questions:
        if item.key not in answers:
            continue
        said = {"linkId": item.key, "text": item.words, "answer": [_answer(item, answers[item.key])]}
        if item.heading:
            found.append({"linkId": f"group-{item.key}", "text": item.heading, "item": [said]})
        else:
            found.append(said)
    return found


def _answer(item: Item, value: Any) -> Drawn:
    if item.kind == CHOICE:
        words = next((option.words for option in item.options if str(option.value) == str(value)), "")
        return {"valueCoding": {"code": str(value), "display": words}}
    if item.kind == INTEGER:
        return {"valueInteger": int(value)}
    if item.kind == DECIMAL:
        return {"valueDecimal": float(Decimal(str(value)))}
    return {"valueString": str(value)}


def _plain(key: str, value: Any) -> Drawn:
    return {"linkId": key, "answer": [{"valueString": str(value)}]}


class Asked(Match):
    """Which questionnaire, with or without its version."""

    def one(self, name: str, value: str, modifier: str) -> Q:
        """Read the canonical address."""
        told, _bar, version = value.partition("|")
        if not told.startswith(QUESTIONNAIRE):
            return Q(pk__in=())
        found = Q(key=told.removeprefix(QUESTIONNAIRE))
        return found & Q(questionnaire_version=int(version)) if version.isdecimal() and len(version) < 9 else found


SPEC = Spec(
    kind="QuestionnaireResponse",
    about="A questionnaire as it was answered. Its score is an Observation that is derived from it.",
    profiles=(f"{el.US_CORE}us-core-questionnaireresponse",),
    parameters=(
        *PATIENT,
        Parameter("status", "token", "completed; stopped when it was declined or not completed."),
        Parameter("authored", "date", "When it was finished."),
        Parameter("questionnaire", "reference", "urn:iop:questionnaire:<key>, with |version or without."),
        Parameter("author", "reference", "Who put it in.", element="author", targets=("Patient", "Practitioner")),
    ),
    sources=(
        Source(
            rows=rows, draw=draw, gather=definitions, client_path="episode.client_id",
            information=(Information.MEASURES,), labels=("PSY",),
            matches={
                **of("episode__client"),
                "status": Code({"completed": COMPLETE, "stopped": FINISHED & ~COMPLETE}, STATUSES),
                "authored": When("completed_at"),
                "questionnaire": Asked(),
                "author": Ref(
                    {
                        "Practitioner": lambda pk: Q(entered_by=pk) & ~Q(mode=Mode.SELF),
                        "Patient": lambda pk: Q(episode__client=pk) & (Q(mode=Mode.SELF) | Q(entered_by__isnull=True)),
                    }
                ),
            },
        ),
    ),
)  # fmt: skip
