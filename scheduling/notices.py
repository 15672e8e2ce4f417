"""Telling the people whom a change of the schedule affects, in neutral words, where they agreed to be told."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from clients.reach import Reach
from iop.core.basis import to_the_client
from iop.notifications.actions import Draft


def draft(
    *,
    reach: Reach,
    template: str,
    about: tuple[str, uuid.UUID],
    key: str,
    site_id: uuid.UUID,
    due_at: dt.datetime,
    expires_at: dt.datetime | None = None,
    **context: Any,
) -> Draft:
    """Write one neutral message to a client about their own schedule (42 CFR 2.23).

    ``key`` makes it one of its kind; from ``expires_at`` on it helps nobody any more.
    """
    return Draft(
        channel=reach.channel, to=reach.to, recipient=("client", reach.client_id), template=template, context=context,
        language=reach.language, due_at=due_at, basis=to_the_client("schedule_change", "schedule"), about=about, site_id=site_id,
        dedupe_key=f"{template}:{about[1]}:{key}", expires_at=expires_at,
    )  # fmt: skip
