"""What a client's groups agreed on and are told, as they read it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format

from clients.models import Client
from iop.core import clock
from sessions_app import announcements


def page(client: Client, at: dt.datetime) -> dict[str, Any]:
    """Give the agreements of a client's groups, their answers, and the announcements they asked for."""
    stay = announcements.stay_of(client.pk)
    zone = stay.site.time_zone if stay else "UTC"
    return {
        "has_stay": stay is not None,
        "wants": stay is not None and announcements.wants(stay),
        "news": [_news(row) for row in announcements.for_client(client.pk, at)],
        "agreements": [_agreement(row, zone) for row in announcements.agreements_for(client.pk, at)],
    }


def tracks(client: Client, at: dt.datetime) -> Sequence[uuid.UUID]:
    """Name the tracks in which a client has a place now."""
    stay = announcements.stay_of(client.pk)
    return list(announcements.tracks_of(stay, clock.local_date(at, stay.site.time_zone))) if stay else []


def _news(row: Any) -> dict[str, str]:
    return {"from": (row.track or row.group).name, "words": row.words}


def _agreement(row: announcements.Agreed, zone: str) -> dict[str, Any]:
    answered = clock.local_date(row.answered_at, zone) if row.answered_at else None
    return {
        "track": row.track,
        "words": row.agreement.words,
        "answered": date_format(answered, "DATE_FORMAT") if answered else "",
        "url": reverse("my_agree", args=[row.agreement.pk]),
    }
