"""How many inquiries led to an assessment and to admission, by where people came from. One statement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import dateformat
from django.utils.translation import gettext as _

from clients import intake
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core import clock
from iop.pages.presenters.schedule.calendar_ask import as_uuid

SPANS = {"30": 30, "90": 90, "365": 365}


@dataclass(frozen=True)
class FiguresPage:
    """The page."""

    rows: Sequence[Mapping[str, Any]]
    total: Mapping[str, Any] | None
    span: str
    says: str
    as_of: str
    sites: Sequence[tuple[str, str]]
    site: str

    @property
    def spans(self) -> list[tuple[str, str]]:
        """How far back one can look."""
        return [("30", _("30 days")), ("90", _("90 days")), ("365", _("One year"))]


def read_figures(actor: Actor, asked: Mapping[str, str], at: dt.datetime) -> FiguresPage:
    """Count for the sites where the colleague keeps the board."""
    places = [place for place in actor.places if actor.can(Permission.INTAKE_WORK, place.id)]
    chosen = [place for place in places if place.id == as_uuid(asked.get("site"))] or places
    span = asked.get("days", "") if asked.get("days", "") in SPANS else "90"
    last = clock.local_date(at, chosen[0].time_zone)
    first = last - dt.timedelta(days=SPANS[span] - 1)
    found = intake.figures([place.id for place in chosen], first, last)
    most = max((row.inquiries for row in found[:-1]), default=1)
    local = clock.local_date(at, chosen[0].time_zone)
    return FiguresPage(
        rows=[_row(row, most) for row in found[:-1]],
        total=_row(found[-1], found[-1].inquiries or 1) if found and found[-1].inquiries else None,
        span=span,
        says=f"{dateformat.format(first, 'j M Y')} – {dateformat.format(last, 'j M Y')}",
        as_of=dateformat.format(local, "j M Y"),
        sites=[(str(place.id), place.name) for place in places] if len(places) > 1 else [],
        site=str(chosen[0].id) if len(chosen) == 1 and len(places) > 1 else "",
    )


def _row(row: intake.Figures, most: int) -> dict[str, Any]:
    return {
        "source": row.source or _("All together"),
        "inquiries": row.inquiries,
        "assessed": row.assessed,
        "admitted": row.admitted,
        "open": row.still_open,
        "share": f"{round(100 * row.admitted / row.inquiries)} %" if row.inquiries else "–",
        "to_assessment": _days(row.days_to_assessment),
        "to_admission": _days(row.days_to_admission),
        # Places of the bar's parts on a scale of a hundred.
        "bar": [round(100 * number / most) for number in (row.inquiries, row.assessed, row.admitted)],
    }


def _days(number: float | None) -> str:
    return "–" if number is None else f"{number:g}"
