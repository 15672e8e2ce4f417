"""Rows of the schedule, reached only through what a colleague may see. What is not theirs is not there (404)."""

from __future__ import annotations

import uuid
from typing import TypeVar

from django.db import models
from django.db.models import Count, Q, QuerySet
from django.http import Http404

from clients.models import LevelOfCare, LevelRequirement
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.clinic.models import Site
from scheduling.choices import ComponentCategory
from scheduling.models import (
    ComponentKind,
    CurriculumTopic,
    Exercise,
    Handout,
    Program,
    Room,
    StaffBlock,
    WaitlistEntry,
)

M = TypeVar("M", bound=models.Model)


def or_404(rows: QuerySet[M], pk: uuid.UUID) -> M:
    """Give the row of that id among ``rows``. Raises ``Http404``."""
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def rooms(actor: Actor, site_id: uuid.UUID | None = None) -> QuerySet[Room]:
    """Rooms of the colleague's sites, those in use first."""
    found = Room.objects.at_sites_of(actor).select_related("site").order_by("-is_active", "name")
    return found.filter(site=site_id) if site_id else found


def programs(actor: Actor, permission: str = Permission.SESSION_VIEW) -> QuerySet[Program]:
    """Programs of the colleague's sites, with how many tracks each has."""
    found = Program.objects.at_sites_of(actor, permission).select_related("site", "level")
    return found.annotate(track_count=Count("tracks", filter=Q(tracks__is_active=True))).order_by("site__name", "name")


def sites_with(actor: Actor, *permissions: str) -> QuerySet[Site]:
    """Sites where the colleague holds one of ``permissions``."""
    ids = frozenset[uuid.UUID]().union(*(actor.sites_where(one) for one in permissions))
    return Site.objects.filter(pk__in=ids, is_active=True)


def waitlist_entry(actor: Actor, track_id: uuid.UUID, entry_id: uuid.UUID) -> WaitlistEntry:
    """Give somebody's place on a track's waitlist."""
    found = WaitlistEntry.objects.visible_to(actor).filter(track_id=track_id)
    return or_404(found.select_related("episode__client", "track__program__site"), entry_id)


def block(actor: Actor, block_id: uuid.UUID) -> StaffBlock:
    """Give a colleague's time away, if they work at a site of the asking colleague."""
    sites = actor.sites_where(Permission.SESSION_VIEW)
    return or_404(
        StaffBlock.objects.filter(staff__site_roles__site__in=sites).select_related("staff").distinct(), block_id
    )


def kinds() -> QuerySet[ComponentKind]:
    """Every kind of part, those in use first."""
    return ComponentKind.objects.order_by("-is_active", "category", "name")


def topics(category: str = "") -> QuerySet[CurriculumTopic]:
    """The curriculum, with how many handouts each topic has."""
    found = CurriculumTopic.objects.annotate(handout_count=Count("handouts")).order_by("category", "position", "title")
    return found.filter(category=category) if category in ComponentCategory.values else found


def handouts(topic: CurriculumTopic) -> QuerySet[Handout]:
    """A topic's handouts with their files."""
    return Handout.objects.filter(topic=topic).select_related("file", "topic")


def exercises() -> QuerySet[Exercise]:
    """The library of exercises, those in use first."""
    return Exercise.objects.order_by("-is_active", "title")


def levels() -> list[LevelOfCare]:
    """Levels of care, the most intensive first, each with its requirements by date (``dated``), the newest first."""
    newest = models.Prefetch("requirements", queryset=LevelRequirement.objects.order_by("-valid_from"), to_attr="dated")
    return list(LevelOfCare.objects.prefetch_related(newest))
