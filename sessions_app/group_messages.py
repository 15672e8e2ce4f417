"""Messages about meetings of groups that must not leave any more (the slot ``MESSAGE_STILL_WANTED``)."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from iop.core import clock
from iop.notifications.models import Message
from sessions_app.group_choices import OPEN_MEMBER
from sessions_app.models import OpenGroupMember, OpenMeeting

SUBJECT = "sessions_app.openmeeting"


def no_longer_wanted(messages: Sequence[Message], at: dt.datetime) -> set[uuid.UUID]:
    """Name the messages to people who are no longer on the list, or no longer agree to be; three statements at most."""
    about = [message for message in messages if message.about_kind == SUBJECT and message.recipient_kind == "client"]
    if not about:
        return set()
    meetings = OpenMeeting.objects.select_related("group__site").in_bulk({message.about_id for message in about})
    wanted: set[tuple[uuid.UUID, uuid.UUID]] = set()
    for zone in {meeting.group.site.time_zone for meeting in meetings.values()}:
        groups = {each.group_id for each in meetings.values() if each.group.site.time_zone == zone}
        rows = OpenGroupMember.objects.filter(group__in=groups, status__in=OPEN_MEMBER, client__isnull=False)
        wanted |= set(rows.agreed(clock.local_date(at, zone)).values_list("group_id", "client_id"))
    return {
        message.pk
        for message in about
        if message.about_id not in meetings or (meetings[message.about_id].group_id, message.recipient_id) not in wanted
    }
