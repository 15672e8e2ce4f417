"""What closing a day would leave open, and what the day is worth to each client."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from iop.access.actors import Actor
from iop.core.words import hours_minutes
from iop.pages.presenters.billing_rules.worth import outlooks
from iop.pages.presenters.days import roster
from iop.pages.presenters.days.words import SHORT, TONES, called_names
from sessions_app import hours
from sessions_app.choices import ATTENDED
from sessions_app.closing import Gap, gaps, worth
from sessions_app.models import ProgramSession

STATES = {"reached": "good", "on_track": "info", "needs_make_up": "warn", "out_of_reach": "warn", "none": "quiet"}
ONE_BY_ONE = frozenset({"check_in", "wrap_up", "unmarked", "whereabouts"})
GROUPED = {
    "check_in": _("No check-in yet"),
    "wrap_up": _("No wrap-up yet"),
    "unmarked": _("Not marked yet"),
    "whereabouts": _("On video, and nobody asked where they are"),
}


def page(session: ProgramSession, actor: Actor, at: dt.datetime) -> dict[str, Any]:
    """Give the close dialog's lists, in a fixed number of statements."""
    found = gaps(session, at)
    rows = roster.rows(session)
    names = called_names(rows)
    by_line = {row["id"]: row for row in rows}
    billed = outlooks(session, actor, at)
    weeks = hours.weeks([row["client_id"] for row in rows], week_of=session.on, at=at)
    return {
        "must": _grouped([gap for gap in found if gap.must_settle], by_line, names),
        "missing": _grouped([gap for gap in found if not gap.must_settle], by_line, names),
        "worth": sorted(
            (
                _worth(item, by_line[item.attendance_id], names, weeks.get(item.client_id))
                | {"billed": billed.get(item.client_id)}
                for item in worth(session, at)
            ),
            key=lambda row: str(row["name"]).casefold(),
        ),
    }


def _grouped(found: Sequence[Gap], by_line: dict[Any, Any], names: dict[Any, str]) -> list[dict[str, Any]]:
    """Say the same lack of several people once, with their names."""
    shown: dict[str, dict[str, Any]] = {}
    for gap in found:
        if gap.code in ONE_BY_ONE and gap.attendance_id in by_line:
            row = shown.setdefault(gap.code, {"words": GROUPED[gap.code], "names": []})
            row["names"].append(names[by_line[gap.attendance_id]["client_id"]])
        else:
            shown[f"{gap.code}-{len(shown)}"] = {"words": gap.sentence, "names": []}
    return [{"words": row["words"], "names": ", ".join(sorted(row["names"]))} for row in shown.values()]


def _worth(item: Any, row: dict[str, Any], names: dict[Any, str], week: Any) -> dict[str, Any]:
    return {
        "name": names[item.client_id],
        "status": SHORT[row["status"]],
        "tone": TONES[row["status"]],
        "counts": row["status"] in ATTENDED,
        "minutes": hours_minutes(item.credited),
        "planned": hours_minutes(item.planned),
        "sentence": item.sentence,
        "week": week.sentence if week else "",
        "week_tone": STATES.get(week.state, "quiet") if week else "quiet",
    }
