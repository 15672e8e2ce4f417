"""All reports of the clinic, grouped by the question they answer.

One more report is one more function under ``registry.report`` in a module of ``numbers``; a new module is named here.
"""

from __future__ import annotations

from importlib import import_module

from iop.core.words import Sentence, say
from iop.reports.registry import ENTERED
from iop.reports.shapes import Report

GROUPS: dict[str, tuple[Sentence, Sentence]] = {
    "people": (say("Who is here"), say("The census, who came, who went, and how long they stayed.")),
    "hours": (say("Do people come"), say("Attendance, seats, and hours given by kind of service.")),
    "intake": (say("Do people get in"), say("From the first call to the first service.")),
    "outcomes": (say("Does it help"), say("Questionnaires from the first to the last of a stay.")),
    "work": (say("Is the work done"), say("Notes in time, caseloads, what is overdue, drug tests.")),
    "money": (say("Is it paid"), say("What is owed, what is not billed yet, denials, what was collected.")),
}
"""Questions by key: what they are called, and a line that says what stands under them."""

for _module in ("people", "stays", "days", "hours", "weeks", "intake", "outcomes", "work", "money", "claims"):
    import_module(f"iop.reports.numbers.{_module}")


def every() -> list[Report]:
    """Give all reports, in the order of the catalogue."""
    return list(ENTERED.values())


def find(key: str) -> Report | None:
    """Give one report, nothing for a key that is not there."""
    return ENTERED.get(key)
