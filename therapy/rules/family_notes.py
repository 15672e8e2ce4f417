"""What the note of a family session says of who was there. Pure: plain values in, sentences out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from iop.core.words import Sentence, say
from scheduling.family_choices import FamilyForm, FamilyGoal

LONGEST_APART = 10_000
PRESENT = {"yes": True, "no": False}
"""What a form sends for whether the client was there; anything else: not said yet."""


def said_of(typed: Mapping[str, Any], people: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    """Give what is kept of a family session: coded values, and people by the list of those around the client alone.

    ``people`` is (name, role) by id; their names are kept as they were that day. What is not known is left out.
    """
    form = typed.get("form", "")
    goals: Sequence[str] = typed.get("goals", ())
    return {
        "client_present": PRESENT.get(typed.get("client_present", "")),
        "form": form if form in FamilyForm.values else "",
        "goals": [goal for goal in FamilyGoal.values if goal in goals],
        "attended": [
            {"person": person, "name": people[person][0], "role": people[person][1]}
            for person in dict.fromkeys(typed.get("attended", ()))
            if person in people
        ],
        "apart": str(typed.get("apart", "")).replace("\r\n", "\n")[:LONGEST_APART],
    }


def lacks_of(said: Mapping[str, Any]) -> list[tuple[str, Sentence]]:
    """A family note says who sat together and whether the client was there: with and without are different services.

    Gives (field, what is missing). Without the client somebody else must have come.
    """
    found: list[tuple[str, Sentence]] = []
    if not said.get("form"):
        found.append(("family_form", say("Say who sat together.")))
    if said.get("client_present") is None:
        found.append(("family_client_present", say("Say whether the client was there.")))
    if said.get("client_present") is False and not said.get("attended"):
        found.append(("family_attended", say("Without the client: say which relatives came.")))
    return found
