"""Where people stand with a group outside a stay: places taken, who is expected, who may come. Fixed numbers of statements."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from clients.choices import ConsentKind, DischargeKind, EpisodeStatus
from clients.models import Client, Consent, Episode
from iop.core.errors import require_current
from iop.core.words import say
from sessions_app.group_choices import Audience, MemberStatus, Presence
from sessions_app.group_querysets import MemberQuerySet
from sessions_app.models import OpenAttendance, OpenGroup, OpenGroupMember, OpenMeeting, PastPlaces
from sessions_app.rules.groups import Comer


@dataclass(frozen=True)
class Counted:
    """How many came to a meeting, were excused and did not come."""

    came: int = 0
    excused: int = 0
    missed: int = 0


def held(group_id: uuid.UUID) -> OpenGroup:
    """Lock a group's row for a change of its places or meetings."""
    return OpenGroup.objects.select_for_update(no_key=True, of=("self",)).select_related("site").get(pk=group_id)


def held_meeting(meeting_id: uuid.UUID, version: int | None = None) -> OpenMeeting:
    """Lock a meeting, after its group. Raises ``Stale`` when somebody has changed it since it was read."""
    held(OpenMeeting.objects.values_list("group_id", flat=True).get(pk=meeting_id))
    rows = OpenMeeting.objects.select_for_update(no_key=True, of=("self",)).select_related("group__site")
    meeting = rows.get(pk=meeting_id)
    require_current(meeting.version, version, say("Somebody has changed this meeting meanwhile. Look at it again."))
    return meeting


def places_taken(group_id: uuid.UUID, on: dt.date) -> int:
    """Count the places taken. Somebody whose agreement has ended holds none, whether or not they were taken off already."""
    return OpenGroupMember.objects.filter(group=group_id).on_list().agreed(on).count()


def places_then(group: str, on: str) -> Coalesce:
    """Give the places that a group had on a day, as an expression; ``group`` and ``on`` are the paths to both."""
    past = PastPlaces.objects.filter(group=OuterRef(group), last_on__gte=OuterRef(on)).order_by("last_on")
    return Coalesce(Subquery(past.values("places")[:1]), F(f"{group}__capacity"))


def expected(meeting: OpenMeeting, on: dt.date) -> MemberQuerySet[OpenGroupMember]:
    """Give those who had a place on the day of a meeting, and whoever was marked then.

    ``on`` is today at the site: of a meeting ahead, those whose agreement has ended are left out.
    """
    rows = OpenGroupMember.objects.filter(group=meeting.group_id)
    marked = Q(Exists(OpenAttendance.objects.filter(meeting=meeting, member=OuterRef("pk"))))
    had_place = rows.on(meeting.on)
    if meeting.on >= on:
        had_place = had_place.agreed(on)
    found: MemberQuerySet[OpenGroupMember] = rows.filter(Q(pk__in=had_place.order_by().values("pk")) | marked)
    return found


def counted(meeting_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Counted]:
    """Count who came to each of many meetings, in one statement."""
    rows = OpenAttendance.objects.filter(meeting__in=meeting_ids).order_by().values("meeting_id")
    sums: Any = rows.annotate(**{key: Count("pk", filter=Q(status=key)) for key in Presence.values})
    return {row["meeting_id"]: Counted(row["came"], row["excused"], row["missed"]) for row in sums}


def comers(client_ids: Collection[uuid.UUID], site_id: uuid.UUID, on: dt.date) -> dict[uuid.UUID, Comer]:
    """Say where each of many clients stands with the clinic, in one statement."""
    stays = Episode.objects.filter(client=OuterRef("pk"), site=site_id)
    ended = stays.filter(status=EpisodeStatus.DISCHARGED)
    agreed = Consent.objects.standing(on).filter(client=OuterRef("pk"), kind=ConsentKind.ALUMNI)
    died = Episode.objects.filter(client=OuterRef("pk"), discharge_kind=DischargeKind.DECEASED)
    rows = (
        Client.objects.filter(pk__in=client_ids)
        .order_by()
        .values_list(
            "pk",
            Exists(stays.filter(status=EpisodeStatus.ADMITTED)),
            Exists(ended),
            Exists(agreed),
            Exists(died),
        )
    )
    return {client: Comer(False, *facts) for client, *facts in rows}


def who_may_come(audience: str, site_id: uuid.UUID, on: dt.date) -> QuerySet[Client]:
    """Give the clients for whom a group at a site may be: to look for somebody among them."""
    stays = Episode.objects.filter(site=site_id, status__in=[EpisodeStatus.ADMITTED, EpisodeStatus.DISCHARGED])
    found = Client.objects.filter(pk__in=stays.values("client"), merged_into__isnull=True)
    if audience == Audience.FORMER:
        now = Episode.objects.filter(site=site_id, status=EpisodeStatus.ADMITTED)
        found = found.exclude(pk__in=now.values("client"))
    return found


def is_open(member: OpenGroupMember) -> bool:
    """Say whether somebody is on the list or waits."""
    return member.status != MemberStatus.LEFT
