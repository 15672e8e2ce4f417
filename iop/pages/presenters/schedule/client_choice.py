"""Finding the client a booking is for. What is typed is posted and never stands in an address."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from clients.choices import EpisodeStatus
from clients.models import Client, Episode
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.pages.presenters.schedule.when import day_words_long
from scheduling import commitments

MOST = 12
SHORTEST = 2


@dataclass(frozen=True)
class Found:
    """One client to choose."""

    id: str
    name: str
    more: str


def find(actor: Actor, site_id: uuid.UUID, words: str) -> list[Found]:
    """Find clients of the site by parts of their names or by record number (one statement)."""
    wanted = words.split()[:4]
    if len(words.strip()) < SHORTEST or not actor.can(Permission.CLIENT_VIEW, site_id):
        return []
    found = Client.objects.visible_to(actor).filter(pk__in=_at_site(site_id))
    for word in wanted:
        found = found.filter(
            Q(legal_last_name__icontains=word)
            | Q(legal_first_name__icontains=word)
            | Q(preferred_name__icontains=word)
            | Q(record_number__iexact=word)
        )
    return [_told(client) for client in found[:MOST]]


def one(actor: Actor, site_id: uuid.UUID, client_id: uuid.UUID | None) -> Client | None:
    """Give the chosen client if they are the site's and may be seen, and as ``bound`` when they cannot come (one statement)."""
    if client_id is None or not actor.can(Permission.CLIENT_VIEW, site_id):
        return None
    rows = Client.objects.visible_to(actor).filter(pk=client_id, pk__in=_at_site(site_id))
    return rows.annotate(bound=commitments.along("pk")).first()


def _at_site(site_id: uuid.UUID) -> Any:
    open_ones = [EpisodeStatus.INQUIRY, EpisodeStatus.ADMITTED]
    return Episode.objects.filter(site_id=site_id, status__in=open_ones).values("client_id")


def _told(client: Client) -> Found:
    return Found(str(client.pk), client.name, f"{client.record_number} · {day_words_long(client.date_of_birth)}")
