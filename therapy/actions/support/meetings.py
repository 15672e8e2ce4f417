"""Support meetings a client went to, 12-step and other, as they tell it (SEED-27). No place and nobody's name."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from clients.models import Episode
from iop.access.actors import Actor
from iop.core.errors import Conflict, require
from iop.core.words import say
from therapy.actions.medications.holding import mark_error
from therapy.actions.support.holding import choice, kept_for, past_day, told
from therapy.choices.support import MeetingKind, MeetingPlace
from therapy.models.support import SupportMeeting
from therapy.policies.support import may_keep_support

MOST_A_DAY = 5


@transaction.atomic
def log_meeting(
    *, by: Actor, episode: Episode, on: dt.date, kind: str, at: dt.datetime, place: str = MeetingPlace.IN_PERSON,
    is_home_group: bool = False, has_sponsor: bool | None = None, slip_seen: bool = False,
) -> SupportMeeting:  # fmt: skip
    """Write down a meeting: which fellowship, on which day. ``has_sponsor`` is how it stands that day; none: nobody asked."""
    stay = kept_for(by, episode)
    day = past_day(on, stay, at, "on")
    if SupportMeeting.objects.right().filter(episode=stay, on=day).count() >= MOST_A_DAY:
        raise Conflict(say("Five meetings are written down for that day already."), code="enough", field="on")
    made = SupportMeeting.objects.create(
        episode=stay, on=day, kind=choice(MeetingKind, kind, "kind"), place=choice(MeetingPlace, place, "place"),
        is_home_group=is_home_group, has_sponsor=has_sponsor, slip_seen=slip_seen, recorded_by_id=by.staff_id,
    )  # fmt: skip
    told(by, "therapy.meeting_logged", made, stay, on=day)
    return made


@transaction.atomic
def mark_meeting_error(*, by: Actor, meeting: SupportMeeting, reason: str, at: dt.datetime) -> SupportMeeting:
    """Mark a meeting they did not go to."""
    row = SupportMeeting.objects.select_for_update(of=("self",)).select_related("episode").get(pk=meeting.pk)
    require(may_keep_support(by, row.episode.site_id))
    mark_error(row, by, reason, at)
    told(by, "therapy.meeting_in_error", row, row.episode)
    return row
