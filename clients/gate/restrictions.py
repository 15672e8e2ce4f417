"""What the clinic has agreed with clients not to disclose (42 CFR 2.26)."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from clients import restrictions
from clients.gate.shapes import Asked


def restricted(client_ids: Collection[uuid.UUID], asked: Asked, at: dt.datetime) -> set[uuid.UUID]:
    """Name the clients with whom a restriction was agreed that covers what is asked, in one statement."""
    return restrictions.restricted(client_ids, asked.purpose, asked.information, at.date())
