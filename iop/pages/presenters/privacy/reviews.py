"""What waits to be looked at by whoever answers for privacy: emergency disclosures and emergency access."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from clients.choices import Ground
from clients.models import Client, Disclosure, EmergencyAccess
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.pages.presenters.clients.parts.common import PAGE
from iop.pages.presenters.privacy.words import information_words
from iop.pages.presenters.schedule.addresses import to
from iop.pages.presenters.schedule.when import instant_words

LATELY = 20


def read_reviews(actor: Actor, zone: str) -> dict[str, Any]:
    """Read what waits, the oldest first, and what was reviewed lately: six statements, whatever the number."""
    wall = ZoneInfo(zone)
    waiting = list(_disclosures(actor).filter(review__isnull=True).order_by("at", "pk")[:PAGE])
    done = list(_disclosures(actor).filter(review__isnull=False).order_by("-review__at", "pk")[:LATELY])
    opened = list(waiting_access(actor)[:PAGE])
    names = _names(actor, [*waiting, *done, *opened])
    return {
        "waiting": [_told(row, wall, names) for row in waiting],
        "done": [{**_told(row, wall, names), **_found(row, wall)} for row in done],
        "opened": [_opened(row, wall, names) for row in opened],
    }


def get_disclosure(actor: Actor, disclosure_id: uuid.UUID) -> Disclosure:
    """Find an emergency disclosure of the actor's sites, or nothing (``Http404``)."""
    row = _disclosures(actor).filter(pk=disclosure_id).first()
    if row is None:
        raise Http404
    return row


def read_disclosure(actor: Actor, row: Disclosure, zone: str) -> dict[str, Any]:
    """Say one emergency disclosure, with what was found when somebody has looked."""
    wall = ZoneInfo(zone)
    told = _told(row, wall, _names(actor, [row]))
    return {**told, **(_found(row, wall) if hasattr(row, "review") else {})}


def waiting_access(actor: Actor) -> QuerySet[EmergencyAccess]:
    """Give emergency access that nobody has looked at yet, at the actor's sites; their own is for a colleague."""
    return (
        EmergencyAccess.objects.filter(reviewed_at__isnull=True, site__in=actor.sites_where(Permission.PRIVACY_MANAGE))
        .exclude(staff=actor.staff_id)
        .select_related("staff")
        .order_by("starts_at", "pk")
    )


def _disclosures(actor: Actor) -> QuerySet[Disclosure]:
    return Disclosure.objects.filter(
        ground=Ground.EMERGENCY, site__in=actor.sites_where(Permission.PRIVACY_MANAGE)
    ).select_related("review__by")


def _names(actor: Actor, rows: Iterable[Any]) -> dict[uuid.UUID, str]:
    wanted = {row.client_id for row in rows}
    return (
        {client.pk: client.name for client in Client.objects.visible_to(actor).filter(pk__in=wanted)} if wanted else {}
    )


def _told(row: Disclosure, zone: ZoneInfo, names: dict[uuid.UUID, str]) -> dict[str, Any]:
    return {
        "url": to("disclosure_review")(row.pk),
        "client": names.get(row.client_id, _("A chart not open to you")),
        "client_url": to("client_disclosures")(row.client_id) if row.client_id in names else "",
        "when": instant_words(row.at, zone),
        "by": row.by_name,
        "nature": row.nature,
        "to": row.recipient_name,
        "affiliation": row.affiliation,
        "information": information_words(row.information),
        "said": row.description,
    }


def _found(row: Disclosure, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "reviewed": True,
        "was_right": row.review.was_right,
        "note": row.review.note,
        "reviewer": row.review.by.name,
        "reviewed_when": instant_words(row.review.at, zone),
    }


def _place_of(row: EmergencyAccess) -> str:
    # Where an emergency access is reviewed is said once, for the work list and for this page.
    place = settings.WORK_PLACES.get("clients.emergencyaccess")
    return import_string(place)(row.pk) if place else ""


def _opened(row: EmergencyAccess, zone: ZoneInfo, names: dict[uuid.UUID, str]) -> dict[str, Any]:
    return {
        "url": _place_of(row),
        "client": names.get(row.client_id, _("A chart not open to you")),
        "when": instant_words(row.starts_at, zone),
        "by": row.staff.name,
        "reason": row.reason,
    }
