"""What a group gives to read, what a track agreed on and what both are told, as those who keep it see it."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db.models import Q
from django.urls import reverse

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core import clock
from iop.pages.presenters.schedule.scoped import or_404
from iop.pages.presenters.schedule.when import day_words_long, period_words
from scheduling.models import Track
from sessions_app import announcements, group_policies
from sessions_app.models import Announcement, GroupMaterial, OpenGroup


def material_of(actor: Actor, material_id: uuid.UUID) -> GroupMaterial:
    """Give something to read of a group of theirs."""
    groups = OpenGroup.objects.at_sites_of(actor).order_by().values("pk")
    rows = GroupMaterial.objects.filter(group__in=groups, withdrawn_at__isnull=True)
    return or_404(rows.select_related("group", "file"), material_id)


def announcement_of(actor: Actor, announcement_id: uuid.UUID) -> Announcement:
    """Give an announcement to a track or a group of theirs."""
    sites = actor.sites_where(Permission.SESSION_VIEW)
    mine = Q(track__program__site__in=sites) | Q(group__site__in=sites)
    rows = Announcement.objects.filter(mine, withdrawn_at__isnull=True)
    return or_404(rows.select_related("track__program__site", "group__site"), announcement_id)


def agreed_words(track: Track) -> str:
    """Give the words that hold now, to write on from them."""
    row = announcements.agreement_of(track.pk)
    return row.words if row else ""


def of_track(actor: Actor, track: Track, at: dt.datetime) -> dict[str, Any]:
    """Give what a track's page shows: the agreement, and what is announced now or soon."""
    site, row = track.program.site, announcements.agreement_of(track.pk)
    today = clock.local_date(at, site.time_zone)
    return {
        "agreement": _agreement(row, site.time_zone) if row else None,
        "announced": [_announced(each) for each in announcements.shown_or_coming(today, track=track.pk)],
        "may_announce": group_policies.may_announce(actor, site.pk) is None,
        "announce_url": reverse("track_announce", args=[track.pk]),
        "agreement_url": reverse("track_agreement", args=[track.pk]),
    }


def of_group(actor: Actor, group: OpenGroup, at: dt.datetime) -> dict[str, Any]:
    """Give what a group's page shows: what there is to read, and what is announced now or soon."""
    today = clock.local_date(at, group.site.time_zone)
    return {
        "materials": [_material(row) for row in announcements.materials_of(group.pk)],
        "announced": [_announced(each) for each in announcements.shown_or_coming(today, group=group.pk)],
        "may_announce": group_policies.may_announce(actor, group.site_id) is None,
        "announce_url": reverse("group_announce", args=[group.pk]),
        "material_url": reverse("group_material_add", args=[group.pk]),
    }


def _agreement(row: Any, zone: str) -> dict[str, Any]:
    day = day_words_long(clock.local_date(row.made_at, zone))
    return {"words": row.words, "number": row.number, "when": day, "by": row.made_by.name}


def _announced(row: Announcement) -> dict[str, Any]:
    return {
        "words": row.words,
        "period": period_words(row.starts_on, row.ends_on),
        "by": row.by.name,
        "away_url": reverse("announcement_away", args=[row.pk]),
    }


def _material(row: GroupMaterial) -> dict[str, Any]:
    return {
        "title": row.title,
        "words": row.words,
        "file": row.file.original_name if row.file else "",
        "url": reverse("group_material_file", args=[row.pk]) if row.file else "",
        "away_url": reverse("group_material_away", args=[row.pk]),
    }
