"""Signing people up for a group, waiting when it is full, and leaving it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from clients.models import Client, RelatedPerson
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core import clock
from iop.core.errors import Conflict, Invalid, NotAllowed, Stale, require
from iop.core.words import say
from sessions_app import group_policies, open_groups
from sessions_app.actions.groups.telling import tell_place
from sessions_app.group_choices import BY_HAND, OPEN_MEMBER, LeaveReason, MeetingStatus, MemberStatus
from sessions_app.models import OpenGroup, OpenGroupMember, OpenMeeting
from sessions_app.rules.groups import Comer, why_not_come


@transaction.atomic
def sign_up(
    *,
    by: Actor,
    group: OpenGroup,
    at: dt.datetime,
    client: Client | None = None,
    person: RelatedPerson | None = None,
    joins_on: dt.date | None = None,
) -> OpenGroupMember:
    """Put a client or a relative on a group's list from a day on (today), or among those waiting when it is full.

    Exactly one of ``client`` and ``person``. Raises ``Conflict`` for somebody on the list already or whom the group is not
    for, ``NotAllowed`` for a chart the colleague may not open.
    """
    row = open_groups.held(group.pk)
    require(group_policies.may_keep(by, row.site_id))
    _refuse_stranger(by, client, person)
    return enter(by=by, group=row, at=at, client=client, person=person, joins_on=joins_on)


def enter(
    *,
    by: Actor,
    group: OpenGroup,
    at: dt.datetime,
    client: Client | None = None,
    person: RelatedPerson | None = None,
    joins_on: dt.date | None = None,
) -> OpenGroupMember:
    """Put somebody on the list of a locked group, or among those waiting, once it is settled that ``by`` may do so."""
    row, today = group, clock.local_date(at, group.site.time_zone)
    if row.ends_on is not None and row.ends_on < today:
        raise Conflict(say("This group has ended."), code="ended")
    who = {"client": client} if client else {"person": person}
    comer = open_groups.comers([client.pk], row.site_id, today)[client.pk] if client else Comer(is_relative=True)
    reason = why_not_come(row.audience, comer)
    if reason is not None:
        raise Conflict(reason, code="may_not_come", field="client" if client else "person")
    if OpenGroupMember.objects.filter(group=row, status__in=OPEN_MEMBER, **who).exists():
        raise Conflict(say("They are on the list of this group already."), code="already_there")
    has_place = _has_place(row, today)
    member = OpenGroupMember.objects.create(
        group=row, status=MemberStatus.MEMBER if has_place else MemberStatus.WAITING,
        joined_on=(joins_on or today) if has_place else None, signed_up_by=by.staff_id or by.id, created_at=at, **who,
    )  # fmt: skip
    _record(by, "sessions.group_joined" if has_place else "sessions.group_waits", member, row)
    return member


@transaction.atomic
def leave(*, by: Actor, member: OpenGroupMember, version: int, reason: str, at: dt.datetime) -> OpenGroupMember:
    """Take somebody off the list from today on, or off the waiting; who has waited longest gets the place.

    What they came to stays on record. Raises ``Conflict`` for somebody who has left already.
    """
    group = open_groups.held(member.group_id)
    require(group_policies.may_keep(by, group.site_id))
    if reason not in dict(BY_HAND):
        raise Invalid(say("Choose a reason."), field="reason")
    return go(by=by, group=group, member=member, version=version, reason=reason, at=at)


def go(
    *, by: Actor, group: OpenGroup, member: OpenGroupMember, version: int, reason: str, at: dt.datetime
) -> OpenGroupMember:
    """Take somebody off the list of a locked group, once it is settled that ``by`` may do so."""
    row = OpenGroupMember.objects.select_for_update(of=("self",)).get(pk=member.pk)
    if row.version != version:
        raise Stale(say("Somebody has changed this meanwhile. Look at it again."))
    if not open_groups.is_open(row):
        raise Conflict(say("They have left this group already."), code="left_already")
    _take_off([row], reason, clock.local_date(at, group.site.time_zone))
    _record(by, "sessions.group_left", row, group)
    give_free_places(by=by, group=group, at=at)
    return row


def take_off_unagreed(*, by: Actor, group: OpenGroup, at: dt.datetime) -> int:
    """Take everybody off a locked group who no longer agrees to be known to it, then give their places; say how many."""
    today = clock.local_date(at, group.site.time_zone)
    gone = list(OpenGroupMember.objects.filter(group=group, status__in=OPEN_MEMBER).not_agreed(today))
    if gone:
        _take_off(gone, LeaveReason.AGREEMENT_ENDED, today)
        record(
            by=by, verb="sessions.group_left", subject=group, site_id=group.site_id,
            clients=[row.client_id for row in gone if row.client_id], detail={"reason": str(LeaveReason.AGREEMENT_ENDED)},
        )  # fmt: skip
    give_free_places(by=by, group=group, at=at)
    return len(gone)


def take_everybody_off(*, by: Actor, group: OpenGroup, left_on: dt.date) -> None:
    """End every place of a locked group with a day; those who wait stop waiting."""
    rows = list(OpenGroupMember.objects.filter(group=group, status__in=OPEN_MEMBER))
    _take_off(rows, LeaveReason.GROUP_ENDED, left_on)


def give_free_places(*, by: Actor, group: OpenGroup, at: dt.datetime) -> list[OpenGroupMember]:
    """Give the free places of a locked group to those who have waited longest and still agree, and tell them."""
    today = clock.local_date(at, group.site.time_zone)
    free = group.capacity - open_groups.places_taken(group.pk, today)
    if free <= 0:
        return []
    rows = list(OpenGroupMember.objects.filter(group=group).waiting().agreed(today)[:free])
    for row in rows:
        row.status, row.joined_on = MemberStatus.MEMBER, today
        row.version += 1
    OpenGroupMember.objects.bulk_update(rows, ["status", "joined_on", "version"])
    for row in rows:
        _record(by, "sessions.group_joined", row, group)
    _tell_them(by, group, rows, at)
    return rows


def _has_place(group: OpenGroup, today: dt.date) -> bool:
    waiting = OpenGroupMember.objects.filter(group=group).waiting().agreed(today)
    return not waiting.exists() and open_groups.places_taken(group.pk, today) < group.capacity


def _tell_them(by: Actor, group: OpenGroup, rows: Sequence[OpenGroupMember], at: dt.datetime) -> None:
    coming = OpenMeeting.objects.filter(group=group, status=MeetingStatus.PLANNED, starts_at__gt=at)
    following = coming.select_related("group__site").order_by("starts_at").first()
    if rows and following:
        tell_place(by=by, meeting=following, members=rows, at=at)


def _refuse_stranger(by: Actor, client: Client | None, person: RelatedPerson | None) -> None:
    if (client is None) == (person is None):
        raise Invalid(say("Choose who comes."), field="client")
    seen: Any = Client.objects.visible_to(by)
    if client:
        found = seen.filter(pk=client.pk)
    else:
        found = seen.filter(relationships__person=person)
    if not found.exists():
        raise NotAllowed(say("You may sign up people whose chart you may open, and their relatives."))


def _take_off(rows: Sequence[OpenGroupMember], reason: str, left_on: dt.date) -> None:
    for row in rows:
        row.status, row.left_reason, row.left_on = MemberStatus.LEFT, reason, left_on
        row.version += 1
    OpenGroupMember.objects.bulk_update(rows, ["status", "left_reason", "left_on", "version"])


def _record(by: Actor, verb: str, member: OpenGroupMember, group: OpenGroup) -> None:
    clients: list[uuid.UUID] = [member.client_id] if member.client_id else []
    record(
        by=by, verb=verb, subject=member, site_id=group.site_id, clients=clients,
        detail={"group": group.pk, **({"reason": member.left_reason} if member.left_reason else {})},
    )  # fmt: skip
