"""Levels of care, care team and how a stay came to its status."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404
from django.utils.translation import gettext as _

from clients.choices import CareRole, EpisodeStatus, VarianceReason
from clients.models import EpisodeStatusChange, Placement
from iop.pages.presenters.clients import tones
from iop.pages.presenters.clients.head import Chart, Stretch
from iop.pages.presenters.clients.parts.common import names_of, to_two
from iop.pages.presenters.schedule.when import (
    instant_words,
    period_words,
)


def read_care(chart: Chart) -> dict[str, Any]:
    """Say the levels, the care team and how the stay came to its status: one statement beyond the head's."""
    zone = ZoneInfo(chart.zone)
    changes = list(EpisodeStatusChange.objects.filter(episode=chart.episode).order_by("-at", "-id"))
    names = names_of(change.by_id for change in changes)
    return {
        "levels": [_level(level, chart) for level in chart.stay.levels],
        "team": [_member(one, chart.today) for one in chart.stay.team],
        "history": [
            {
                "icon": "record-circle",
                "tone": "accent",
                "title": EpisodeStatus(change.status).label,
                "body": change.reason,
                "when": instant_words(change.at, zone),
                "who": names.get(change.by_id, _("the system")) if change.by_id else _("the system"),
            }
            for change in changes
        ],
        "stays": [
            {
                "period": period_words(stay.episode.admitted_on or stay.episode.opened_on, stay.episode.discharged_on),
                "status": stay.episode.get_status_display(),
                "tone": tones.EPISODE[EpisodeStatus(stay.episode.status)],
                "site": stay.episode.site.name,
            }
            for stay in chart.stays
        ],
    }


def _level(level: Stretch, chart: Chart) -> dict[str, Any]:
    more = level.more
    differs = more["indicated"] and more["indicated"] != level.label
    variance = VarianceReason(more["variance"]).label if more["variance"] else ""
    return {
        "label": level.label,
        "period": period_words(level.starts_on, level.ends_on),
        "reason": more["reason"],
        "who": f"{more['first']} {more['last']}",
        "indicated": _("Indicated: %(level)s (%(why)s)") % {"level": more["indicated"], "why": variance}
        if differs
        else "",
        "holds": level.holds(chart.today),
        "withdraw_url": to_two("client_placement_withdraw", chart.client.pk, level.id)
        if level.starts_on >= chart.today
        else "",
    }


def _member(one: Stretch, today: dt.date) -> dict[str, Any]:
    return {
        "name": one.label,
        "role": CareRole(one.more["role"]).label,
        "period": period_words(one.starts_on, one.ends_on),
        "holds": one.holds(today),
    }


def placement_of(chart: Chart, placement_id: uuid.UUID) -> Placement:
    """Give a placement of this chart. One of another is not there (``Http404``)."""
    rows = Placement.objects.visible_to(chart.actor).filter(pk=placement_id, episode__client=chart.client)
    found = rows.select_related("episode").first()
    if found is None:
        raise Http404
    return found
