"""How clients may be told of what concerns them: the channels they agreed to, the addresses on them, their language.

The newest permission of a channel decides, none means no; a text goes only to a number that may hold a message.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_datetime
from django.db.models import OuterRef, Subquery

from clients.choices import ContactKind
from clients.models import ChannelPermission, Client, ContactPoint
from clients.rules import phone_for_people
from iop.notifications.choices import Channel

FALLBACK_LOCALE = "en_US"
IN_ORDER = (Channel.SMS, Channel.EMAIL)
"""A text before an e-mail, where both are fine."""


@dataclass(frozen=True)
class Reach:
    """How a client may be told: the channel they agreed to, the address on it, their language."""

    client_id: uuid.UUID
    channel: str
    to: str
    language: str


@dataclass(frozen=True)
class Ways:
    """All channels that a client agreed to, with the address on each, and their language."""

    client_id: uuid.UUID
    language: str
    to: Mapping[str, str]

    def by(self, channels: Sequence[str]) -> Reach | None:
        """Give the first of ``channels`` that they agreed to, or none."""
        found = next((channel for channel in channels if channel in self.to), None)
        return Reach(self.client_id, found, self.to[found], self.language) if found else None


def reach_fields(client: str = "pk") -> dict[str, Subquery]:
    """Give what a queryset must be annotated with for ``reach_of``; ``client`` is its path to the client's id."""
    return {
        "sms_allowed": _newest(client, Channel.SMS),
        "email_allowed": _newest(client, Channel.EMAIL),
        "sms_to": _address(client, ContactKind.PHONE, may_leave_message=True),
        "email_to": _address(client, ContactKind.EMAIL),
    }


def reach_of(client_id: uuid.UUID, language: str, fields: Mapping[str, Any]) -> Reach | None:
    """Say how a client may be told: by text before e-mail, or not at all."""
    return _ways_of(client_id, language, fields).by(IN_ORDER)


def ways(client_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Ways]:
    """Say by which channels each of many clients may be told, in one statement; those who agreed to none are left out."""
    rows = Client.objects.filter(pk__in=set(client_ids)).order_by().annotate(**reach_fields())
    found = (_ways_of(row["pk"], row["language"], row) for row in rows.values("pk", "language", *reach_fields()))
    return {each.client_id: each for each in found if each.to}


def reachable(client_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Reach]:
    """Say how each of many clients may be told, in one statement; those who agreed to nothing are left out."""
    found = ((client_id, each.by(IN_ORDER)) for client_id, each in ways(client_ids).items())
    return {client_id: reach for client_id, reach in found if reach}


def when_words(at: dt.datetime, zone: str, language: str) -> str:
    """Say a wall time in the reader's language: "Monday, March 2, 9:00 AM". The year is left to common sense."""
    locale = _locale(language)
    return _said(at, zone, locale, "EEEE, MMMM d, h:mm a" if locale.language == "en" else "EEEE d MMMM, H:mm")


def short_when_words(at: dt.datetime, zone: str, language: str) -> str:
    """Say a wall time in few letters, where several stand in one message: "Mon 3/2, 9:00 AM"."""
    locale = _locale(language)
    return _said(at, zone, locale, "EEE M/d, h:mm a" if locale.language == "en" else "EEE d/M, H:mm")


def phone_words(phone: object) -> str:
    """Say a site's phone number as people read it at home."""
    return phone_for_people(str(phone)) if phone else ""


def _said(at: dt.datetime, zone: str, locale: Locale, pattern: str) -> str:
    return format_datetime(at.astimezone(ZoneInfo(zone)), pattern, locale=locale)


def _ways_of(client_id: uuid.UUID, language: str, fields: Mapping[str, Any]) -> Ways:
    found = {channel: fields[f"{channel}_to"] for channel in IN_ORDER if fields[f"{channel}_allowed"]}
    return Ways(client_id, language, {str(channel): to for channel, to in found.items() if to})


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse(FALLBACK_LOCALE)


def _newest(client: str, channel: Channel) -> Subquery:
    rows = ChannelPermission.objects.filter(client=OuterRef(client), channel=channel)
    return Subquery(rows.order_by("-since", "-id").values("allowed")[:1])


def _address(client: str, kind: ContactKind, **only: bool) -> Subquery:
    rows = ContactPoint.objects.filter(client=OuterRef(client), kind=kind, **only)
    return Subquery(rows.order_by("-is_preferred", "id").values("value")[:1])
