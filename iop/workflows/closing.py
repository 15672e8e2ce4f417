"""Closing a treatment day, and putting the note it lacks on the list of the one who led it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from iop.access.actors import Actor
from sessions_app import actions as days
from sessions_app.models import ProgramSession
from therapy.actions.group_notes import owe_notes


@transaction.atomic
def close_day(
    *, by: Actor, session: ProgramSession, version: int, at: dt.datetime, accept_gaps: bool = False, reason: str = ""
) -> ProgramSession:
    """Close a day (``sessions_app.actions.close``); a day that closes without a note becomes its leader's work."""
    closed = days.close(by=by, session=session, version=version, at=at, accept_gaps=accept_gaps, reason=reason)
    owe_notes(by=by, session=closed, at=at)
    return closed
