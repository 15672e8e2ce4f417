"""Stays elsewhere on a chart: detox, residential, hospital, with what is expected and what to ask."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from clients.choices import StayStatus
from clients.models import OutsideStay
from clients.rules import phone_for_people
from iop.access.choices import Permission
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.clients.parts.common import to_two
from iop.pages.presenters.schedule.when import day_words, period_words

TONES = {
    StayStatus.REFERRED: "info", StayStatus.THERE: "accent", StayStatus.BACK: "good", StayStatus.ELSEWHERE: "note",
    StayStatus.CANCELLED: "quiet",
}  # fmt: skip
AWAY = (StayStatus.REFERRED, StayStatus.THERE)


def read_stays(chart: Chart) -> list[dict[str, Any]]:
    """Read somebody's stays elsewhere, the newest first: one statement."""
    rows = OutsideStay.objects.visible_to(chart.actor, Permission.CLIENT_VIEW).filter(client=chart.client.pk)
    return [_row(row, chart) for row in rows]


def find_stay(chart: Chart, stay_id: uuid.UUID) -> OutsideStay:
    """Give one stay of this client (``Http404`` for another's)."""
    rows = OutsideStay.objects.visible_to(chart.actor, Permission.CLIENT_VIEW)
    found = rows.filter(client=chart.client.pk, pk=stay_id).first()
    if found is None:
        raise Http404
    return found


def _row(row: OutsideStay, chart: Chart) -> dict[str, Any]:
    is_away = row.status in AWAY
    return {
        "id": row.pk,
        "url": to_two("client_stay", chart.client.pk, row.pk),
        "title": f"{row.get_kind_display()} · {row.facility}",
        "status": row.get_status_display(),
        "tone": TONES[StayStatus(row.status)],
        "is_away": is_away,
        "facts": [(label, value) for label, value in _facts(row) if value],
        "is_due": is_away and row.ask_on is not None and row.ask_on <= chart.today,
    }


def _facts(row: OutsideStay) -> Sequence[tuple[str, str]]:
    expected = period_words(row.expected_from or row.referred_on, row.expected_until) if row.expected_until else ""
    contact = " · ".join(
        part for part in (row.contact_person, phone_for_people(row.phone) if row.phone else "") if part
    )
    asks = " · ".join(part for part in (day_words(row.ask_on) if row.ask_on else "", row.to_ask) if part)
    return [
        (_("Referred"), day_words(row.referred_on)),
        (_("Expected"), expected),
        (_("Went"), day_words(row.went_on) if row.went_on else ""),
        (_("Back"), day_words(row.back_on) if row.back_on else ""),
        (_("Ask after them"), asks),
        (_("Contact"), contact),
        (_("Note"), row.note),
    ]
