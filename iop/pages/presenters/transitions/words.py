"""Lines of a change of level as a table, each thing told once, and what a colleague may not know left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from iop.access.choices import Permission
from iop.pages.presenters.clients.head import Chart
from therapy.choices.transitions import Area

NEEDS: dict[str, str] = {
    Area.TESTS: Permission.TESTS_VIEW,
    Area.MEASURES: Permission.MEASURES_GIVE,
    Area.PLAN: Permission.NOTE_VIEW,
    Area.REVIEW: Permission.NOTE_VIEW,
}
"""What somebody must be able to read to be told of these."""


@dataclass
class Group:
    """One thing that is touched, with its lines."""

    label: str
    lines: list[dict[str, Any]] = field(default_factory=list)


def groups(chart: Chart, lines: Iterable[tuple[str, str, str, str, str]]) -> Sequence[Group]:
    """Gather lines (area, before, after, what else, what became of it) by what they are about, in their order."""
    found: dict[str, Group] = {}
    for area, before, after, says, undone in lines:
        needs = NEEDS.get(area)
        if needs is not None and not chart.can(needs):
            continue
        group = found.setdefault(area, Group(str(Area(area).label)))
        group.lines.append(
            {
                "before": before,
                "after": after,
                "says": says,
                "undone": undone,
                "stays": bool(before) and before == after,
            }
        )
    return list(found.values())
