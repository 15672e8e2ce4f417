"""Homework and shared entries of the journal on the timeline of a stay (the slot ``TIMELINE``)."""

from __future__ import annotations

import datetime as dt
import uuid

from clients.models import Episode
from clients.timeline import Line, LineKind, Point
from iop.access.choices import Permission
from iop.core import clock
from iop.core.words import say
from therapy.choices.recovery import BETWEEN_SESSIONS_OF, HomeworkStatus
from therapy.models import Homework, JournalEntry


def lines(client_id: uuid.UUID, first: dt.date, last: dt.date) -> list[Line]:
    """Give the days on which homework was done and an entry was written that the client shares; three statements.

    Private entries leave no trace here, not even their days.
    """
    zone = Episode.objects.filter(client=client_id).values_list("site__time_zone", flat=True).order_by("-opened_on")
    here, place = zone.first() or "UTC", (BETWEEN_SESSIONS_OF, client_id)
    done = Homework.objects.filter(episode__client=client_id, status=HomeworkStatus.DONE, settled_at__isnull=False)
    found = [(at, say("Homework done"), "good") for at in done.values_list("settled_at", flat=True) if at]
    written = JournalEntry.objects.own(client_id).shared().values_list("written_at", flat=True)
    found += [(at, say("Journal entry, shared"), "neutral") for at in written]
    points = [Point(clock.local_date(at, here), words, tone=tone, place=place) for at, words, tone in found]
    kept = sorted((point for point in points if first <= point.on <= last), key=lambda point: point.on)
    return [Line("between_sessions", say("Between sessions"), LineKind.EVENT, kept, Permission.NOTE_VIEW)]
