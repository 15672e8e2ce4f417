"""Words that several pages about consents share."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from clients import consent_rules
from clients.choices import ConsentStatus
from clients.consents import SOON, label_of
from clients.models import Client, Consent
from iop.access.actors import Actor
from iop.pages.presenters.clients.listing import date_words
from iop.pages.presenters.schedule.when import instant_words


def get(actor: Actor, consent_id: uuid.UUID) -> Consent:
    """Find a consent of a client whom this colleague may see; any other is not there (``Http404``)."""
    theirs = Client.objects.visible_to(actor)
    rows = Consent.objects.filter(Q(client__in=theirs) | Q(client__merged_into__in=theirs)).select_related(
        "client", "site", "episode", "template", "party", "falsehood"
    )
    found = rows.filter(pk=consent_id).first()
    if found is None:
        raise Http404
    return found


def chart_of(consent: Consent) -> uuid.UUID:
    """Name the chart in which a consent is shown: the kept one where two were joined."""
    return consent.client.merged_into_id or consent.client_id


def called(consent: Consent) -> str:
    """Call a consent by its kind and recipient."""
    return str(
        label_of(
            {
                "kind": consent.kind,
                "party__name": consent.party.name if consent.party else "",
                "recipient_class": consent.recipient_class,
                "channel": consent.channel,
            }
        )
    )


def standing(consent: Consent, on: dt.date) -> tuple[str, str]:
    """Say where a consent stands on a day, as a tone and words."""
    if consent.status == ConsentStatus.DISCARDED:
        return "quiet", _("Discarded, never signed")
    if consent.status == ConsentStatus.DRAFT:
        return _draft(consent)
    if hasattr(consent, "falsehood"):
        return "bad", _("Found to be false")
    if consent.revoked_at:
        return "quiet", _("Revoked in writing")
    if consent.stopped_at:
        return "lock", _("Stopped; the writing is missing")
    if consent_rules.is_over(consent.expires_on, consent.expired_event_at, on):
        return "quiet", _("Over")
    if consent.expires_on and (consent.expires_on - on).days <= SOON:
        return "warn", _("Ends %(day)s") % {"day": date_words(consent.expires_on)}
    return "good", _("Live")


def is_live(consent: Consent, on: dt.date) -> bool:
    """Say whether something may leave on it, or be done on it, on a day."""
    over = consent_rules.is_over(consent.expires_on, consent.expired_event_at, on)
    false = hasattr(consent, "falsehood")
    return consent.status == ConsentStatus.SIGNED and consent.stopped_at is None and not over and not false


def until_words(consent: Consent) -> str:
    """Say until when it holds."""
    if consent.expires_on:
        return _("until %(day)s") % {"day": date_words(consent.expires_on)}
    if consent.expires_event:
        return _("until: %(event)s") % {"event": consent.expires_event}
    return _("until taken back")


def when(at: dt.datetime, zone: str) -> str:
    """Say an instant by the clinic's wall clock."""
    return instant_words(at, ZoneInfo(zone))


def labels(values: Any, choices: Any) -> list[str]:
    """Say coded values in words."""
    return [str(choices(value).label) for value in values]


def _draft(consent: Consent) -> tuple[str, str]:
    if consent.template.superseded_at:
        return "warn", _("Form replaced meanwhile")
    if consent.digest:
        return "wait", _("One signature is still missing")
    return "wait", _("Not signed yet")
