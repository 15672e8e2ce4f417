"""Telling the people whom a change of the schedule affects, in neutral words, where they agreed to be told."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_datetime
from django.db.models import OuterRef, Subquery

from clients.choices import ContactKind
from clients.models import ChannelPermission, Client, ContactPoint
from clients.rules import phone_for_people
from iop.core.basis import to_the_client
from iop.notifications.actions import Draft
from iop.notifications.choices import Channel

FALLBACK_LOCALE = "en_US"


@dataclass(frozen=True)
class Reach:
    """How a client may be told: the channel they agreed to, the address on it, their language."""

    client_id: uuid.UUID
    channel: str
    to: str
    language: str


def reach_fields(client: str = "pk") -> dict[str, Subquery]:
    """Give what a queryset must be annotated with for ``reach_of``; ``client`` is its path to the client's id.

    The newest permission of a channel decides, none means no; a text goes only to a number that may hold a message.
    """
    return {
        "sms_allowed": _newest(client, Channel.SMS),
        "email_allowed": _newest(client, Channel.EMAIL),
        "sms_to": _address(client, ContactKind.PHONE, may_leave_message=True),
        "email_to": _address(client, ContactKind.EMAIL),
    }


def reach_of(client_id: uuid.UUID, language: str, fields: Mapping[str, Any]) -> Reach | None:
    """Say how a client may be told: by text before e-mail, or not at all."""
    if fields["sms_allowed"] and fields["sms_to"]:
        return Reach(client_id, Channel.SMS, fields["sms_to"], language)
    if fields["email_allowed"] and fields["email_to"]:
        return Reach(client_id, Channel.EMAIL, fields["email_to"], language)
    return None


def reachable(client_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Reach]:
    """Say how each of many clients may be told, in one statement; those who agreed to nothing are left out."""
    rows = Client.objects.filter(pk__in=set(client_ids)).order_by().annotate(**reach_fields())
    found = (reach_of(row["pk"], row["language"], row) for row in rows.values("pk", "language", *reach_fields()))
    return {reach.client_id: reach for reach in found if reach}


def draft(
    *,
    reach: Reach,
    template: str,
    about: tuple[str, uuid.UUID],
    key: str,
    site_id: uuid.UUID,
    due_at: dt.datetime,
    **context: Any,
) -> Draft:
    """Write one neutral message to a client about their own schedule (42 CFR 2.23). ``key`` makes it one of its kind."""
    return Draft(
        channel=reach.channel, to=reach.to, recipient=("client", reach.client_id), template=template, context=context,
        language=reach.language, due_at=due_at, basis=to_the_client("schedule_change", "schedule"), about=about, site_id=site_id,
        dedupe_key=f"{template}:{about[1]}:{key}",
    )  # fmt: skip


def when_words(at: dt.datetime, zone: str, language: str) -> str:
    """Say a wall time in the reader's language: "Monday, March 2 at 9:00 AM". The year is left to common sense."""
    locale = _locale(language)
    pattern = "EEEE, MMMM d, h:mm a" if locale.language == "en" else "EEEE d MMMM, H:mm"
    return format_datetime(at.astimezone(ZoneInfo(zone)), pattern, locale=locale)


def phone_words(phone: object) -> str:
    """Say a site's phone number as people read it at home."""
    return phone_for_people(str(phone)) if phone else ""


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
