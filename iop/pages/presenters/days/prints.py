"""What is printed from a day: the sheet for signing in, and the roster for a day without network."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.basis import own_use
from iop.pages.presenters.days import roster
from iop.pages.presenters.days import session as frames
from iop.pages.presenters.days.words import clock_of
from sessions_app.models import ProgramSession


def sheet(session: ProgramSession, actor: Actor, at: dt.datetime) -> dict[str, Any]:
    """Give the sign-in sheet: first name and initial only, since everybody in the room can read it."""
    rows = roster.rows(session)
    _log(session, actor, "sign_in_sheet", rows)
    names = sorted(
        f"{row['client__preferred_name'] or row['client__legal_first_name']} {row['client__legal_last_name'][:1]}."
        for row in rows
    )
    return {"names": names, "spare": range(3), "printed": clock_of(at, ZoneInfo(session.site.time_zone))}


def downtime(session: ProgramSession, actor: Actor, at: dt.datetime) -> dict[str, Any]:
    """Give the roster to run the day on paper: what matters about each client, and room to write."""
    rows = roster.rows(session)
    _log(session, actor, "downtime_roster", rows)
    return {
        "rows": roster.shown(session, actor, rows),
        "parts": frames.parts(session, at),
        "printed": clock_of(at, ZoneInfo(session.site.time_zone)),
    }


def _log(session: ProgramSession, actor: Actor, what: str, rows: list[dict[str, Any]]) -> None:
    basis = own_use("treatment", "attendance")
    record(
        by=actor, verb="sessions.printed", subject=session, site_id=session.site_id,
        clients=[row["client_id"] for row in rows], detail={"what": what, "basis": basis.ground},
    )  # fmt: skip
