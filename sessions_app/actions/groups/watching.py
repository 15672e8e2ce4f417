"""Meetings that are over and of which nobody has said who came."""

from __future__ import annotations

import datetime as dt

from iop.access.actors import Actor
from iop.core.words import day_words, say, sentence
from iop.work.actions import NewItem, open_items
from iop.work.choices import WorkKind
from sessions_app.actions.groups.telling import CALLER, SUBJECT
from sessions_app.group_choices import MeetingStatus
from sessions_app.models import OpenMeeting

AFTER = dt.timedelta(hours=12)
"""By the next morning somebody is asked."""
LOOKS_BACK = dt.timedelta(days=14)


def ask_for_attendance(*, by: Actor, at: dt.datetime) -> int:
    """Ask who leads a meeting that is over (or a case manager) to say who came; say how many were asked anew."""
    rows = OpenMeeting.objects.filter(
        status=MeetingStatus.PLANNED, ends_at__lt=at - AFTER, ends_at__gt=at - LOOKS_BACK
    ).select_related("group")
    items = [
        NewItem(
            kind=WorkKind.TASK, site_id=row.group.site_id, subject=(SUBJECT, row.pk), due_at=row.ends_at + AFTER * 2,
            summary=sentence(say("{group}, {day}: say who came."), group=row.group.name, day=day_words(row.on)),
            dedupe_key=f"meeting-attendance:{row.pk}", assignee_id=row.lead_id, role_key="" if row.lead_id else CALLER,
        )
        for row in rows
    ]  # fmt: skip
    return open_items(by=by, items=items)
