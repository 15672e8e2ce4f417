"""Somebody asks for more support: what would follow, and one wish with what came of it."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from clients.choices import EpisodeStatus
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.schedule.addresses import to
from iop.pages.presenters.schedule.when import instant_words
from therapy.models import MoreSupportAsk


def what_follows(chart: Chart) -> list[str]:
    """Say where a wish goes on, by where the client is."""
    if chart.episode.status == EpisodeStatus.ADMITTED:
        return [
            _("Their counselor is asked to talk with them; what is pressing goes to whoever is on duty or on call."),
            _("A review of their level of care becomes due."),
        ]
    return [
        _("A new inquiry is open, linked to this chart and its history."),
        _("Intake is asked to go through the consents and have fresh ones signed."),
        _("Nothing of the stay before is opened again; the new one begins with its own admission."),
    ]


def read_ask(chart: Chart, row: MoreSupportAsk) -> dict[str, Any]:
    """Say who asked for what, how soon, and what came of it."""
    zone = ZoneInfo(chart.zone)
    return {
        "row": row,
        "when": instant_words(row.asked_at, zone),
        "channel": row.get_channel_display(),
        "urgency": row.get_urgency_display(),
        "taken_by": row.taken_by.name if row.taken_by else _("themselves"),
        "is_open": row.answered_at is None,
        "answer": row.get_answer_display() if row.answer else "",
        "answered": instant_words(row.answered_at, zone) if row.answered_at else "",
        "answered_by": row.answered_by.name if row.answered_by else _("the system"),
        "inquiry_url": to("inquiry")(row.inquiry_id) if row.inquiry_id else "",
        "consents_url": to("client_consents")(chart.client.pk),
    }
