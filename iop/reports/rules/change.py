"""How a questionnaire moved from the first of a stay to the last: means, and change that means something."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Moved:
    """How many stays moved by one ``difference`` (last less first); ``direction`` says whether higher is worse or better."""

    difference: Decimal
    stays: int
    direction: str
    threshold: Decimal | None
    """From which difference on the questionnaire's own definition speaks of a change."""


@dataclass(frozen=True)
class Course:
    """How many stays improved or got worse by at least the threshold, and of how many that can be said."""

    judged: int
    improved: int
    worse: int


def course(moves: Iterable[Moved]) -> Course:
    """A change counts from the questionnaire's own number on (meaningful or reliable); without one, or without a direction, nothing is said.

    Source: the questionnaires' definitions (measures.md); reporting.md §6, measures.
    """
    judged = improved = worse = 0
    for move in moves:
        if move.threshold is None or move.direction not in ("worse", "better"):
            continue
        judged += move.stays
        if abs(move.difference) >= move.threshold and move.difference:
            if (move.difference > 0) == (move.direction == "better"):
                improved += move.stays
            else:
                worse += move.stays
    return Course(judged, improved, worse)
