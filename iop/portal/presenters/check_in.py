"""Today's check-in as its client fills it in: the same questions as in the group, in words to oneself."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clients.models import Client
from iop.core.words import time_words
from iop.pages.presenters.days import client as panels
from iop.pages.presenters.days import reports
from iop.portal.presenters import home
from sessions_app import checking_in, own_goals
from sessions_app.models import Attendance, CheckIn

TEXTS = (
    ("triggers", _("What was hard to be around since last time?")),
    ("successes", _("What went well?")),
    ("setbacks", _("What was difficult?")),
)


def page(client: Client, line: Attendance, at: dt.datetime) -> dict[str, Any]:
    """Give the open check-in of a roster line; each opened page has a key of its own."""
    zone = ZoneInfo(line.session.site.time_zone)
    return {
        "title": line.session.track.name,
        "starts": str(time_words(line.session.starts_at, zone.key)),
        "key": str(uuid.uuid4()),
        "check_in": _check_in(line, zone),
        "report": reports.own(line, zone) | {"url": reverse("my_check_in_report", args=[line.pk])},
        "goals": [home.goal(row) for row in own_goals.last_goals(client.pk, at)],
    }


def closed(client: Client, at: dt.datetime) -> dict[str, Any]:
    """Say when the next check-in opens, or that there is none to come."""
    line = own_goals.next_line(client.pk, at)
    return {"sentence": checking_in.why_not_open(line.session, at) if line else ""}


def _check_in(line: Attendance, zone: ZoneInfo) -> dict[str, Any]:
    found: CheckIn | None = getattr(line, "check_in", None)
    texts = [{"name": name, "label": label, "value": getattr(found, name) if found else ""} for name, label in TEXTS]
    return panels.check_in_of(line, zone) | {
        "texts": texts,
        "url": reverse("my_check_in_words", args=[line.pk]),
        "saved": str(time_words(found.saved_at, zone.key)) if found else "",
    }
