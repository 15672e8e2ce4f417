"""Meetings of groups that people on the list may be reminded of (the slot ``REMINDERS``)."""

from __future__ import annotations

import datetime as dt

from iop.core import clock
from iop.notifications.reminders import CLIENT, Only, ReminderKind, Wish
from sessions_app.group_choices import MeetingStatus
from sessions_app.models import OpenGroupMember, OpenMeeting

SUBJECT = "sessions_app.openmeeting"
WESTERNMOST = "Pacific/Honolulu"
"""Whose agreement ended yesterday farther east is caught again when the message leaves (``group_messages``)."""


def wishes(first: dt.datetime, last: dt.datetime, at: dt.datetime, only: Only) -> list[Wish]:
    """Give everybody on the list of a planned meeting that begins from ``first`` until ``last``. Two statements at most.

    Whoever no longer agrees to contact after treatment is left out; relatives are told by colleagues.
    """
    planned = OpenMeeting.objects.filter(status=MeetingStatus.PLANNED, starts_at__gte=first, starts_at__lt=last)
    if only.things is not None:
        planned = planned.filter(pk__in=list(only.things))
    meetings = list(planned.values_list("pk", "group_id", "on", "starts_at", "group__site_id"))
    if not meetings:
        return []
    on_list = OpenGroupMember.objects.filter(group__in={each[1] for each in meetings}, client__isnull=False).on_list()
    agreed = on_list.agreed(clock.local_date(at, WESTERNMOST))
    if only.clients is not None:
        agreed = agreed.filter(client__in=list(only.clients))
    members = list(agreed.order_by().values_list("group_id", "client_id", "joined_on"))
    return [
        Wish(ReminderKind.GROUP, (CLIENT, client_id), (SUBJECT, meeting_id), starts_at, site_id)
        for meeting_id, group_id, on, starts_at, site_id in meetings
        for of_group, client_id, joined_on in members
        if of_group == group_id and joined_on is not None and joined_on <= on
    ]
