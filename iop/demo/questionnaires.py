"""The demo's story of questionnaires: terms accepted, a questionnaire of the clinic's own, and wording still to load."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from typing import Any

from iop.core import clock
from iop.demo.clinic import Clinic
from therapy.actions import questionnaires
from therapy.choices.questionnaires import ScoreOfImport
from therapy.questionnaires.changing import bands_from
from therapy.questionnaires.importing import Scoring
from therapy.questionnaires.shapes import BETTER

DIRECTOR = "Ferreira"
BEFORE = dt.timedelta(weeks=13)
ANSWERS = ("Not at all", "A little", "Mostly", "Completely")
OWN_QUESTIONS = (
    "I could say what I wanted to say in group this week.",
    "The others in group heard me.",
    "What we practiced is of use to me at home.",
    "The pace suited me.",
)
BANDS = "0-5 Talk about the group\n6-12 The group fits"
OWN_NUMBERS = (("phq9", 5, 6), ("gad7", 4, 4))
"""From where on this clinic calls a change meaningful, and reliable: for these none is published with the questionnaire."""
WHY = "Reliable change as our medical director and the quality committee set it."


def fill(house: Clinic, dice: random.Random, now: dt.datetime) -> None:
    """Accept the terms of two instruments, take in the clinic's own, and set its own numbers for two.

    The wording of C-SSRS and DAST-10 waits to be loaded.
    """
    at = now - BEFORE
    bands, words = bands_from(BANDS)
    scoring = Scoring(kind=ScoreOfImport.SUM, direction=BETTER, bands=tuple(bands), band_words=words)
    with clock.frozen(at):
        director = house.acting(DIRECTOR, at)
        for key in ("audit", "who5"):
            questionnaires.accept_terms(by=director, key=key, at=at)
        questionnaires.import_questionnaire(
            by=director, resource=_own(), key="group_fit", title="", language="en", scoring=scoring, at=at
        )
        for key, meaningful, reliable in OWN_NUMBERS:
            questionnaires.change_settings(
                by=director, key=key, bands={}, thresholds={}, missing={}, meaningful=Decimal(meaningful),
                reliable=Decimal(reliable), note=WHY, at=at,
            )  # fmt: skip


def _own() -> dict[str, Any]:
    """The clinic's own questionnaire as it was handed over: a FHIR Questionnaire."""
    asked = [_question(number, words) for number, words in enumerate(OWN_QUESTIONS, start=1)]
    more = {
        "linkId": "more", "type": "text", "text": "What would make the group better for you?", "required": False,
        "enableWhen": [{"question": "g3", "operator": "!=", "answerCoding": {"code": "3"}}],
    }  # fmt: skip
    return {
        "resourceType": "Questionnaire", "status": "active", "title": "How the group fits",
        "description": "Think of the group in the past week.", "item": [*asked, more],
    }  # fmt: skip


def _question(number: int, words: str) -> dict[str, Any]:
    return {
        "linkId": f"g{number}", "prefix": str(number), "type": "choice", "text": words, "required": True,
        "answerOption": [
            {
                "valueCoding": {"code": str(points), "display": answer},
                "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal": points}],
            }
            for points, answer in enumerate(ANSWERS)
        ],
    }  # fmt: skip
