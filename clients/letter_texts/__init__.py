"""The letters a clinic begins with, in English and Spanish. They become rows, and are changed by new versions from then on."""

from __future__ import annotations

from dataclasses import dataclass
from types import ModuleType

from clients.choices import Information, PartyKind, Purpose
from clients.letter_texts import english, spanish


@dataclass(frozen=True)
class StartingLetter:
    """A letter as it is first made: for whom, why, what it may tell, and whether weeks and the neutral head go with it."""

    key: str
    party_kinds: tuple[str, ...]
    purpose: str
    information: tuple[str, ...]
    with_weeks: bool
    neutral_head: bool


WATCHED = (Information.PRESENCE, Information.ATTENDANCE)
LETTERS: tuple[StartingLetter, ...] = (
    StartingLetter("attendance-court", (PartyKind.COURT,), Purpose.MONITORING, WATCHED, True, False),
    StartingLetter("attendance-probation", (PartyKind.PROBATION,), Purpose.MONITORING, WATCHED, True, False),
    StartingLetter(
        "attendance-employer",
        (PartyKind.EMPLOYER, PartyKind.SCHOOL),
        Purpose.EMPLOYMENT,
        (Information.ATTENDANCE,),
        False,
        True,
    ),
)
LANGUAGES: dict[str, ModuleType] = {"en": english, "es": spanish}
