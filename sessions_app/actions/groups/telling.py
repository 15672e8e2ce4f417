"""Telling people on a group's list of a change, in neutral words, where they agreed to be told; the others become a call."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from clients.models import Client
from clients.reach import phone_words, reachable, when_words
from clients.relatives_reach import tellable
from iop.access.actors import Actor
from iop.core import clock
from iop.core.words import count_words, day_words, sentence
from iop.notifications.actions import Draft, queue_many, withdraw
from iop.work.actions import NewItem, open_items
from iop.work.choices import WorkKind
from scheduling.notices import draft
from sessions_app.group_choices import MeetingStatus
from sessions_app.models import OpenGroup, OpenGroupMember, OpenMeeting

SUBJECT = "sessions_app.openmeeting"
CALLER = "case_manager"
"""Who calls where nobody leads the meeting."""


@dataclass(frozen=True)
class Told:
    """Of how many a message is on its way, and how many somebody calls; ``clients`` are those among them."""

    messages: int = 0
    calls: int = 0
    clients: Sequence[uuid.UUID] = ()


def tell(
    *, by: Actor, meeting: OpenMeeting, template: str, at: dt.datetime, old_starts_at: dt.datetime | None = None
) -> Told:
    """Tell everybody on the list of a change of one meeting ahead; what waits unsent about it is withdrawn first."""
    withdraw(by=by, about=(SUBJECT, meeting.pk))
    if max(meeting.starts_at, old_starts_at or meeting.starts_at) <= at:
        return Told()
    members = _people(meeting.group, meeting.on, at)
    return _tell(by, meeting, members, template, at, old_starts_at)


def tell_place(*, by: Actor, meeting: OpenMeeting, members: Sequence[OpenGroupMember], at: dt.datetime) -> Told:
    """Tell people who waited that there is a place for them from this meeting on."""
    return _tell(by, meeting, members, "group_place", at, None)


def tell_first_moved(*, by: Actor, group: OpenGroup, old: dt.datetime, at: dt.datetime) -> Told:
    """Tell everybody on the list when the group meets next, after its rhythm has changed; ``old``: when it would have."""
    coming = OpenMeeting.objects.filter(group=group, status=MeetingStatus.PLANNED, starts_at__gt=at)
    following = coming.select_related("group__site").order_by("starts_at").first()
    if following is None or following.starts_at == old:
        return Told()
    return tell(by=by, meeting=following, template="group_moved", at=at, old_starts_at=old)


def _people(group: OpenGroup, on: dt.date, at: dt.datetime) -> list[OpenGroupMember]:
    today = clock.local_date(at, group.site.time_zone)
    rows = OpenGroupMember.objects.filter(group=group).on_list().filter(joined_on__lte=on).agreed(today)
    return list(rows.order_by("created_at"))


def _tell(
    by: Actor,
    meeting: OpenMeeting,
    members: Sequence[OpenGroupMember],
    template: str,
    at: dt.datetime,
    old: dt.datetime | None,
) -> Told:
    site = meeting.group.site
    clients = [member.client_id for member in members if member.client_id]
    known = set(Client.objects.filter(pk__in=clients, merged_into__isnull=True).values_list("pk", flat=True))
    reach = reachable(known)
    drafts = [
        draft(
            reach=each, template=template, about=(SUBJECT, meeting.pk), key=f"{meeting.version}:{each.client_id}",
            site_id=site.pk, due_at=at, name=meeting.group.neutral_name, phone=phone_words(site.phone),
            when=when_words(meeting.starts_at, site.time_zone, each.language),
            old_when=when_words(old, site.time_zone, each.language) if old else "",
        )
        for each in reach.values()
    ]  # fmt: skip
    drafts += _to_relatives(meeting, members, template, at, old)
    queue_many(by=by, drafts=drafts)
    calls = len(members) - len(drafts)
    _ask_to_call(by, meeting, calls, template, at)
    return Told(len(drafts), calls, clients)


def _to_relatives(
    meeting: OpenMeeting,
    members: Sequence[OpenGroupMember],
    template: str,
    at: dt.datetime,
    old: dt.datetime | None,
) -> list[Draft]:
    """Write to relatives who agreed to a channel and whom a live release names; nobody else's are written to."""
    people = [member.person_id for member in members if member.person_id]
    site = meeting.group.site
    return [
        Draft(
            channel=each.channel, to=each.to, recipient=("related", each.person_id), template=template, language=each.language,
            due_at=at, basis=each.basis, about=(SUBJECT, meeting.pk), site_id=site.pk,
            dedupe_key=f"{template}:{meeting.pk}:{meeting.version}:{each.person_id}",
            context={
                "name": meeting.group.neutral_name, "phone": phone_words(site.phone),
                "when": when_words(meeting.starts_at, site.time_zone, each.language),
                "old_when": when_words(old, site.time_zone, each.language) if old else "",
            },
        )
        for each in (tellable(people, at).values() if people else ())
        if each.basis is not None
    ]  # fmt: skip


def _ask_to_call(by: Actor, meeting: OpenMeeting, calls: int, template: str, at: dt.datetime) -> None:
    if not calls:
        return
    words = count_words(
        "{group}, {day}: {number} person on the list gets no messages. Call them about the change.",
        "{group}, {day}: {number} people on the list get no messages. Call them about the change.",
        calls,
    )
    item = NewItem(
        kind=WorkKind.TASK, site_id=meeting.group.site_id, subject=(SUBJECT, meeting.pk), due_at=at,
        summary=sentence(words, group=meeting.group.name, day=day_words(meeting.on), number=calls),
        dedupe_key=f"meeting-call:{meeting.pk}:{template}:{meeting.version}", assignee_id=meeting.lead_id,
        role_key="" if meeting.lead_id else CALLER,
    )  # fmt: skip
    open_items(by=by, items=[item])
