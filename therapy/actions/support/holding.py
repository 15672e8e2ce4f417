"""What the actions of case management share: the stay, who may, the mark of an error."""

from __future__ import annotations

import datetime as dt
from typing import Any

from clients.models import Episode
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core import clock
from iop.core.errors import Invalid, require
from iop.core.words import say
from therapy.policies.support import may_keep_support

SUPPORT_KIND = "therapy.support_of"
"""Case management of one client, by the client's id."""
REFERRAL_KIND = "therapy.referral"
LONGEST_AGO = dt.timedelta(days=366)


def kept_for(by: Actor, episode: Episode) -> Episode:
    """Give the stay with its site, when the actor works on case management there."""
    row = Episode.objects.select_related("site", "client").get(pk=episode.pk)
    require(may_keep_support(by, row.site_id))
    return row


def today_of(episode: Episode, at: dt.datetime) -> dt.date:
    """Say the date at the site of a stay."""
    return clock.local_date(at, episode.site.time_zone)


def past_day(on: dt.date, episode: Episode, at: dt.datetime, field: str) -> dt.date:
    """Give a day that was: not ahead, and within a year. Raises ``Invalid`` otherwise."""
    today = today_of(episode, at)
    if on > today:
        raise Invalid(say("This day lies in the future."), field=field)
    if on < today - LONGEST_AGO:
        raise Invalid(say("Check the year: this is more than a year ago."), field=field)
    return on


def choice(choices: Any, value: str, field: str) -> str:
    """Give a code of ``choices``. Raises ``Invalid`` for anything else."""
    if value not in choices.values:
        raise Invalid(say("Choose one from the list."), field=field)
    return str(value)


def told(by: Actor, verb: str, row: Any, episode: Episode, **detail: object) -> None:
    """Record what happened in case management: codes, dates and counts."""
    record(by=by, verb=verb, subject=row, clients=[episode.client_id], site_id=episode.site_id, detail=detail)
