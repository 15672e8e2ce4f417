"""What the clinic has agreed with clients not to disclose (42 CFR 2.26)."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from clients import restrictions
from clients.gate.shapes import Asked

WESTERNMOST = dt.timedelta(hours=10)
"""How far the westernmost sites (Hawaii) are behind UTC."""


def restricted(client_ids: Collection[uuid.UUID], asked: Asked, at: dt.datetime) -> set[uuid.UUID]:
    """Name the clients with whom a restriction was agreed that covers what is asked, in two statements.

    Sites live by different clocks: what is restricted on either of the two dates that ``at`` may fall on stays in.
    """
    dates = {at.date(), (at - WESTERNMOST).date()}
    return set().union(*(restrictions.restricted(client_ids, asked.purpose, asked.information, on) for on in dates))
