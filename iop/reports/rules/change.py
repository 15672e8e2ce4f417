"""How a questionnaire moved from the first of a stay to the last: means and reliable change."""

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
    reliable: Decimal | None


@dataclass(frozen=True)
class Course:
    """How many stays improved or got worse by at least the reliable change, and of how many that can be said."""

    judged: int
    improved: int
    worse: int


def course(moves: Iterable[Moved]) -> Course:
    """A change counts from the questionnaire's own reliable change on; without one, or without a direction, nothing is said.

    Source: the questionnaires' definitions (measures.md); reporting.md §6, measures.
    """
    judged = improved = worse = 0
    for move in moves:
        if move.reliable is None or move.direction not in ("worse", "better"):
            continue
        judged += move.stays
        if abs(move.difference) >= move.reliable and move.difference:
            if (move.difference > 0) == (move.direction == "better"):
                improved += move.stays
            else:
                worse += move.stays
    return Course(judged, improved, worse)
