"""Rows of groups, reached only through what a colleague may see. What is not theirs is not there (404)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from clients.models import Client, RelatedPerson, Relationship
from iop.access.actors import Actor
from iop.clinic.models import Site, StaffMember
from iop.core import clock
from iop.pages.presenters.schedule.scoped import or_404
from scheduling.models import Room
from sessions_app import open_groups
from sessions_app.group_choices import TAKES_CLIENTS, TAKES_RELATIVES
from sessions_app.models import OpenGroup, OpenGroupMember, OpenMeeting

MOST_FOUND = 12
SHORTEST = 2


def group_of(actor: Actor, group_id: uuid.UUID) -> OpenGroup:
    """Give a group of a site the colleague works at."""
    return or_404(OpenGroup.objects.at_sites_of(actor).select_related("site"), group_id)


def meeting_of(actor: Actor, meeting_id: uuid.UUID) -> OpenMeeting:
    """Give a meeting of a group of theirs."""
    rows = OpenMeeting.objects.at_sites_of(actor).select_related("group__site", "room", "lead", "co_lead", "held_by")
    return or_404(rows, meeting_id)


def member_of(actor: Actor, member_id: uuid.UUID) -> OpenGroupMember:
    """Give somebody's place, if the colleague may know of them."""
    return or_404(OpenGroupMember.objects.visible_to(actor).select_related("group__site"), member_id)


def client_of(actor: Actor, client_id: uuid.UUID) -> Client:
    """Give a client whose chart they may open."""
    return or_404(Client.objects.visible_to(actor), client_id)


def rooms(site: Site) -> Iterable[Room]:
    """Rooms in use."""
    return Room.objects.filter(site=site, is_active=True).order_by("name")


def colleagues(site: Site) -> QuerySet[StaffMember]:
    """Colleagues who work at a site today: a group outside a stay needs no licence to lead."""
    today = clock.local_date(clock.now(), site.time_zone)
    return StaffMember.objects.working(today).at_site(site.pk, today).order_by("last_name", "first_name")


def person_of(actor: Actor, person_id: uuid.UUID) -> RelatedPerson:
    """Give a relative of somebody whose chart they may open."""
    seen = Client.objects.visible_to(actor)
    rows = RelatedPerson.objects.filter(relationships__client__in=seen.order_by().values("pk")).distinct()
    return or_404(rows, person_id)


def found_relatives(actor: Actor, group: OpenGroup, words: str) -> list[Relationship]:
    """Find relatives of clients of the site, by their own name or the client's (one statement)."""
    typed = words.split()[:3]
    if group.audience not in TAKES_RELATIVES or len(words.strip()) < SHORTEST:
        return []
    seen = Client.objects.visible_to(actor).filter(episodes__site=group.site_id)
    rows = Relationship.objects.filter(client__in=seen.order_by().values("pk"))
    for word in typed:
        rows = rows.filter(
            Q(person__first_name__icontains=word) | Q(person__last_name__icontains=word)
            | Q(client__legal_last_name__icontains=word) | Q(client__legal_first_name__icontains=word)
        )  # fmt: skip
    named = rows.select_related("person", "client").order_by("person__last_name", "person__first_name", "pk")
    return list(named[:MOST_FOUND])


def found(actor: Actor, group: OpenGroup, words: str) -> list[Client]:
    """Find people for whom the group may be, by name or record number; a slip of the keys finds too (one statement)."""
    if group.audience not in TAKES_CLIENTS or len(words.strip()) < SHORTEST:
        return []
    today = clock.local_date(clock.now(), group.site.time_zone)
    may_come = open_groups.who_may_come(group.audience, group.site_id, today)
    seen = Client.objects.visible_to(actor).filter(pk__in=may_come.order_by().values("pk"))
    return list(seen.matching(words).closest_first(words)[:MOST_FOUND])
