"""The stay that a client's pages are about, and days in the words of its place."""

from __future__ import annotations

import datetime as dt

from clients.choices import EpisodeStatus
from clients.models import Client, Episode
from iop.core import clock
from iop.core.words import day_words

IN_ORDER = (EpisodeStatus.ADMITTED, EpisodeStatus.DISCHARGED, EpisodeStatus.INQUIRY)


def stay_of(client: Client) -> Episode | None:
    """Give the stay under way, else the one that ended last, else the one that is being prepared."""
    rows = list(Episode.objects.filter(client=client).select_related("site").order_by("-opened_on", "-pk"))
    return next((row for status in IN_ORDER for row in rows if row.status == status), None)


def was_in_treatment(client: Client) -> bool:
    """Say whether a client is, or ever was, in treatment here."""
    stay = stay_of(client)
    return stay is not None and stay.status in (EpisodeStatus.ADMITTED, EpisodeStatus.DISCHARGED)


def zone_of(stay: Episode | None) -> str:
    """Name the time zone of a stay's site."""
    return stay.site.time_zone if stay else "UTC"


def day_of(at: dt.datetime, zone: str) -> str:
    """Say the day of an instant by the clock of a place."""
    return str(day_words(clock.local_date(at, zone)))
