"""Saying what stands in the way of a day: who or what, by what, and when."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from zoneinfo import ZoneInfo

from iop.clinic.models import Site, StaffMember
from iop.core.words import Sentence, day_words, say, sentence, time_words
from scheduling.choices import BusySource
from scheduling.models import Room
from sessions_app.models import ProgramSession
from sessions_app.taking import Clash

BY: dict[str, Sentence] = {
    BusySource.SESSION: say("another session"),
    BusySource.APPOINTMENT: say("an appointment"),
    BusySource.BLOCK: say("time that is blocked"),
    BusySource.GROUP: say("a group's meeting"),
}


def words_for(session_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Sentence]:
    """Name days by their track, for whoever says what a busy time is (slot ``BUSY_WORDS``); one query."""
    rows = ProgramSession.objects.filter(pk__in=session_ids).values_list("pk", "track__name")
    return {session: sentence(say("the session of {track}"), track=track) for session, track in rows}


def sentence_for(clash: Clash) -> Sentence:
    """Say who or what is taken, by what and when. A client is not named: the work shows them to those who may see them."""
    site = Site.objects.get(pk=ProgramSession.objects.values_list("site_id", flat=True).get(pk=clash.session_id))
    return sentence(
        say("{who} is taken by {what} on {day} from {start} to {end}."),
        who=_who(clash),
        what=BY[clash.source],
        day=day_words(clash.starts_at.astimezone(ZoneInfo(site.time_zone)).date()),
        start=time_words(clash.starts_at, site.time_zone),
        end=time_words(clash.ends_at, site.time_zone),
    )


def detail(clash: Clash) -> dict[str, str]:
    """Give the clash in opaque ids, for programs."""
    return {"session": str(clash.session_id), clash.whose: str(clash.owner_id), "taken_by": clash.source}


def _who(clash: Clash) -> Sentence:
    if clash.whose == "room":
        return Room.objects.values_list("name", flat=True).get(pk=clash.owner_id)
    if clash.whose == "staff":
        return StaffMember.objects.get(pk=clash.owner_id).name
    return say("A client on the roster")
