"""A relative's own notes, and the channels they may choose."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.formats import date_format

from clients.models import RelatedPerson
from clients.reach import IN_ORDER
from clients.rules import phone_for_people
from family.models import RelativeNote
from family.reach import address_of, allowed
from family.sharing import zone_for
from iop.core import clock
from iop.notifications.choices import Channel

SHOWN = 100
"""Newest first; older ones stay kept."""


def notes(person: RelatedPerson) -> dict[str, Any]:
    """Give a relative's newest notes."""
    rows = RelativeNote.objects.filter(person=person)[:SHOWN]
    zone = zone_for(person)
    return {"notes": [_note(row, zone) for row in rows]}


def channels_offered(person: RelatedPerson) -> list[tuple[str, str]]:
    """Give the channels for which the clinic keeps an address, with that address."""
    known = [(channel, address_of(person, channel)) for channel in IN_ORDER]
    return [(str(channel), f"{Channel(channel).label}: {_said(channel, to)}") for channel, to in known if to]


def channels_chosen(person: RelatedPerson) -> list[str]:
    """Give the channels that somebody agreed to."""
    return [channel for _person, channel in allowed([person.pk])]


def _note(row: RelativeNote, zone: str) -> dict[str, Any]:
    return {
        "words": row.words,
        "when": date_format(clock.local_date(row.written_at, zone), "DATE_FORMAT"),
        "url": reverse("shared_note", args=[row.pk]),
        "away_url": reverse("shared_note_away", args=[row.pk]),
    }


def _said(channel: str, to: str) -> str:
    return phone_for_people(to) if channel == Channel.SMS else to
