"""Rows of a file that look like somebody: what the file says beside what the charts say, and what was decided of each."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clients.import_choices import RowDecision, RowOutcome
from clients.models import ImportedRow, ImportRun, Inquiry
from clients.rules import phone_for_people
from iop.access.actors import Actor
from iop.pages.presenters.imports.decisions import decided, deciders, decision_words
from iop.pages.presenters.imports.runs import listed, names_of, told
from iop.pages.presenters.intake.words import ALIKE
from iop.pages.presenters.schedule.addresses import to
from iop.workflows.importing.checking import day_of
from iop.workflows.importing.comparing import POINTS, Pair, Points, beside, points_of, told_of
from iop.workflows.importing.deciding import OPEN, SOMEBODY_WHO_MAY
from iop.workflows.importing.fields import BY_KEY
from iop.workflows.importing.problems import PROBLEMS
from iop.workflows.importing.seeing import Seen, Sight, seen_by

PAGE = 20
UNDECIDED = "undecided"
SHELVES: dict[str, tuple[str, Any]] = {
    UNDECIDED: (OPEN, gettext_lazy("Not decided")),
    RowDecision.LINK: (RowDecision.LINK, RowDecision.LINK.label),
    RowDecision.NEW: (RowDecision.NEW, RowDecision.NEW.label),
    RowDecision.LEAVE_OUT: (RowDecision.LEAVE_OUT, RowDecision.LEAVE_OUT.label),
}
TAKE_BACK = "open"
"""How the form says that what was decided is taken back."""


def read_alike(actor: Actor, run: ImportRun, *, show: str, page: int) -> dict[str, Any]:
    """Read one page of the rows that look like somebody. Statements do not grow with the rows."""
    counts = decided(run)
    first = UNDECIDED if counts.get(OPEN) else ""
    shown = show if show in SHELVES or show == "all" else first
    found = run.rows.filter(outcome=RowOutcome.ALIKE).order_by("position")
    if shown in SHELVES:
        found = found.filter(decision=SHELVES[shown][0])
    number = counts.get(SHELVES[shown][0], 0) if shown in SHELVES else sum(counts.values())
    # Who decides the last row of a page is shown the page before it, not an empty one.
    page = min(page, max(1, -(-number // PAGE)))
    rows = list(found[(page - 1) * PAGE : page * PAGE])
    sight = seen_by(actor, rows)
    zone = ZoneInfo(run.site.time_zone)
    names = deciders(rows)
    points = points_of({client.pk: client for client in sight.charts.values()}.values()) if sight.charts else {}
    return {
        "id": run.pk,
        "version": run.version,
        "head": listed(run, names_of([run])),
        "shelves": _shelves(counts, shown),
        "show": shown or "all",
        "number": page,
        "has_more": number > page * PAGE,
        "undecided": counts.get(OPEN, 0),
        "rows": [_row(row, sight, points, zone, names) for row in rows],
        "charts": len(sight.charts) + len(sight.calls),
    }


def choices_of(row: ImportedRow, sight: Sight) -> list[tuple[str, str]]:
    """Say what can be decided about a row by whoever sees this much of whom it looks like."""
    charts = [each.client for each in sight.of(row) if each.client is not None]
    found = [
        (f"{RowDecision.LINK}:{chart.pk}", _("The same person: link to chart %(number)s") % {"number": chart.record_number})
        for chart in charts
    ]  # fmt: skip
    if not sight.is_partial(row):
        found.append((str(RowDecision.NEW), _("Somebody else: open a new chart")))
    found.append((str(RowDecision.LEAVE_OUT), _("Leave this row out")))
    if row.decision:
        found.append((TAKE_BACK, _("Take back what was decided")))
    return found


def chosen(row: ImportedRow) -> str:
    """Give what was decided as the form names it."""
    return f"{row.decision}:{row.client_id}" if row.decision == RowDecision.LINK else row.decision


def _shelves(counts: dict[str, int], shown: str) -> list[dict[str, Any]]:
    named = [(key, label, counts.get(decision, 0)) for key, (decision, label) in SHELVES.items()]
    named.append(("all", _("All"), sum(counts.values())))
    return [
        {"url": f"?show={key}", "label": f"{label} ({number})", "current": (shown or "all") == key}
        for key, label, number in named
        if number or key == "all"
    ]


def _row(
    row: ImportedRow, sight: Sight, points: Points, zone: ZoneInfo, names: dict[uuid.UUID, str]
) -> dict[str, Any]:  # fmt: skip
    values: dict[str, Any] = json.loads(row.values) if row.values else {}
    born = day_of(values.get("date_of_birth", ""))
    seen = sight.of(row)
    return {
        "row": row,
        "id": row.pk,
        "position": row.position,
        "name": f"{values.get('legal_first_name', '')} {values.get('legal_last_name', '')}".strip(),
        "born": date_format(born, "SHORT_DATE_FORMAT") if born else "",
        "number": row.external_id,
        "seen": [_chart(each, values, points) for each in seen if each.client is not None],
        "calls": [_call(each, each.inquiry) for each in seen if each.inquiry is not None],
        "is_partial": sight.is_partial(row),
        "somebody": SOMEBODY_WHO_MAY,
        "twin": PROBLEMS["double_person"].words if ["double_person", "last_name"] in row.problems else "",
        "decision": decision_words(row, names, zone),
        "choices": choices_of(row, sight),
        "file": [] if any(each.client for each in seen) else _alone(values),
    }


def _chart(each: Seen, values: dict[str, Any], points: Points) -> dict[str, Any]:
    client = each.client
    assert client is not None
    return {
        "number": client.record_number,
        "url": to("client")(client.pk),
        "reason": ALIKE[each.reason],
        "pairs": [_pair(pair) for pair in beside(values, client, points.get(client.pk, ()))],
    }


def _pair(pair: Pair) -> dict[str, Any]:
    return {
        "field": BY_KEY[pair.field].label,
        "there": ", ".join(told(pair.field, value) for value in pair.there),
        "here": ", ".join(told(pair.field, value) for value in pair.here),
        "agrees": pair.agrees,
    }


def _call(each: Seen, call: Inquiry | None) -> dict[str, Any]:
    assert call is not None
    born: dt.date | None = call.date_of_birth
    more = [date_format(born, "SHORT_DATE_FORMAT") if born else "", phone_for_people(call.phone or call.callback_phone)]
    return {
        "name": call.name,
        "url": to("inquiry")(call.pk),
        "reason": ALIKE[each.reason],
        "more": " · ".join(part for part in more if part),
        "has_chart": call.client_id is not None,
    }


def _alone(values: dict[str, Any]) -> list[dict[str, str]]:
    """Say what the file tells of somebody when there is no chart to put beside it."""
    found = [*told_of(values).items()]
    found += [(POINTS[each["kind"]], each["value"]) for each in values.get("contact_points", ())]
    return [{"field": str(BY_KEY[field].label), "words": told(field, value)} for field, value in found]
