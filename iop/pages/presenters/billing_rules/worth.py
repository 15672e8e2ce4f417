"""What a treatment day comes to for each client, beside attendance: billable or why not, never how much."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from billing import day_worth
from billing.choices.rules import DayState
from iop.access.actors import Actor
from iop.core import clock
from iop.pages.presenters.billing_rules.words import TONES
from iop.pages.presenters.days import roster
from iop.pages.presenters.days.asking import may_read_care
from iop.pages.presenters.days.words import called_names
from sessions_app.caseload import untold
from sessions_app.models import ProgramSession


def rows(session: ProgramSession, actor: Actor, at: dt.datetime) -> list[dict[str, Any]]:
    """Give a day's roster with what each client's day comes to; a fixed number of statements."""
    found = roster.rows(session)
    names, known = called_names(found), outlooks(session, actor, at)
    shown = [{"name": names[row["client_id"]], **known.get(row["client_id"], NOTHING)} for row in found]
    return sorted(shown, key=lambda row: str(row["name"]).casefold())


NOTHING: dict[str, Any] = {"state": "", "tone": "", "words": ""}


def outlooks(session: ProgramSession, actor: Actor, at: dt.datetime) -> dict[uuid.UUID, dict[str, Any]]:
    """Say by client what the day comes to, to those who may know more of them than the name."""
    if not may_read_care(actor, session.site_id):
        return {}
    hidden = untold(actor, session.pk, clock.now())
    return {
        client_id: {"state": DayState(one.state).label, "tone": TONES[one.state], "words": str(one.words)}
        for client_id, one in day_worth.of_session(session, at).items()
        if client_id not in hidden
    }
