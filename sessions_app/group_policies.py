"""Who may see, plan and keep groups outside a stay. Each answers nothing, or the reason as a sentence."""

from __future__ import annotations

import datetime as dt
import uuid

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.words import Sentence, say
from sessions_app.group_choices import MeetingStatus
from sessions_app.models import OpenMeeting

EARLY = dt.timedelta(hours=1)
"""People come before a meeting begins; from then on it may be said who is there."""


def may_view(actor: Actor, site_id: uuid.UUID | None = None) -> Sentence | None:
    """Groups are seen by those who may open the treatment day; who comes, by those who may open charts."""
    if actor.can(Permission.SESSION_VIEW, site_id):
        return None
    return say("Your role does not include seeing groups.")


def may_plan(actor: Actor, site_id: uuid.UUID | None = None) -> Sentence | None:
    """Groups are set up, moved, cancelled and staffed by those who move and staff sessions."""
    if actor.is_system or actor.can(Permission.SESSION_MOVE, site_id):
        return None
    return say("Your role does not include planning groups.")


def may_keep(actor: Actor, site_id: uuid.UUID | None = None) -> Sentence | None:
    """People are signed up, and it is said who came, by those who run sessions or look after enrolment."""
    if actor.is_system or actor.can(Permission.SESSION_RUN, site_id) or actor.can(Permission.ENROL, site_id):
        return None
    return say("Your role does not include keeping the list of a group.")


def may_change(actor: Actor, meeting: OpenMeeting) -> Sentence | None:
    """Only a meeting that nobody has held or cancelled may be moved, cancelled or given another room; its past stays."""
    if meeting.status != MeetingStatus.PLANNED:
        return say("This meeting was held or cancelled; it can no longer be changed.")
    return may_plan(actor, meeting.group.site_id)


def may_mark(actor: Actor, meeting: OpenMeeting, at: dt.datetime) -> Sentence | None:
    """It is said who came from an hour before a meeting on, and put right later; never of a cancelled one."""
    if meeting.status == MeetingStatus.CANCELLED:
        return say("This meeting is cancelled; nobody came to it.")
    if at < meeting.starts_at - EARLY:
        return say("This meeting has not begun. Who comes can be marked from an hour before.")
    return may_keep(actor, meeting.group.site_id)


def may_announce(actor: Actor, site_id: uuid.UUID | None = None) -> Sentence | None:
    """A track or a group is told something, and its agreement written, by those who run its sessions or plan its week."""
    if actor.can(Permission.SESSION_RUN, site_id) or actor.can(Permission.SESSION_MOVE, site_id):
        return None
    return say("Your role does not include writing to everybody of a group.")
