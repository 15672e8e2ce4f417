"""What everybody of a track or a group is told, and what a track agreed on: read for one client, or for those who keep it.

Nothing here names anybody who comes. Announcements of a track are for those who want to read them.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, Q, QuerySet, Subquery

from clients.choices import EpisodeStatus
from clients.models import Episode
from iop.core import clock
from scheduling.models import Enrolment
from sessions_app.group_choices import OPEN_MEMBER
from sessions_app.models import (
    AgreementAnswer,
    Announcement,
    GroupMaterial,
    NewsChoice,
    OpenGroupMember,
    TrackAgreement,
)


@dataclass(frozen=True)
class Agreed:
    """The newest agreement of one of a client's tracks, and when they agreed to it; not at all is fine."""

    agreement: TrackAgreement
    track: str
    answered_at: dt.datetime | None


def stay_of(client_id: uuid.UUID) -> Episode | None:
    """Give the stay under way of a client."""
    rows = Episode.objects.filter(client=client_id, status=EpisodeStatus.ADMITTED)
    return rows.select_related("site").first()


def wants(episode: Episode) -> bool:
    """Say whether somebody wants to read announcements: their newest answer, and no without one."""
    newest = NewsChoice.objects.filter(episode=episode).order_by("-since", "-pk").values_list("wants", flat=True)
    return bool(newest.first())


def for_client(client_id: uuid.UUID, at: dt.datetime) -> list[Announcement]:
    """List what a client's tracks and groups are told now, the newest first; nothing to whom has not asked for it."""
    stay = stay_of(client_id)
    if stay is None or not wants(stay):
        return []
    today = clock.local_date(at, stay.site.time_zone)
    groups = OpenGroupMember.objects.filter(client=client_id, status__in=OPEN_MEMBER).order_by().values("group")
    rows = running(today).filter(Q(track__in=tracks_of(stay, today)) | Q(group__in=groups))
    return list(rows.select_related("track", "group"))


def running(today: dt.date) -> QuerySet[Announcement]:
    """Keep the announcements that are shown on a day."""
    return Announcement.objects.filter(withdrawn_at__isnull=True, starts_on__lte=today, ends_on__gte=today)


def tracks_of(stay: Episode, today: dt.date) -> QuerySet[Enrolment, uuid.UUID]:
    """Name the tracks in which somebody has a place on a day."""
    return Enrolment.objects.on(today).standing().filter(episode=stay).order_by().values_list("track_id", flat=True)


def agreements_for(client_id: uuid.UUID, at: dt.datetime) -> list[Agreed]:
    """List the newest agreement of each of a client's tracks, with their own answer. Three statements."""
    stay = stay_of(client_id)
    if stay is None:
        return []
    today = clock.local_date(at, stay.site.time_zone)
    answered = AgreementAnswer.objects.filter(agreement=OuterRef("pk"), episode=stay).values("at")[:1]
    rows = TrackAgreement.objects.filter(track__in=tracks_of(stay, today)).order_by("track_id", "-number")
    newest = rows.distinct("track_id").select_related("track").annotate(answered_at=Subquery(answered))
    return [Agreed(row, row.track.name, row.answered_at) for row in newest]


def agreement_of(track_id: uuid.UUID) -> TrackAgreement | None:
    """Give a track's newest agreement."""
    return TrackAgreement.objects.filter(track=track_id).select_related("made_by").order_by("-number").first()


def materials_of(group_id: uuid.UUID) -> Sequence[GroupMaterial]:
    """List what a group gives to read."""
    rows = GroupMaterial.objects.filter(group=group_id, withdrawn_at__isnull=True).select_related("file")
    return list(rows.order_by("created_at"))


def shown_or_coming(today: dt.date, **to: uuid.UUID) -> list[Announcement]:
    """List what is shown now or will be, to a track (``track=``) or a group (``group=``), for those who keep it."""
    rows = Announcement.objects.filter(withdrawn_at__isnull=True, ends_on__gte=today, **to)
    return list(rows.select_related("by"))
