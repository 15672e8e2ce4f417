"""How relatives may be told of what concerns them: the channels that they agreed to themselves, and whom a release names.

The newest answer for a channel decides, none means no. A message goes to the address that the clinic keeps.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import replace

from clients.models import RelatedPerson
from clients.reach import IN_ORDER
from clients.relatives_reach import PersonReach, PersonWays
from family.models import PersonChannel
from family.sharing import PRESENT, shares
from iop.notifications.choices import Channel
from iop.notifications.models import Message
from sessions_app.group_choices import OPEN_MEMBER
from sessions_app.group_messages import SUBJECT
from sessions_app.models import OpenGroupMember, OpenMeeting

RELATED = "related"


def address_of(person: RelatedPerson, channel: str) -> str:
    """Give the address that the clinic keeps for a channel; nothing when there is none."""
    return {Channel.SMS: person.phone, Channel.EMAIL: person.email}.get(Channel(channel), "")


def allowed(person_ids: Collection[uuid.UUID]) -> set[tuple[uuid.UUID, str]]:
    """Name the channels that people agreed to, in one statement."""
    newest = PersonChannel.objects.filter(person__in=set(person_ids)).order_by("person_id", "channel", "-since", "-pk")
    rows = newest.distinct("person_id", "channel").values_list("person_id", "channel", "allowed")
    return {(person, channel) for person, channel, yes in rows if yes}


def ways(person_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, PersonWays]:
    """Say by which channels each of many relatives may be told, in two statements; those who agreed to none are left out."""
    agreed = allowed(person_ids)
    found = (
        PersonWays(person.pk, person.language, _addresses(person, agreed))
        for person in RelatedPerson.objects.filter(pk__in={person for person, _channel in agreed})
    )
    return {each.person_id: each for each in found if each.to}


def tellable(person_ids: Collection[uuid.UUID], at: dt.datetime) -> dict[uuid.UUID, PersonReach]:
    """Say how each may be told of a group of families, and on which release that rests: one that names them and stands.

    People whom no client names any more hear nothing by message. Statements grow with those who agreed to a channel.
    """
    reachable = {person: found for person, each in ways(person_ids).items() if (found := each.by(IN_ORDER))}
    people = RelatedPerson.objects.filter(pk__in=reachable)
    bases = {
        person.pk: share.bases[PRESENT] for person in people for share in shares(person, at)[:1] if share.has(PRESENT)
    }
    return {person: replace(reachable[person], basis=basis) for person, basis in bases.items()}


def no_longer_wanted(messages: Sequence[Message], at: dt.datetime) -> set[uuid.UUID]:
    """Name the messages to relatives who took their agreement back, have another address, or left the group by now.

    For the slot ``MESSAGE_STILL_WANTED``; the release itself is asked by the gate.
    """
    told = [message for message in messages if message.recipient_kind == RELATED]
    if not told:
        return set()
    known = ways({message.recipient_id for message in told})
    gone = {message.pk for message in told if not _still_agreed(message, known)}
    return gone | _left([message for message in told if message.about_kind == SUBJECT])


def _still_agreed(message: Message, known: dict[uuid.UUID, PersonWays]) -> bool:
    found = known.get(message.recipient_id)
    return found is not None and found.to.get(message.channel) == message.to


def _left(messages: Sequence[Message]) -> set[uuid.UUID]:
    groups = dict(OpenMeeting.objects.filter(pk__in={each.about_id for each in messages}).values_list("pk", "group_id"))
    rows = OpenGroupMember.objects.filter(group__in=groups.values(), status__in=OPEN_MEMBER, person__isnull=False)
    members = set(rows.values_list("group_id", "person_id"))
    wanted = {meeting: {person for group, person in members if group == groups[meeting]} for meeting in groups}
    return {
        each.pk
        for each in messages
        if each.recipient_id not in (wanted.get(each.about_id, ()) if each.about_id else ())
    }


def _addresses(person: RelatedPerson, agreed: set[tuple[uuid.UUID, str]]) -> dict[str, str]:
    found = {str(channel): address_of(person, channel) for channel in IN_ORDER if (person.pk, channel) in agreed}
    return {channel: to for channel, to in found.items() if to}
