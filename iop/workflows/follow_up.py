"""A check-in after treatment ends with what it asks for: somebody who wants more support is heard in the same step."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from clients.choices import Urgency
from iop.access.actors import Actor
from iop.workflows import more_support
from therapy.actions import follow_ups
from therapy.choices.follow_ups import AskChannel
from therapy.models import FollowUp, MoreSupportAsk
from therapy.rules.follow_ups import Told


@transaction.atomic
def settle(
    *,
    by: Actor,
    follow_up: FollowUp,
    version: int,
    status: str,
    at: dt.datetime,
    told: Told | None = None,
    words: str = "",
    no_more: bool = False,
    urgency: str = Urgency.SOON,
) -> tuple[FollowUp, MoreSupportAsk | None]:
    """Settle a check-in (``therapy.actions.follow_ups.settle``); a wish for more support opens an inquiry, answered by ``urgency``."""
    row = follow_ups.settle(
        by=by, follow_up=follow_up, version=version, status=status, told=told, words=words, no_more=no_more, at=at
    )
    if not row.wants_support:
        return row, None
    asked = more_support.ask(
        by=by, client=row.episode.client, words=words, urgency=urgency, channel=AskChannel.FOLLOW_UP, at=at
    )
    return row, asked
